"""Whole records, and the sources that they rest on, as every format here starts from them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from api.lists import Ids
from api.resource import Resource
from api.router import item
from api.routes import RESOURCES
from api.routes.sources import sources
from api.statement import Statement
from models import Revision
from models.base import columns

BY_NAME = {resource.name: resource for resource in RESOURCES}
"""Every resource by the noun of its records."""

Fields = dict[str, Any]
"""A record as it is answered: its fields by their names."""


def plain(value: Any) -> Any:
    """Give records as JSON has them."""
    return msgspec.json.decode(msgspec.json.encode(value))


def whole(resource: Resource, id: str, connection: sa.Connection) -> Fields:
    """Read a record with everything that `include` can add to it.

    Raises Problem where there is none, which says what became of it.
    """
    asked = {"include": [*resource.all_includes]} if resource.all_includes else {}
    query = resource.item_query.model_validate(asked)
    missing = f"There is no {resource.called} with the id {id!r}."
    found: Fields = plain(item(resource, query, missing, {"id": id}, connection, 0))
    return found


class Place(NamedTuple):
    """A place in a source that says something: where, about which field, and what a reader should know."""

    locator: str
    field: str | None
    note: str | None


class Rest(NamedTuple):
    """A source that a record rests on, and the places in it."""

    source: Fields
    places: list[Place]


def rests(record: Fields, connection: sa.Connection) -> list[Rest]:
    """Give the sources of a record, in the order that it names them."""
    found: dict[str, list[Place]] = {}
    for said in _said(record):
        place = Place(said["locator"], said.get("field"), said.get("note"))
        found.setdefault(said["source"], []).append(place)
    rows = sources.rows(_named().rows(connection, {"ids": [*found]})) if found else []
    known = {source["id"]: source for source in plain(rows)}
    return [Rest(known[id], places) for id, places in found.items() if id in known]


def _said(record: Fields) -> Iterator[Fields]:
    """Give whatever a record says of its sources: its citations, the values of a conflict, or itself."""
    for part in (record.get("citations"), record.get("values"), [record]):
        yield from (said for said in part or () if "source" in said and "locator" in said)


@lru_cache(maxsize=1)
def _named() -> Statement:
    named = sa.func.among(sources.table.c.id, sa.bindparam("ids", type_=Ids()))
    return Statement(sa.select(*sources.select).select_from(sources.source).where(named))


def committed(connection: sa.Connection, revision: int) -> datetime:
    """Give the moment that a revision of the data was committed; before there is any, that from which time counts."""
    table = columns(Revision)
    moment = connection.scalar(sa.select(table.c.committed_at).where(table.c.number == revision))
    return moment or datetime.fromtimestamp(0, UTC)
