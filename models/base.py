"""What every table shares: names of constraints, types of fields, and the columns derived from other columns.

A table class lists what is published. `@stored` adds, from the marks on its fields, the columns that only the database
needs, and `derive` fills them; so a date, its two days and a searchable text can never disagree.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, get_args

import sqlalchemy as sa
from pydantic import StringConstraints
from pydantic.fields import FieldInfo
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString

from models.dates import Dated, period_days
from models.text import fold

Model = TypeVar("Model", bound=SQLModel)

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

COLUMN_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""Text that both databases sort alike: by code point."""


class Folded:
    """Marks a text that is compared and sorted without case and accents, in a column `<name>_folded`."""


class Searched:
    """Marks a text that full text searches: see `models/document.py`."""


class Scaled(NamedTuple):
    """Marks a number that is in a unit times a power of ten, with the field that says which power."""

    by: str


class Reference(NamedTuple):
    """Marks an id that may name a row of one of several tables: each also has a foreign key, `<name>_<table>`."""

    tables: tuple[str, ...]
    table_of: Callable[[Mapping[str, Any], str], str | None]


def _party(_row: Mapping[str, Any], id: str) -> str:
    return "country" if id.isupper() else "organization"


def _kind(row: Mapping[str, Any], _id: str) -> str | None:
    return row.get("kind")


PRINTABLE = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, pattern=PRINTABLE)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
KEY = r"^[A-Za-z0-9~_+-]+(\.[A-Za-z0-9~_+-]+)*$"
Key = Annotated[str, StringConstraints(pattern=KEY, max_length=300)]
CountryId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
PartyId = Annotated[
    str,
    StringConstraints(pattern=r"^([A-Z]{3}|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=80),
    Reference(("country", "organization"), _party),
]
Line = Annotated[Text, StringConstraints(max_length=500)]
Label = Annotated[Line, Folded()]
Name = Annotated[Line, Folded(), Searched()]
Prose = Annotated[Text, Searched()]


class Recorded(SQLModel):
    """A table whose rows are records: each has an address, and a history."""

    revision: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="Revision of the data in which the record became what it is.",
    )


def reference(*tables: str) -> Reference:
    """Mark an id whose sibling field `kind` names the table that it belongs to."""
    return Reference(tables, _kind)


Mark = TypeVar("Mark")


def mark(field: FieldInfo, kind: type[Mark]) -> Mark | None:
    """Give the mark of a kind that a field carries, also inside `| None`."""
    parts = [*field.metadata, *(m for part in get_args(field.annotation) for m in getattr(part, "__metadata__", ()))]
    return next((part for part in parts if isinstance(part, kind)), None)


def marked(table: type[SQLModel], kind: type[Mark]) -> dict[str, Mark]:
    """Give a table's fields that carry a mark, with it."""
    return {name: found for name, field in table.model_fields.items() if (found := mark(field, kind))}


def columns(table: type[SQLModel]) -> sa.Table:
    """Give a model's table, so that SQL names columns and not attributes."""
    return table.__table__  # type: ignore[attr-defined, no-any-return]


_TABLES: dict[str, type[SQLModel]] = {}


def tables() -> dict[str, type[SQLModel]]:
    """Give every table's model by the table's name."""
    return _TABLES


def stored(table: type[Model]) -> type[Model]:
    """Complete a table: derived columns, vocabularies as text with a CHECK, one text type."""
    _TABLES[str(table.__tablename__)] = table
    for name, column in _derived_columns(table):
        setattr(table, name, column)
    for name in marked(table, Dated) if "id" in columns(table).c else ():
        # What sorts by a date: its earliest day, then the id.
        sa.Index(None, columns(table).c[f"{name}_earliest"], columns(table).c.id)
    if issubclass(table, Recorded):
        # What changed since a revision, in order.
        sa.Index(None, columns(table).c.revision, columns(table).c.id)
    for column in columns(table).columns:
        if isinstance(column.type, sa.Enum):
            allowed = column.in_([sa.literal_column(f"'{value}'") for value in column.type.enum_class or ()])
            columns(table).append_constraint(sa.CheckConstraint(allowed, name=column.name))
        if isinstance(column.type, sa.String | AutoString):
            column.type = COLUMN_TEXT
    return table


def _derived_columns(table: type[SQLModel]) -> Iterator[tuple[str, sa.Column[Any]]]:
    for name in marked(table, Dated):
        yield f"{name}_earliest", sa.Column(sa.Date)
        yield f"{name}_latest", sa.Column(sa.Date)
    for name in marked(table, Folded):
        yield f"{name}_folded", sa.Column(sa.String, index=True)
    for name in marked(table, Scaled):
        yield f"{name}_in_units", sa.Column(sa.Double)
    for name, reference in marked(table, Reference).items():
        for other in reference.tables:
            yield f"{name}_{other}", sa.Column(sa.String, sa.ForeignKey(f"{other}.id"), index=True)


def derive(table: type[SQLModel], row: dict[str, Any]) -> dict[str, Any]:
    """Add to a row of published values the derived ones that its table keeps."""
    return row | {name: make(row) for name, make in _derivations(table).items()}


def derivation(table: type[SQLModel], name: str) -> "Derivation":
    """Give what makes one derived column of a row's published values."""
    return _derivations(table)[name]


Derivation = Callable[[Mapping[str, Any]], Any]


def _of(name: str, make: Callable[[str], Any]) -> Derivation:
    return lambda row: None if row.get(name) is None else make(row[name])


def in_units(value: float, power: int) -> float:
    """Give a number times ten to a power, by its digits: 0.07 billion is 70 million, not 70000000.00000001."""
    return float(Decimal(repr(value)).scaleb(power)) if power else float(value)


def _in_units(name: str, by: str) -> Derivation:
    return lambda row: None if row.get(name) is None else in_units(row[name], row[by])


def _refers(name: str, reference: Reference, table: str) -> Derivation:
    return lambda row: row[name] if row.get(name) and reference.table_of(row, row[name]) == table else None


@cache
def _derivations(table: type[SQLModel]) -> dict[str, Derivation]:
    derived: list[tuple[str, Derivation]] = []
    for name in marked(table, Dated):
        derived.append((f"{name}_earliest", _of(name, lambda text: period_days(text).earliest)))
        derived.append((f"{name}_latest", _of(name, lambda text: period_days(text).latest)))
    derived += [(f"{name}_in_units", _in_units(name, scale.by)) for name, scale in marked(table, Scaled).items()]
    derived += [(f"{name}_folded", _of(name, fold)) for name in marked(table, Folded)]
    for name, reference in marked(table, Reference).items():
        derived += [(f"{name}_{other}", _refers(name, reference, other)) for other in reference.tables]
    return dict(derived)
