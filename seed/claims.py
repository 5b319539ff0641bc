"""What conflicts are made of: what each source says, when two of them agree, and how a conflict is written."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from models import Citation, Conflict, ConflictValue
from models.base import columns, derive
from models.dates import Days, days
from seed.rows import chunks

Claim = dict[str, Any]
"""What one source says: a row of `conflict_value` without its conflict and place."""

conflict, value_of, citation = columns(Conflict), columns(ConflictValue), columns(Citation)


class Found(NamedTuple):
    """A conflict: the columns of its row that are not absent, and what each source says."""

    row: dict[str, Any]
    claims: list[Claim]


def agree(one: str | None, other: str | None, *, dated: bool) -> bool:
    """Tell whether two values of a field can both be right; of dates, whether both can mean the same day."""
    if one is None or other is None or not dated:
        return (one or "").casefold() == (other or "").casefold()
    return meet(days(one), days(other))


def meet(one: Days, other: Days) -> bool:
    """Tell whether some day belongs to both."""
    return one.earliest <= other.latest and other.earliest <= one.latest


def claim(cited: dict[str, Any], value: str, record: str) -> Claim:
    """Give what a citation says of a record."""
    return {"value": value, "record": record, **{n: cited[n] for n in ("source", "locator", "confidence", "note")}}


def cited_by(connection: sa.Connection, resource: str, records: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Give the citations of some records, by record."""
    found: dict[str, list[dict[str, Any]]] = {record: [] for record in records}
    for some in chunks(records):
        where = (citation.c.resource == resource, citation.c.record.in_(some))
        for row in connection.execute(sa.select(citation).where(*where).order_by(citation.c.id)).mappings():
            found[row["record"]].append(dict(row))
    return found


def names(connection: sa.Connection, model: type[SQLModel], field: str, ids: Collection[str]) -> dict[str, str]:
    """Give what some records are called, by id."""
    table = columns(model)
    found: dict[str, str] = {}
    for some in chunks(ids):
        rows = connection.execute(sa.select(table.c.id, table.c[field]).where(table.c.id.in_(some)))
        found |= {row[0]: row[1] for row in rows}
    return found


def replace(connection: sa.Connection, stale: sa.ColumnElement[bool], found: Iterable[Found]) -> None:
    """Put what is found in place of the conflicts that a condition names."""
    for some in chunks(connection.scalars(sa.select(conflict.c.id).where(stale)).all()):
        connection.execute(sa.delete(value_of).where(value_of.c.conflict.in_(some)))
        connection.execute(sa.delete(conflict).where(conflict.c.id.in_(some)))
    for some in chunks(found):
        rows = [derive(Conflict, dict.fromkeys(Conflict.model_fields) | each.row) for each in some]
        connection.execute(sa.insert(conflict), rows)
        connection.execute(sa.insert(value_of), [claim for each in some for claim in _placed(each)])


def _placed(found: Found) -> Iterator[dict[str, Any]]:
    for place, claim in enumerate(found.claims, start=1):
        yield {"record": None, "note": None, **claim, "conflict": found.row["id"], "place": place}
