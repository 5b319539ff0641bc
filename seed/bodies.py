"""Records as one reads them back from the database in the form that they are written in: see `seed/alone.py`.

This is the inverse of a record's `rows`. What is absent is left out, so that a field of tomorrow changes no record of
yesterday.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from models import (
    ArticleSubject,
    Citation,
    ForumOutcome,
    ForumParticipant,
    OrganizationPredecessor,
    StatementRelation,
    StatementTarget,
    TreatyRelation,
    TreatySubject,
    metadata,
)
from models.base import Recorded, columns, tables
from models.forum import ForumParticipantFields
from models.source import CitationFields, CitedResource
from models.statement import StatementRelationFields, TargetRole
from models.treaty import TreatyRelationFields
from seed.rows import OWNERS, named

Ids = Collection[str]


class Part(NamedTuple):
    """Rows of another table that are a field of a record: the values of one column, or objects of several."""

    table: type[SQLModel]
    columns: str | Mapping[str, str]
    where: Mapping[str, str] = {}

    @property
    def owner(self) -> str:
        """The column that names the record."""
        return OWNERS[self.table][0]

    def value(self, row: Mapping[str, Any] | sa.RowMapping) -> Any:
        """Give what a row is in the field."""
        if isinstance(self.columns, str):
            return row[self.columns]
        return {name: row[column] for name, column in self.columns.items()}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_target = {"kind": "kind", "id": "target"}

PARTS: dict[str, dict[str, Part]] = {
    "treaty": {
        "subjects": Part(TreatySubject, "subject"),
        "relations": Part(TreatyRelation, _same("id", *TreatyRelationFields.model_fields)),
    },
    "article": {"subjects": Part(ArticleSubject, "subject")},
    "organization": {"predecessors": Part(OrganizationPredecessor, "predecessor")},
    "forum": {
        "participants": Part(ForumParticipant, _same(*ForumParticipantFields.model_fields)),
        "outcomes": Part(ForumOutcome, "treaty"),
    },
    "statement": {
        "about": Part(StatementTarget, _target, {"role": TargetRole.ABOUT}),
        "against": Part(StatementTarget, _target, {"role": TargetRole.AGAINST}),
        "relations": Part(StatementRelation, _same(*StatementRelationFields.model_fields)),
    },
}
"""What a record has beside the columns of its table and its citations, by table."""

RECORDS = {name: model for name, model in tables().items() if issubclass(model, Recorded)}
"""The tables whose rows are records."""

OWNED: dict[str, dict[type[SQLModel], tuple[str, ...]]] = {
    name: {part.table: OWNERS[part.table] for part in PARTS.get(name, {}).values()} | {Citation: OWNERS[Citation]}
    for name in RECORDS
}
"""Tables whose rows are a part of a record, and go with it, by the record's table."""


class Body(NamedTuple):
    """A record, and the revision that it is of."""

    revision: int
    record: dict[str, Any]


def bodies(connection: sa.Connection, resource: str, ids: Ids) -> dict[str, Body]:
    """Read some records of a table; those that are not there are left out."""
    found: dict[str, Body] = {}
    names = [name for name in RECORDS[resource].model_fields if name != "revision"]
    for row in named(connection, metadata.tables[resource], ("id",), [(id,) for id in ids]):
        found[row["id"]] = Body(row["revision"], {name: row[name] for name in names})
    for field, part in PARTS.get(resource, {}).items():
        _add(connection, field, part, {id: body.record for id, body in found.items()})
    _cite(connection, resource, {id: body.record for id, body in found.items()})
    return {id: Body(body.revision, _present(body.record)) for id, body in found.items()}


def _add(connection: sa.Connection, field: str, part: Part, records: dict[str, dict[str, Any]]) -> None:
    items: dict[str, dict[str, Any]] = {}
    for record in records.values():
        record[field] = []
    table = columns(part.table)
    for row in named(connection, table, (part.owner,), [(id,) for id in records]):
        if all(row[name] == value for name, value in part.where.items()):
            records[row[part.owner]][field].append(value := part.value(row))
            items[row.get("id", "")] = value
    _cite(connection, str(table.name), items)


def _cite(connection: sa.Connection, resource: str, records: dict[str, dict[str, Any]]) -> None:
    """Add their citations to records of a kind that has some."""
    if resource not in list(CitedResource):
        return
    for record in records.values():
        record["citations"] = []
    keys = [(resource, id) for id in records]
    for row in named(connection, columns(Citation), OWNERS[Citation], keys):
        records[row["record"]]["citations"].append({name: row[name] for name in CitationFields.model_fields})


def _present(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _present(inner) for name, inner in value.items() if inner is not None}
    return [_present(inner) for inner in value] if isinstance(value, list) else value
