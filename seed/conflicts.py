"""Finds where sources disagree, and keeps it beside the data: see `models/conflict.py`.

About one field of a record here, between records in `disputes.py`, between observations in `differences.py`.
What is only less precise is no conflict: `1991` and `1991-12-21` may both be right, `1991` and `1993` may not.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from models import Citation, Country, TradeMetric
from models.base import columns, mark, tables
from models.conflict import ConflictKind
from models.dates import Dated
from models.source import CitedResource
from seed import differences, disputes
from seed.claims import Claim, Found, agree, cited_by, claim, conflict, names, replace
from seed.rows import chunks

Rows = Sequence[dict[str, Any]]


def refresh(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Find anew the conflicts that rows of a table, which are new, changed (as they were, too) or gone, can be part of.

    Of observations only their `reporter` counts, so a bulk import gives one row `{"reporter": id}` for each; sums of
    trade metrics must be up to date before. Of other tables whole rows are wanted.
    """
    if table is columns(TradeMetric):
        differences.refresh(connection, {row["reporter"] for row in rows})
    elif table is columns(Citation):
        for resource in {str(row["resource"]) for row in rows}:
            ids = {row["record"] for row in rows if row["resource"] == resource}
            _fields_of(connection, resource, ids)
            disputes.refresh(connection, columns(tables()[resource]), _rows(connection, resource, ids))
    else:
        if table.name in list(CitedResource):
            _fields_of(connection, table.name, {row["id"] for row in rows})
        disputes.refresh(connection, table, rows)


def rebuild(connection: sa.Connection) -> None:
    """Find all conflicts, as after a migration that brings their tables."""
    citation = columns(Citation)
    for name in map(str, CitedResource):
        otherwise = sa.select(citation.c.record).where(citation.c.resource == name, citation.c.value.is_not(None))
        _fields_of(connection, name, set(connection.scalars(otherwise)))
    for name in (*(str(dispute.table.name) for dispute in disputes.DISPUTES), "statement_relation"):
        disputes.refresh(connection, columns(tables()[name]), _rows(connection, name))
    reporter = columns(TradeMetric).c.reporter
    differences.refresh(connection, set(connection.scalars(sa.select(reporter).distinct())))


def _rows(connection: sa.Connection, resource: str, ids: Collection[str] | None = None) -> list[dict[str, Any]]:
    table = columns(tables()[resource])
    if ids is None:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]
    found = (connection.execute(sa.select(table).where(table.c.id.in_(some))).mappings() for some in chunks(ids))
    return [dict(row) for some in found for row in some]


def _fields_of(connection: sa.Connection, resource: str, ids: Collection[str]) -> None:
    """Find where a citation tells another value of a field."""
    cited = cited_by(connection, resource, ids)
    otherwise = {id for id, citations in cited.items() if any(c["value"] is not None for c in citations)}
    rows = _rows(connection, resource, otherwise)
    countries = names(connection, Country, "name", {row["country"] for row in rows if row.get("country")})
    found = [conflict for row in rows for conflict in _differing(resource, row, cited[row["id"]], countries)]
    for some in chunks(ids):
        stale = (conflict.c.field.is_not(None), conflict.c.resource == resource)
        replace(connection, sa.and_(*stale, conflict.c.record.in_(some)), [f for f in found if f.row["record"] in some])


FACTS = {
    "signed": "Day of signature",
    "in_force": "Entry into force",
    "terminated": "End",
    "founded": "Founding",
    "dissolved": "Dissolution",
}
"""What fields are called, where their name alone is no noun."""


def kind_of(resource: str) -> ConflictKind:
    """Give the kind of a conflict about a field: memberships and acts have kinds of their own."""
    own = (ConflictKind.MEMBERSHIP, ConflictKind.PARTICIPATION)
    return next((kind for kind in own if kind == resource), ConflictKind.FIELD)


def _differing(resource: str, row: Any, citations: list[Any], countries: dict[str, str]) -> Iterator[Found]:
    elsewhere = disputes.FIELDS.get(resource, ())
    told = {c["field"] for c in citations if c["value"] is not None and c["field"] in row}
    for field in sorted(told - {*elsewhere}):
        others = [c for c in citations if c["field"] == field and c["value"] is not None]
        own = None if row[field] is None else str(row[field])
        dated = mark(tables()[resource].model_fields[field], Dated) is not None
        if all(agree(a, b, dated=dated) for a, b in combinations([own, *(c["value"] for c in others)], 2)):
            continue
        made = {"id": f"{resource}.{row['id']}.{field}", "kind": kind_of(resource).value, "resource": resource}
        fact = f"{FACTS.get(field, field.replace('_', ' ').capitalize())} of {_called(resource, row, countries)}"
        about = {"record": row["id"], "field": field, **_about(resource, row)}
        claims = [*_backing(row, field, own, citations), *(claim(c, c["value"], row["id"]) for c in others)]
        yield Found({**made, "fact": fact[:500], **about}, claims)


def _backing(row: Any, field: str, own: str | None, citations: list[Any]) -> list[Claim]:
    """Give who says what the record says: who is cited for the field, or else for the whole record."""
    other = {c["source"] for c in citations if c["field"] == field and c["value"] is not None}
    plain = [c for c in citations if c["value"] is None and c["source"] not in other]
    backing = [c for c in plain if c["field"] == field]
    if own is not None and not backing:
        backing = [c for c in plain if c["field"] is None]
    return [claim(c, own or "none", row["id"]) for c in backing]


def _about(resource: str, row: Any) -> dict[str, Any]:
    """Give what a record belongs to, or is."""
    about = {name: row[name] for name in ("organization", "treaty", "country") if row.get(name)}
    return about | ({resource: row["id"]} if resource in ("organization", "treaty", "country") else {})


def _called(resource: str, row: Any, countries: dict[str, str]) -> str:
    name = next((row[field] for field in ("title", "name", "gist") if row.get(field)), None)
    return name or f"the {resource.replace('_', ' ')} {row['id']} {countries.get(row.get('country', ''), '')}".strip()
