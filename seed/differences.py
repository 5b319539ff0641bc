"""Finds observations of one thing by different sources that differ.

Millions may be there, so nothing is looked at but what more than one source observes, which the sums kept by period
tell at once. Turnover is the same whoever reports it; exports and imports are not, and have their mirror.
"""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from models import Country, Indicator, TradeByPeriod, TradeMetric
from models.base import columns
from models.conflict import ConflictKind
from models.trade_metric import Flow
from seed.claims import Found, conflict, names, replace
from seed.rows import chunks

metric, sums = columns(TradeMetric), columns(TradeByPeriod)
SAME = ("indicator", "flow", "product", "frequency", "period")
TURNOVER = Flow.TOTAL.value


def refresh(connection: sa.Connection, reporters: Collection[str]) -> None:
    """Find anew where observations of some reporters differ; their sums must be up to date."""
    for some in chunks(sorted(reporters)):
        both_ways = sa.and_(conflict.c.partner.in_(some), conflict.c.flow == TURNOVER)
        stale = sa.or_(conflict.c.country.in_(some), both_ways)
        replace(connection, sa.and_(conflict.c.kind == ConflictKind.OBSERVATION.value, stale), _found(connection, some))


def _found(connection: sa.Connection, reporters: list[str]) -> Iterator[Found]:
    both = (_one_way(reporters), _both_ways(reporters))
    rows = [dict(row) for select in both for row in connection.execute(select).mappings()]
    words = names(connection, Indicator, "name", {row["indicator"] for row in rows})
    words |= names(connection, Country, "name", {end for row in rows for end in _ends(row) if end})
    for key, group in groupby(sorted(rows, key=_key), _key):
        of_unit = groupby(sorted(group, key=lambda row: (row["unit"], row["id"])), lambda row: row["unit"])
        if apart := [same for _, some in of_unit if _differ(same := list(some))]:
            yield _conflict(key, apart, words)


def _differ(rows: list[dict[str, Any]]) -> bool:
    return all(len({row[name] for row in rows}) > 1 for name in ("source", "value_in_units"))


def _one_way(reporters: list[str]) -> sa.Select[Any]:
    """Select what more than one source observes of a reporter, turnover apart."""
    of = (sums.c.reporter.in_(reporters), sums.c.flow.is_distinct_from(TURNOVER))
    return _shared("reporter", of).where(metric.c.reporter.in_(reporters))


def _both_ways(reporters: list[str]) -> sa.Select[Any]:
    """Select the turnover that more than one source observes, of pairs with one of some countries."""
    ends = sa.or_(metric.c.reporter.in_(reporters), metric.c.partner.in_(reporters))
    return _shared("", (sums.c.flow == TURNOVER,)).where(ends)


def _shared(own: str, where: tuple[sa.ColumnElement[bool], ...]) -> sa.Select[Any]:
    by = [sums.c[name] for name in (own, *SAME) if name]
    several = sa.func.min(sums.c.source) != sa.func.max(sums.c.source)
    shared = sa.select(*by).where(*where).group_by(*by).having(several).subquery()
    # A flow may be absent, which equals nothing.
    same = (metric.c[c.name].is_not_distinct_from(c) if c.name == "flow" else metric.c[c.name] == c for c in shared.c)
    return sa.select(metric).join(shared, sa.and_(*same)).where(metric.c.value.is_not(None))


def _ends(row: dict[str, Any]) -> tuple[str, str]:
    """Give the reporter and the partner; of turnover in the order of the alphabet."""
    ends = (row["reporter"], row["partner"] or "")
    return min(ends[::-1], ends) if row["flow"] == TURNOVER and row["partner"] else ends


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    return (*_ends(row), *(row[name] or "" for name in SAME))


def _conflict(key: tuple[str, ...], apart: list[list[dict[str, Any]]], words: dict[str, str]) -> Found:
    rows = [row for same in apart for row in same]
    reporter, partner, indicator, flow, *_, period = key
    # The id of an observation without its source: see `trade_metric_id`.
    parts = rows[0]["id"].removesuffix(f".{rows[0]['source']}").split(".")
    named = (words[indicator], flow, words[reporter], words.get(partner), period)
    row = {
        "id": ".".join(("trade_metric", reporter, partner or "_", *parts[2:])),
        **{"kind": ConflictKind.OBSERVATION.value, "resource": "trade_metric"},
        "fact": ", ".join(filter(None, named))[:500],
        **{"country": reporter, "partner": partner or None, "indicator": indicator},
        **{"flow": flow or None, "period": period},
        "spread": max(map(_spread, apart)),
    }
    return Found(row, list(map(_claim, rows)))


def _spread(rows: list[dict[str, Any]]) -> float:
    numbers = [row["value_in_units"] for row in rows]
    return float((max(numbers) - min(numbers)) / max(map(abs, numbers)))


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    hedge = "" if row["qualifier"] == "exact" else f"{row['qualifier'].replace('_', ' ')} "
    value = f"{hedge}{row['value_in_units']:.15g} {row['unit']}"
    return {"value": value, "record": row["id"], **{n: row[n] for n in ("source", "locator", "confidence", "note")}}
