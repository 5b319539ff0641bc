"""The filter grammar: `field` and `field__op`, one table for every parameter of every route.

A field's kind says which operators it takes, which values they accept and what SQL they mean; an operator is one row.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from typing import Annotated, Any, NamedTuple

import sqlalchemy as sa
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from sqlmodel import SQLModel

from models.base import PRINTABLE, Folded, columns, mark
from models.dates import ASKED, Dated, Days, PartialDate, period_days
from models.text import fold

MOST_VALUES = 100
"""Most values that one list parameter takes."""

LARGEST = 2**31 - 1
"""Largest whole number that an integer column can be compared with on both databases."""

LISTABLE = r"^([^\x00-\x08\x0b-\x1f\x7f,\\]|\\,|\\\\)+$"
"""How a text is written in a list: a comma would part it, unless a backslash keeps it."""


def split(values: Any) -> list[str]:
    """Take a list apart: repeated parameters and commas alike; `\\,` is a comma, `\\\\` a backslash inside a value."""
    texts = values if isinstance(values, list) else [values]
    if not any("\\" in text for text in texts):
        return [part for text in texts for part in text.split(",")]
    hidden = (text.replace("\\\\", "\0").replace("\\,", "\1") for text in texts)
    return [part.replace("\1", ",").replace("\0", "\\") for text in hidden for part in text.split(",")]


def join(values: list[Any]) -> str:
    """Write a list as one parameter, the reverse of `split`."""
    return ",".join(str(value).replace("\\", "\\\\").replace(",", "\\,") for value in values)


def _written_as(pattern: str, words: str) -> BeforeValidator:
    """Hold a number to how JSON writes it: Python also reads `1_000`, ` 1` and digits of other scripts."""

    def check(text: Any) -> Any:
        if isinstance(text, str) and not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(f"must be {words}")
        return text

    return BeforeValidator(check)


def _flag(text: Any) -> Any:
    if isinstance(text, str) and text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text


def many(one: Any) -> Any:
    """Give the type of a list parameter."""
    item = Listable if one is Word else one
    return Annotated[list[item], BeforeValidator(split), Field(min_length=1, max_length=MOST_VALUES)]  # type: ignore[valid-type]


Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PRINTABLE)]
Listable = Annotated[Word, WithJsonSchema({"type": "string", "maxLength": 200, "pattern": LISTABLE})]
Flag = Annotated[bool, BeforeValidator(_flag)]
WHOLE = _written_as(r"-?\d{1,4000}", "a whole number, like 25")
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST), WHOLE]
Decimal = Annotated[
    float,
    Field(allow_inf_nan=False),
    _written_as(r"-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,4})?", "a number, like 23.8"),
]
Day = Annotated[PartialDate, WithJsonSchema({"type": "string", "maxLength": 64, "pattern": ASKED})]


class Operator(NamedTuple):
    """One suffix: what it means in words, what it accepts, and what it is in SQL.

    `prepare` makes of a parameter the plain values that the database compares with; `clause` takes those values, or
    places for them, so that its SQL is written once and run with any values. A flag has no values: it is the SQL.
    """

    words: str
    takes: Callable[[Any], Any]
    prepare: Callable[[Any], list[Any]] | None
    clause: Callable[[Any, Any], sa.ColumnElement[bool]]


class Span(NamedTuple):
    """The two columns of a partial date."""

    earliest: sa.ColumnElement[Any]
    latest: sa.ColumnElement[Any]


class Kind(NamedTuple):
    """One kind of field: how its column is found, what sorts it, and its operators."""

    column: Callable[[sa.Table, str], Any]
    sort: Callable[[sa.Table, str], sa.ColumnElement[Any]]
    operators: dict[str, Operator]


def _one(value: Any) -> Any:
    return value


def _alone(value: Any) -> list[Any]:
    return [value]


def _is_absent(column: sa.ColumnElement[Any], absent: bool) -> sa.ColumnElement[bool]:
    return column.is_(None) if absent else column.is_not(None)


def _is_any(column: sa.ColumnElement[Any], values: list[Any]) -> sa.ColumnElement[bool]:
    return column == values[0] if len(values) == 1 else column.in_(values)


def _is_not(column: sa.ColumnElement[Any], values: list[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(column.not_in(values), column.is_(None))


def _pattern(text: str) -> list[str]:
    folded = fold(text)
    for special in "/%_":
        folded = folded.replace(special, f"/{special}")
    return [f"%{folded}%"] if folded else []


def _contains(column: sa.ColumnElement[Any], pattern: list[Any]) -> sa.ColumnElement[bool]:
    return column.like(pattern[0], escape="/") if pattern else sa.false()


def _folded(values: list[str]) -> list[str]:
    return [fold(value) for value in values]


def _days(values: list[str]) -> list[date]:
    return [day for text in values for day in period_days(text)]


def _pairs(days: list[Any]) -> Iterator[Days]:
    return (Days(*days[i : i + 2]) for i in range(0, len(days), 2))


def _could_be(span: Span, days: list[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(*(sa.and_(span.earliest <= day.latest, span.latest >= day.earliest) for day in _pairs(days)))


def _could_differ(span: Span, days: list[Any]) -> sa.ColumnElement[bool]:
    surely = (sa.and_(span.earliest >= day.earliest, span.latest <= day.latest) for day in _pairs(days))
    return sa.or_(sa.not_(sa.or_(*surely)), span.earliest.is_(None))


def _earliest(text: str) -> list[date]:
    return [period_days(text).earliest]


def _latest(text: str) -> list[date]:
    return [period_days(text).latest]


def _ordered(takes: Callable[[Any], Any]) -> dict[str, Operator]:
    return {
        "__gte": Operator("is this or more.", takes, _alone, lambda column, value: column >= value[0]),
        "__lte": Operator("is this or less.", takes, _alone, lambda column, value: column <= value[0]),
        "__gt": Operator("is more than this.", takes, _alone, lambda column, value: column > value[0]),
        "__lt": Operator("is less than this.", takes, _alone, lambda column, value: column < value[0]),
    }


PRESENT = ("", "__gte", "__lte", "__gt", "__lt", "__contains")
"""Suffixes of filters on a field that no record passes where the field is absent."""

ISNULL = Operator("is absent (`true`) or present (`false`).", lambda _: Flag, None, _is_absent)

EXACT = {
    "": Operator("is any of these.", many, list, _is_any),
    "__not": Operator("is none of these, or absent.", many, list, _is_not),
}

CODE = Kind(lambda table, name: table.c[name], lambda table, name: table.c[name], EXACT | {"__isnull": ISNULL})

NUMBER = Kind(CODE.column, CODE.sort, EXACT | _ordered(_one) | {"__isnull": ISNULL})

TEXT = Kind(
    lambda table, name: table.c[f"{name}_folded"],
    lambda table, name: table.c[f"{name}_folded"],
    {
        "": Operator("is any of these; case and accents do not matter.", many, _folded, _is_any),
        "__not": Operator("is none of these, or absent.", many, _folded, _is_not),
        "__contains": Operator("contains this; case and accents do not matter.", _one, _pattern, _contains),
        "__isnull": ISNULL,
    },
)

DATE = Kind(
    lambda table, name: Span(table.c[f"{name}_earliest"], table.c[f"{name}_latest"]),
    lambda table, name: table.c[f"{name}_earliest"],
    {
        "": Operator("could be any of these: a day, a month, a year or another date in EDTF.", many, _days, _could_be),
        "__not": Operator("could be another date than these, or is absent.", many, _days, _could_differ),
        "__gte": Operator("could be this or later.", _one, _earliest, lambda c, v: c.latest >= v[0]),
        "__lte": Operator("could be this or earlier.", _one, _latest, lambda c, v: c.earliest <= v[0]),
        "__gt": Operator("could be after this.", _one, _latest, lambda c, v: c.latest > v[0]),
        "__lt": Operator("could be before this.", _one, _earliest, lambda c, v: c.earliest < v[0]),
        "__isnull": Operator(ISNULL.words, ISNULL.takes, None, lambda c, v: _is_absent(c.earliest, v)),
    },
)


class Typed(NamedTuple):
    """A field as a filter sees it."""

    kind: Kind
    type: Any
    nullable: bool


def typed(model: type[SQLModel], name: str) -> Typed:
    """Give the kind of a field, the type of one value, and whether it can be absent."""
    field = model.model_fields[name]
    column = columns(model).c[name]
    bare = next(
        part for part in (*getattr(field.annotation, "__args__", ()), field.annotation) if part is not type(None)
    )
    bare = getattr(bare, "__origin__", bare)
    if mark(field, Dated):
        return Typed(DATE, Day, bool(column.nullable))
    if mark(field, Folded):
        return Typed(TEXT, Word, bool(column.nullable))
    if isinstance(bare, type) and issubclass(bare, Enum):
        return Typed(CODE, bare, bool(column.nullable))
    if bare in (int, float):
        return Typed(NUMBER, Whole if bare is int else Decimal, bool(column.nullable))
    form = mark(field, StringConstraints)
    code = Annotated[str, form] if form and form.pattern not in (None, PRINTABLE) else Word
    return Typed(CODE, code, bool(column.nullable))
