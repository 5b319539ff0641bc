"""What the overviews share: the timeline, the graph, the country page and the pair page."""

from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, Field

from api.operators import many
from api.record import citation
from api.resource import Resource
from api.validity import NOT_YET

TAG = "overview"

INCLUDE: Any = (
    many(Literal["citations"]),
    Field(default=None, description="What to add. `citations`: which sources say so, and where."),
)
"""The parameter that adds citations."""


class Cited(BaseModel):
    """Something that a record says."""

    citations: list[citation.read] = Field(  # type: ignore[name-defined]
        default_factory=list, description="With `include=citations`: which sources say so of the record, and where."
    )


def citations_of(records: Iterable[tuple[str, str]], connection: sa.Connection) -> dict[tuple[str, str], list[Any]]:
    """Read the citations of some records, each named by its resource and its id, in one query."""
    table = citation.table
    found: dict[tuple[str, str], list[Any]] = {record: [] for record in sorted(set(records))}
    ids: dict[str, list[str]] = {}
    for resource, id in found:
        ids.setdefault(resource, []).append(id)
    about = (sa.and_(table.c.resource == resource, table.c.record.in_(some)) for resource, some in ids.items())
    statement = sa.select(*citation.select).select_from(citation.source).where(sa.or_(sa.false(), *about))
    for one in citation.rows(connection.execute(statement.order_by(table.c.id)).all()):
        found[one.resource, one.record].append(one)
    return found


def add_citations(parts: list[dict[str, Any]], connection: sa.Connection) -> None:
    """Add to parts of an answer, which name their `resource` and `record`, the citations, in one query."""
    found = citations_of(((part["resource"], part["record"]) for part in parts), connection)
    for part in parts:
        part["citations"] = found[part["resource"], part["record"]]


def counted(selects: Iterable[sa.Select[Any]], connection: sa.Connection) -> int:
    """Count the rows of some selects together, in one query."""
    counts = (select.with_only_columns(sa.func.count(), maintain_column_froms=True) for select in selects)
    return sum(connection.scalars(sa.union_all(*counts)))


def condition(resource: Resource, name: str, value: Any) -> sa.ColumnElement[bool]:
    """Give the condition that a parameter of a resource sets."""
    filter = resource.parameters[name]
    return filter.clause(filter.prepare(value) if filter.prepare else value)


def referred(column: sa.Column[Any]) -> sa.Table:
    """Give the table whose ids a column holds: the one that its foreign key leads to, or else its own."""
    return next((key.column.table for key in column.foreign_keys), column.table)


def expected(status: sa.Column[Any] | None) -> sa.ColumnElement[bool]:
    """Tell whether a status says that something is only expected."""
    return sa.false() if status is None else sa.case((status.in_(NOT_YET), sa.true()), else_=sa.false())
