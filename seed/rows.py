"""How a record becomes rows of tables: its own, one for each citation, and those that belong to it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import ConfigDict, Field
from sqlmodel import SQLModel

from models import (
    Article,
    ArticleSubject,
    Citation,
    ForumOutcome,
    ForumParticipant,
    Membership,
    OrganizationPredecessor,
    Participation,
    StatementRelation,
    StatementTarget,
    TreatyRelation,
    TreatySubject,
)
from models.base import Key, columns, derive, mark
from models.dates import Dated, days
from models.source import CitationFields, CitedResource
from models.text import tokens

Row = tuple[type[SQLModel], dict[str, Any]]
"""A table, and the published values of one of its rows."""


class Strict(SQLModel):
    """A record that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]


class CitationRecord(CitationFields, Strict):
    """A citation under the record it is about."""


class Cited(Strict):
    """A record that says which sources say so."""

    citations: Annotated[list[CitationRecord], Field(min_length=1)]


CURATED = "curated"
"""Context of what a person writes and can mend, and so is held to more than what an import takes from its source."""


class Child(Cited):
    """A record under another one; its id is made from the two unless it is given."""

    id: Key | None = None


def cited(table: type[SQLModel], record: Cited, **own: Any) -> Iterator[Row]:
    """Give the row of a record, and a row for each of its citations.

    Raises ValueError where a citation is about a field that the record does not have, or tells no other `value` of it.
    """
    values = record.model_dump()
    row = {name: own.get(name, values.get(name)) for name in table.model_fields}
    yield table, row
    resource = CitedResource(str(table.__tablename__))
    for citation in record.citations:
        if citation.field is not None and citation.field not in type(record).model_fields:
            raise ValueError(f"citations: a {resource} has no field {citation.field!r} to cite")
        if citation.value is not None:
            _tells_otherwise(record, citation)
        # The order of the parts is the order of the question: which record, which field, who says so, where.
        parts = (resource, row["id"], citation.field, citation.source, slug(citation.locator))
        id = ".".join(part for part in parts if part)
        yield Citation, {**citation.model_dump(), "id": id, "resource": resource, "record": row["id"]}


def _tells_otherwise(record: Cited, citation: CitationRecord) -> None:
    if citation.field is None:
        raise ValueError(f"citations: value: {citation.value!r} needs the `field` that it is a value of")
    own = getattr(record, citation.field)
    if isinstance(own, list):
        raise ValueError(f"citations: value: {citation.field} is a list; say in a `note` what the source says instead")
    if str(own) == citation.value:
        raise ValueError(f"citations: value: {citation.field} is {citation.value!r} in the record too; leave it out")
    if mark(type(record).model_fields[citation.field], Dated):
        days(str(citation.value))


def slug(text: str) -> str:
    """Write a locator or a number as a part of an id."""
    return "-".join(re.sub(r"[^a-z0-9]", lambda found: f"{ord(found[0]):x}", word) for word in tokens(text)) or "0"


ID, MOST_LETTERS = re.compile(r"[A-Za-z0-9~_+-]+(\.[A-Za-z0-9~_+-]+)*"), 300


def is_id(text: str) -> bool:
    """Tell whether a text can be an id."""
    return len(text) <= MOST_LETTERS and ID.fullmatch(text) is not None


def key_of(table: type[SQLModel], row: dict[str, Any]) -> tuple[Any, ...]:
    """Give the primary key of a row."""
    return tuple(row[column.name] for column in columns(table).primary_key)


def whole(table: type[SQLModel], row: dict[str, Any]) -> dict[str, Any]:
    """Give a row with its derived columns, as the database gives it back."""
    return {name: str(v) if isinstance(v, str) else v for name, v in derive(table, row).items()}


def links(table: sa.Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give what a complete row refers to: the field, the other table, and the id there."""
    for column, other in _references(table):
        if row[column] is not None:
            yield column.removesuffix(f"_{other}"), other, row[column]


@cache
def _references(table: sa.Table) -> list[tuple[str, str]]:
    return [(column.name, key.column.table.name) for column in table.columns for key in column.foreign_keys]


OWNERS: dict[type[SQLModel], tuple[str, ...]] = {
    Citation: ("resource", "record"),
    OrganizationPredecessor: ("organization",),
    Membership: ("organization",),
    Participation: ("treaty",),
    TreatyRelation: ("treaty",),
    TreatySubject: ("treaty",),
    Article: ("treaty",),
    ArticleSubject: ("article",),
    ForumParticipant: ("forum",),
    ForumOutcome: ("forum",),
    StatementTarget: ("statement",),
    StatementRelation: ("statement",),
}
"""Tables whose rows live and die with a record, and the columns that name it."""

CHUNK = 500
"""Keys that every database takes as the parameters of one statement."""


def chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Give keys in lists of a length that every database takes."""
    found = list(keys)
    for start in range(0, len(found), CHUNK):
        yield found[start : start + CHUNK]


def named(
    connection: sa.Connection, table: sa.Table, by: Iterable[str], keys: Iterable[tuple[Any, ...]]
) -> Iterator[sa.RowMapping]:
    """Give the rows of a table that keys name by some of its columns, those of each chunk in the order of their ids."""
    columns = [table.c[name] for name in by]
    for chunk in chunks(keys):
        found = sa.select(table).where(sa.tuple_(*columns).in_(chunk)).order_by(*table.primary_key)
        yield from connection.execute(found).mappings()
