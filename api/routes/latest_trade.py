"""The latest trade: of each series the last period that it has, with its largest partners."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, Field

from api.languages import Language
from api.operators import join
from api.record import in_language
from api.routes.trade_metrics import trade_metrics
from models import Country, TradeMetric
from models.base import columns
from models.country import CountryKind
from models.trade_metric import Flow, Frequency

PARTNERS = 10
"""Most partners of one series."""

ALL_PRODUCTS: sa.ColumnElement[str] = sa.literal_column("'TOTAL'")
SERIES = ("reporter", "indicator", "flow", "frequency")
metric, country = columns(TradeMetric), columns(Country)

Pairs = Mapping[str, str | None]
"""Reporters, each with its partner, or with None for all its partners."""


class Series(BaseModel):
    """The last period of one series: of an indicator and a flow, as one country reports it, in one unit."""

    reporter: str = Field(description="Id of the country measured.")
    indicator: str = Field(description="Id of the indicator.")
    indicator_name: str = Field(description="Its name.")
    flow: Flow | None = Field(description="Direction, seen from the reporter; absent where there is none.")
    frequency: Frequency = Field(description="How often it is observed.")
    unit: str = Field(description="Unit of the numbers, times ten to each one's `unit_mult`.")
    period: str = Field(description="The last period observed, the one that begins last.")
    total: int = Field(description="Number of observations of that period, over all products together.")
    link: str = Field(description="Address of all of them.")
    data: list[trade_metrics.read] = Field(  # type: ignore[name-defined]
        description="Those of the largest partners, the largest first, whatever their source; then of groups such as "
        "the world. Each names its source."
    )


def _meant(table: sa.FromClause, pairs: Pairs) -> sa.ColumnElement[bool]:
    """Tell whether an observation is over all products, of one of some pairs."""
    ways = (
        sa.and_(table.c.reporter == one, table.c.partner == other) if other else table.c.reporter == one
        for one, other in pairs.items()
    )
    return sa.and_(table.c.product == ALL_PRODUCTS, sa.or_(*ways))


def _named(table: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    # A series may be without a flow, and null is in no list.
    none: sa.ColumnElement[str] = sa.literal_column("''")
    return [sa.func.coalesce(table.c[name], none) if name == "flow" else table.c[name] for name in SERIES]


def _sized(pairs: Pairs) -> sa.Subquery:
    """Give the observations of the last periods, each with the size of its partner: the largest number given for it."""
    m, every = metric.alias(), metric.alias()
    last = sa.select(*_named(every), sa.func.max(every.c.period_earliest)).group_by(*(every.c[n] for n in SERIES))
    last = last.where(_meant(every, pairs))
    group = m.c.partner.in_(sa.select(country.c.id).where(country.c.kind == CountryKind.GROUP.value))
    series = [m.c[name] for name in (*SERIES, "unit")]
    size = sa.func.max(m.c.value_in_units).over(partition_by=[*series, m.c.partner]).label("size")
    found = sa.select(m.c.id, *series, m.c.partner, group.label("group"), size).where(
        _meant(m, pairs), sa.tuple_(*_named(m), m.c.period_earliest).in_(last)
    )
    return found.subquery()


def _ranked(pairs: Pairs) -> sa.Subquery:
    """Give those with the rank of their partner, among countries or among groups, and their number in the series."""
    sized = _sized(pairs)
    series = [sized.c[name] for name in (*SERIES, "unit")]
    order = [sized.c.size.desc().nulls_last(), sized.c.partner]
    rank = sa.func.dense_rank().over(partition_by=[*series, sized.c.group], order_by=order).label("rank")
    total = sa.func.count().over(partition_by=series).label("total")
    return sa.select(sized.c.id, sized.c.group, rank, total).subquery()


def latest_trade(pairs: Pairs, language: str | None, connection: sa.Connection) -> list[dict[str, Any]]:
    """Read the latest trade of some pairs, in a language, in one query."""
    ranked, table, spoken = _ranked(pairs), trade_metrics.table, in_language(trade_metrics, language or Language.EN)
    names = (*SERIES, "unit")
    rows = connection.execute(
        sa.select(*spoken.select, ranked.c.total)
        .select_from(spoken.source.join(ranked, ranked.c.id == table.c.id))
        .where(ranked.c.rank <= PARTNERS)
        .order_by(*(table.c[name].asc().nulls_last() for name in names))
        .order_by(ranked.c.group.asc().nulls_last(), ranked.c.rank, table.c.id)
    ).all()
    found = zip(spoken.rows(rows), (row.total for row in rows), strict=True)
    apart = groupby(found, lambda pair: [getattr(pair[0], name) for name in names])
    return [_series(list(some), pairs, language) for _, some in apart]


def _series(found: list[tuple[Any, int]], pairs: Pairs, language: str | None) -> dict[str, Any]:
    first, total = found[0]
    names = (*SERIES, "indicator_name", "unit", "period")
    link = _link(first, pairs[first.reporter], language)
    return {name: getattr(first, name) for name in names} | {
        "total": total,
        "link": link,
        "data": [one for one, _ in found],
    }


def _link(first: Any, partner: str | None, language: str | None) -> str:
    """Give the address of all observations beside one: of its series, in its period."""
    asked = {name: getattr(first, name) for name in (*SERIES, "unit", "period")} | {"partner": partner}
    spoken = {"lang": language} if language else {}
    given = {name: [join([value])] for name, value in asked.items() if value is not None}
    absent = {} if first.flow else {"flow__isnull": "true"}
    query = trade_metrics.list_query.model_validate({**given, **absent, **spoken, "product": "TOTAL", "sort": "-value"})
    return query.canonical(f"/v1/{trade_metrics.path}")
