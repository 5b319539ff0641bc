"""What there is to cite of a record: the record itself, and each source that it rests on, with the places in it."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from api.resource import Resource
from api.routes.sources import sources
from api.standards.addresses import path_of
from api.standards.reading import Fields, Place, committed, rests
from models.settings import settings

NAMED = {
    "treaty": ("title",),
    "article": ("treaty_title", "number", "heading"),
    "forum": ("name",),
    "statement": ("speaker", "topic"),
    "trade_metric": ("indicator_name", "reporter_name", "partner_name", "flow", "product", "period"),
    "organization": ("name",),
    "membership": ("organization_name", "country_name", "status"),
    "participation": ("treaty_title", "party_name", "action"),
    "country": ("name",),
    "indicator": ("name",),
    "product": ("id", "name"),
    "source": ("title",),
    "citation": ("source_title", "record", "field", "locator"),
    "conflict": ("fact",),
}
"""The fields that a record is known by, the widest first."""


class Work(NamedTuple):
    """One thing to cite: `kind` is that of a source, `record` for a record here; dates are EDTF."""

    key: str
    kind: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    issued: str | None = None
    url: str | None = None
    language: str | None = None
    number: str | None = None
    note: str | None = None


def works(resource: Resource, record: Fields, connection: sa.Connection, revision: int) -> list[Work]:
    """Give what there is to cite: first the record, as it is in this revision of the data, then its sources.

    A source is what it is: nobody cites what is said here of it.
    """
    if resource is sources:
        return [_source(record, [])]
    path = path_of(resource.path, record["id"])
    own = Work(
        key=f"entente.{resource.path}.{record['id']}",
        kind="record",
        title=title_of(resource, record),
        authors=("Entente",),
        publisher="Entente",
        issued=f"{committed(connection, revision):%Y-%m-%d}",
        url=settings().public_url + path if settings().public_url else None,
        language="en",
        number=path,
        note=f"Revision {revision} of the data",
    )
    return [own, *(_source(rest.source, rest.places) for rest in rests(record, connection))]


def title_of(resource: Resource, record: Fields) -> str:
    """Give the words that a record is known by."""
    found = (record.get(name) for name in NAMED.get(resource.name, ("id",)))
    return ", ".join(str(part) for part in found if part)


def _source(source: Fields, places: list[Place]) -> Work:
    told: dict[str, Any] = {name: source[name] for name in ("kind", "title", "publisher", "url", "language")}
    told["authors"] = tuple(name.strip() for name in (source["author"] or "").split(";") if name.strip())
    return Work(key=f"sources.{source['id']}", issued=source["published"], note=_note(places), **told)


def _note(places: list[Place]) -> str | None:
    """Give the places in a source, each with the field that it bears on."""
    said = dict.fromkeys(f"{place.locator} ({place.field})" if place.field else place.locator for place in places)
    return "; ".join(said) or None
