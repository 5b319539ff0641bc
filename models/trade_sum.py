"""Sums of trade metrics, kept beside them so that the questions most asked need not add up every observation.

One table adds over partners, one over periods. They hold nothing of their own, so nothing refers to them nor they to
anything: `summarise` makes them anew for the reporters whose observations change, in the transaction that changes them.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import CountryId, Slug, Text, columns, stored
from models.country import Country, CountryKind
from models.dates import PartialDate
from models.trade_metric import Flow, Frequency, Qualifier, TradeMetric


class TradeSum(SQLModel):
    """Observations of one reporter that differ in one thing only.

    `records` of them, `missing` without a value, `hedged` with one that is not exact; `alone` without a partner,
    `grouped` with a group of countries as partner, `group_least` to `group_most` by id; `total`, `least` and `most` are
    in `unit`; periods begin on `first` to `last`.
    """

    number: int | None = Field(default=None, primary_key=True)
    reporter: CountryId
    indicator: Slug
    flow: Flow | None
    product: Text
    frequency: Frequency
    unit: Text
    source: Slug
    records: int
    missing: int
    hedged: int
    alone: int
    grouped: int
    group_least: str | None
    group_most: str | None
    total: float | None
    least: float | None
    most: float | None
    first: date
    last: date


@stored
class TradeByPeriod(TradeSum, table=True):
    """Observations of all partners together, by period."""

    __tablename__ = "trade_by_period"
    __table_args__ = (sa.Index(None, "reporter", "indicator", "flow", "product"),)

    period: PartialDate


@stored
class TradeByPartner(TradeSum, table=True):
    """Observations of all periods together, by partner."""

    __tablename__ = "trade_by_partner"
    __table_args__ = (sa.Index(None, "reporter", "indicator", "flow", "product"),)

    partner: CountryId | None


SUMS: tuple[type[SQLModel], ...] = (TradeByPeriod, TradeByPartner)

TOGETHER = 8
"""Reporters that are added up at once: one by one takes long, and SQLite sorts all that it adds up in memory."""


def measures(table: sa.FromClause) -> dict[str, sa.ColumnElement[Any]]:
    """Give what is kept of some observations, by column."""
    value = table.c.value_in_units
    hedged = sa.and_(table.c.qualifier != Qualifier.EXACT.value, value.is_not(None))
    group = sa.case((table.c.partner.in_(groups()), table.c.partner))
    return {
        "records": sa.func.count(),
        "missing": sa.func.count() - sa.func.count(value),
        "hedged": sa.func.coalesce(sa.func.sum(sa.case((hedged, 1), else_=0)), 0),
        "alone": sa.func.count() - sa.func.count(table.c.partner),
        "grouped": sa.func.count(group),
        "group_least": sa.func.min(group),
        "group_most": sa.func.max(group),
        "total": sa.func.sum(value),
        "least": sa.func.min(value),
        "most": sa.func.max(value),
        "first": sa.func.min(table.c.period_earliest),
        "last": sa.func.max(table.c.period_earliest),
    }


def groups() -> sa.Select[Any]:
    """Give the ids of what statistics list beside countries: the world, unions and the like."""
    return sa.select(columns(Country).c.id).where(columns(Country).c.kind == CountryKind.GROUP.value)


def added(table: sa.FromClause) -> dict[str, sa.ColumnElement[Any]]:
    """Give the same of some rows of sums."""
    least, most = ("least", "first", "group_least"), ("most", "last", "group_most")
    counts = ("records", "missing", "hedged", "alone", "grouped")
    return {
        **{name: sa.func.coalesce(sa.func.sum(table.c[name]), 0) for name in counts},
        "total": sa.func.sum(table.c.total),
        **{name: sa.func.min(table.c[name]) for name in least},
        **{name: sa.func.max(table.c[name]) for name in most},
    }


def summarise(connection: sa.Connection, reporters: Collection[str]) -> None:
    """Add up the observations of some reporters anew."""
    observations, kept, every = columns(TradeMetric), measures(columns(TradeMetric)), sorted(reporters)
    for some in (every[start : start + TOGETHER] for start in range(0, len(every), TOGETHER)):
        for table in (columns(model) for model in SUMS):
            connection.execute(sa.delete(table).where(table.c.reporter.in_(some)))
            by = [observations.c[column.name] for column in table.c if column.name not in {"number", *kept}]
            found = sa.select(*by, *kept.values()).where(observations.c.reporter.in_(some))
            # What differs most comes first, so that few rows are compared by more.
            grouped = found.group_by(*reversed(by))
            connection.execute(sa.insert(table).from_select([*(c.name for c in by), *kept], grouped))
