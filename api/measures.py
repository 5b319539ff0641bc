"""What can be asked of a group of records, and what of it would be a wrong number.

What cannot be added is refused with the reason, never added: numbers of different units or indicators, shares, and
observations that would be counted twice.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from api.problems import Problem, ProblemError, invalid
from models.trade_sum import added, groups, measures

Of = Mapping[str, sa.ColumnElement[Any]]
"""What is known of a group, by the names of `models/trade_sum.py` and of `agreed`."""


class Measure(NamedTuple):
    """One number of a group: its type, its words, and its SQL."""

    type: Any
    words: str
    of: Callable[[Of], sa.ColumnElement[Any]]


def _mean(of: Of) -> sa.ColumnElement[Any]:
    return sa.type_coerce(of["total"] / sa.func.nullif(of["records"] - of["missing"], 0), sa.Float)


COUNT = {"count": Measure(int, "Number of records.", lambda of: of["records"])}

VALUES = {
    "sum": Measure(float | None, "Sum of the values, in `unit`.", lambda of: of["total"]),
    "avg": Measure(float | None, "Mean of the values, in `unit`; each counts the same.", _mean),
    "min": Measure(float | None, "Least value, in `unit`.", lambda of: of["least"]),
    "max": Measure(float | None, "Greatest value, in `unit`.", lambda of: of["most"]),
}

BESIDE = {
    "unit": Measure(str | None, "Unit of the values.", lambda of: of["unit_least"]),
    "missing": Measure(int, "Number of records without a value.", lambda of: of["missing"]),
    "hedged": Measure(int, "Number of values that their source does not call exact.", lambda of: of["hedged"]),
}
"""What stands beside measures of values: nobody should read a sum without it."""

EVERY = {**COUNT, **VALUES, **BESIDE}

AGREE = ("indicator", "unit", "source", "frequency")


def agreed(table: sa.FromClause) -> dict[str, sa.ColumnElement[Any]]:
    """Give the least and the greatest of what must be the same all over a group."""
    looked_at: dict[str, sa.ColumnElement[Any]] = {name: table.c[name] for name in AGREE}
    looked_at["level"] = sa.func.length(sa.func.nullif(table.c.product, "TOTAL"))
    looked_at["part"] = sa.case((table.c.product == "TOTAL", 0), else_=1)
    # Exports hold re-exports, as a total holds both directions.
    looked_at["flows"] = sa.case(
        (table.c.flow == "total", 0), (table.c.flow == "re_export", 2), (table.c.flow == "re_import", 2), else_=1
    )
    group = table.c.reporter.in_(groups())
    looked_at["reporters"] = sa.case((group, table.c.reporter), else_=sa.literal_column("''"))
    return {
        f"{name}_{end}": which(column)
        for name, column in looked_at.items()
        for end, which in (("least", sa.func.min), ("most", sa.func.max))
    }


def _differs(*names: str) -> Callable[[Of], sa.ColumnElement[bool]]:
    return lambda of: sa.or_(*(of[f"{name}_least"] != of[f"{name}_most"] for name in names))


def numbers_of(table: sa.Table) -> dict[str, sa.ColumnElement[Any]]:
    """Give all that can be known of a group of observations, or of sums of them."""
    return {**(added(table) if "records" in table.c else measures(table)), **agreed(table)}


class Fault(NamedTuple):
    """Why the values of a group cannot be taken together.

    For which measures, where that holds, and what to do; it cannot be where all of `fixed` has one value.
    """

    measures: tuple[str, ...]
    fixed: set[str]
    holds: Callable[[Of], sa.ColumnElement[bool]]
    words: str
    remedy: str


FAULTS = (
    Fault(
        tuple(VALUES),
        {"indicator"},
        _differs("indicator"),
        "are of different indicators",
        "narrow with `indicator=` or group by it",
    ),
    Fault(tuple(VALUES), {"unit"}, _differs("unit"), "are in different units", "narrow with `unit=` or group by it"),
    Fault(
        ("sum",),
        {"measure"},
        lambda of: sa.or_(of["measure"] == "share", of["measure"] == "ratio"),
        "are shares or ratios, which do not add up",
        "ask for `avg`, `min` or `max`",
    ),
    Fault(
        ("sum",),
        {"period"},
        lambda of: sa.and_(of["measure"] == "stock", of["first"] != of["last"]),
        "are a stock at different times, which does not add up",
        "group by `period`, or ask for `avg`, `min` or `max`",
    ),
    Fault(
        ("sum", "avg"),
        {"source"},
        _differs("source"),
        "come from different sources, which may count the same",
        "narrow with `source=` or group by it",
    ),
    Fault(
        ("sum", "avg"),
        {"frequency"},
        _differs("frequency"),
        "are of different frequencies, which count the same",
        "narrow with `frequency=` or group by it",
    ),
    Fault(
        ("sum", "avg"),
        {"product"},
        _differs("part", "level"),
        "are of products and of what they are part of",
        "narrow with `product=`, as `product=TOTAL`, or group by it",
    ),
    Fault(
        ("sum", "avg"),
        {"flow"},
        _differs("flows"),
        "are of flows and of what they are part of",
        "narrow with `flow=` or group by it",
    ),
    Fault(
        ("sum", "avg"),
        {"period"},
        lambda of: sa.and_(of["frequency_least"] == "other", of["first"] != of["last"]),
        "are of periods that may overlap",
        "narrow with `period=` or group by it",
    ),
    Fault(
        ("sum", "avg"),
        {"reporter"},
        _differs("reporters"),
        "are of countries and of groups of countries, or of several groups",
        "narrow with `reporter=` or group by it",
    ),
    Fault(
        ("sum", "avg"),
        {"partner"},
        lambda of: sa.or_(
            sa.and_(of["grouped"] > 0, of["grouped"] < of["records"]),
            sa.and_(of["alone"] > 0, of["alone"] < of["records"]),
            of["group_least"] != of["group_most"],
        ),
        "are of countries and of groups of countries, of several groups, or of all partners and of each",
        "narrow with `partner=` or `partner__not=`, or group by it",
    ),
)


def fault(asked: tuple[str, ...], fixed: set[str], of: Of) -> sa.ColumnElement[Any]:
    """Give the number of the first fault of a group among what is asked, -1 for none."""
    bearing = {
        number: entry.holds(of)
        for number, entry in enumerate(FAULTS)
        if set(entry.measures) & set(asked) and not entry.fixed <= fixed
    }
    none = sa.literal_column("-1", sa.Integer)
    return (
        sa.case(*((holds, sa.literal_column(str(n))) for n, holds in bearing.items()), else_=none) if bearing else none
    )


def refused(number: int, asked: tuple[str, ...], group: Mapping[str, Any]) -> Problem:
    """Give the problem of a group that has a fault."""
    entry = FAULTS[number]
    which = ", ".join(f"{name}={value}" for name, value in group.items())
    what = " and ".join(f"`{name}`" for name in asked if name in entry.measures)
    where = f"in the group {which} " if which else ""
    detail = f"There is no {what}: {where}the values {entry.words}. To get it, {entry.remedy}."
    return invalid([ProblemError(parameter="measure", code="cannot_be_added", detail=detail)])
