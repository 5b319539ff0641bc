"""Finds what cannot all hold between records: spans of membership, dates of acts, and what speakers say."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, groupby
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import Country, Membership, Organization, Participation, Statement, StatementRelation, Treaty
from models.base import columns, derive, tables
from models.conflict import ConflictKind
from models.dates import EARLIEST, LATEST, Days
from models.statement import StatementRelationKind
from seed.claims import Found, agree, cited_by, claim, conflict, meet, names, replace, value_of
from seed.rows import chunks

Row = dict[str, Any]


class Dispute(NamedTuple):
    """How records of one table can contradict each other.

    Records with the same values in `by` are about one fact, which `fact` puts in words; of those, two clash where
    `clash` says so. `value` is what a record says, by its `fields`. `about` gives columns of the conflict.
    """

    kind: ConflictKind
    table: sa.Table
    by: tuple[str, ...]
    fact: str
    fields: tuple[str, ...]
    clash: Callable[[Row, Row], bool]
    value: Callable[[Row], str]
    about: Callable[[Row], Row]


def refresh(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Find anew the conflicts between records that some rows of a table can be part of."""
    for dispute in (each for each in DISPUTES if each.table is table):
        for keys in chunks({tuple(row[name] for name in dispute.by) for row in rows}):
            _between(connection, dispute, keys)
    if table in (columns(StatementRelation), columns(Statement)):
        column = "id" if table is columns(Statement) else "statement"
        for ids in chunks({row[column] for row in rows}):
            _statements(connection, ids)


def _between(connection: sa.Connection, dispute: Dispute, keys: list[Any]) -> None:
    groups = list(_groups(connection, dispute, keys))
    cited = cited_by(connection, str(dispute.table.name), [row["id"] for rows in groups for row in rows])
    versions = ([v for row in rows for v in _versions(dispute, row, cited[row["id"]])] for rows in groups)
    apart = [clashing for some in versions if (clashing := _clashing(dispute, some))]
    called = _called(connection, [some[0].record for some in apart])
    found = []
    for some in apart:
        key = {name: some[0].record[name] for name in dispute.by}
        fact = dispute.fact.format(**{name: called.get(part, part.replace("_", " ")) for name, part in key.items()})
        row = {"id": ".".join((dispute.table.name, *key.values())), "fact": fact[:500]}
        row |= {"kind": dispute.kind.value, "resource": dispute.table.name, **dispute.about(some[0].record)}
        claims = [claim(c, dispute.value(v.record), v.record["id"]) for v in some for c in v.citations]
        found.append(Found(row, claims))
    ids = [".".join((dispute.table.name, *key)) for key in keys]
    replace(connection, conflict.c.id.in_(ids), found)


class Version(NamedTuple):
    """A record as some citations have it."""

    record: Row
    citations: list[Row]


def _versions(dispute: Dispute, record: Row, citations: list[Row]) -> Iterator[Version]:
    """Give a record as it is, and as each citation has it that says another value of one of the fields."""
    model = tables()[str(dispute.table.name)]
    plain = [c for c in citations if c["value"] is None and c["field"] in (None, *dispute.fields[:1])]
    yield Version(record, plain)
    for cited in citations:
        if cited["value"] is not None and cited["field"] in dispute.fields:
            yield Version(derive(model, record | {cited["field"]: cited["value"]}), [cited])


def _groups(connection: sa.Connection, dispute: Dispute, keys: list[Any]) -> Iterator[list[Row]]:
    by = [dispute.table.c[name] for name in dispute.by]
    rows = connection.execute(
        sa.select(dispute.table).where(sa.tuple_(*by).in_(keys)).order_by(*by, dispute.table.c.id)
    ).mappings()
    for _, some in groupby(map(dict, rows), lambda row: tuple(row[name] for name in dispute.by)):
        yield list(some)


def _clashing(dispute: Dispute, versions: list[Version]) -> list[Version]:
    pairs = [pair for pair in combinations(versions, 2) if _apart(dispute, pair[0].record, pair[1].record)]
    return [version for version in versions if any(version is one for pair in pairs for one in pair)]


def _apart(dispute: Dispute, one: Row, other: Row) -> bool:
    """Tell whether two versions cannot both be right: of one record, where they differ; of two, where they clash."""
    if one["id"] != other["id"]:
        return dispute.clash(one, other)
    return not all(agree(one[name], other[name], dated=f"{name}_earliest" in one) for name in dispute.fields)


def _called(connection: sa.Connection, rows: list[Row]) -> dict[str, str]:
    """Give what the treaties, organizations and countries in some records are called, by id."""
    of = {name: {row[name] for row in rows if name in row} for name in ("treaty", "organization", "country", "party")}
    return {
        **names(connection, Treaty, "title", of["treaty"]),
        **names(connection, Organization, "name", of["organization"] | of["party"]),
        **names(connection, Country, "name", of["country"] | of["party"]),
    }


def _days(row: Row, name: str, absent: Days) -> Days:
    return Days(row[f"{name}_earliest"], row[f"{name}_latest"]) if row[name] else absent


def _cannot_both_hold(one: Row, other: Row) -> bool:
    """Tell whether two spans of one country in one organization leave no way for both to be right.

    Spans of one status that can be one and the same have to begin and end alike; those of two must not share days that
    both certainly cover. A span may begin on the day on which another one ends.
    """
    starts = [_days(row, "start", Days(EARLIEST, LATEST)) for row in (one, other)]
    ends = [_days(row, "end", Days(LATEST, LATEST)) for row in (one, other)]
    if one["status"] == other["status"]:
        possible = [Days(s.earliest, e.latest) for s, e in zip(starts, ends, strict=True)]
        return _share_days(*possible) and not (meet(*starts) and meet(*ends))
    # Whatever is not known of its end, it holds on the latest day on which it can have begun.
    return _share_days(*(Days(s.latest, max(s.latest, e.earliest)) for s, e in zip(starts, ends, strict=True)))


def _share_days(one: Days, other: Days) -> bool:
    if one.earliest == one.latest or other.earliest == other.latest:
        day, span = (one, other) if one.earliest == one.latest else (other, one)
        return span.earliest < day.earliest < span.latest
    return max(one.earliest, other.earliest) < min(one.latest, other.latest)


def _span(row: Row) -> str:
    words = [
        row["status"].replace("_", " "),
        *(f"{n} {row[c]}" for n, c in (("from", "start"), ("to", "end")) if row[c]),
    ]
    return " ".join(words)


def _other_day(one: Row, other: Row) -> bool:
    always = Days(EARLIEST, LATEST)
    return not meet(_days(one, "date", always), _days(other, "date", always))


def _party(row: Row) -> Row:
    return {"treaty": row["treaty"], "country" if row["party"].isupper() else "organization": row["party"]}


DISPUTES = (
    Dispute(
        *(ConflictKind.MEMBERSHIP, columns(Membership), ("organization", "country")),
        *("{country} in: {organization}", ("start", "end", "status")),
        *(_cannot_both_hold, _span),
        lambda row: {name: row[name] for name in ("organization", "country")},
    ),
    Dispute(
        *(ConflictKind.PARTICIPATION, columns(Participation), ("treaty", "party", "action")),
        *("{party}, {action}: {treaty}", ("date",)),
        *(_other_day, lambda row: row["date"] or "an unknown day"),
        _party,
    ),
)


FIELDS = {str(dispute.table.name): dispute.fields for dispute in DISPUTES}
"""Fields about which a record and its citations are told apart here, by table."""


def _statements(connection: sa.Connection, ids: list[str]) -> None:
    """Find the pairs of statements that contradict each other, one conflict for each pair."""
    related, statement = columns(StatementRelation), columns(Statement)
    contradicts = related.c.relation == StatementRelationKind.CONTRADICTS.value
    ends = sa.or_(related.c.statement.in_(ids), related.c.related_statement.in_(ids))
    both = sa.select(related.c.statement, related.c.related_statement).where(contradicts, ends)
    pairs = sorted({tuple(sorted(pair)) for pair in connection.execute(both)})
    wanted = {id for pair in pairs for id in pair}
    rows = connection.execute(sa.select(statement).where(statement.c.id.in_(wanted))).mappings()
    said = {row["id"]: dict(row) for row in rows}
    cited = cited_by(connection, "statement", wanted)
    found = []
    for pair in pairs:
        fact = f"{said[pair[0]]['topic']}: {said[pair[0]]['speaker']} and {said[pair[1]]['speaker']}"
        row = {"id": ".".join(("statement", *pair)), "kind": ConflictKind.STATEMENT.value, "resource": "statement"}
        claims = [claim(c, said[id]["gist"], id) for id in pair for c in cited[id]]
        found.append(Found(row | {"fact": fact[:500], "record": None}, claims))
    touched = conflict.c.id.in_(sa.select(value_of.c.conflict).where(value_of.c.record.in_(ids)))
    replace(connection, sa.and_(conflict.c.kind == ConflictKind.STATEMENT.value, touched), found)
