"""The newest changes as an Atom feed (RFC 4287), for people and their readers."""

import re
from typing import Annotated, Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response

from api.caching import dataset, etag_of, header
from api.changes import Entry, Place, since
from api.query import Query
from api.routes.changes import PATHS
from models import Revision
from models.base import columns
from models.database import answering

ATOM, MEDIA_TYPE = "http://www.w3.org/2005/Atom", "application/atom+xml"
REVISIONS, RECORDS = 20, 20
"""Revisions in the feed, and records that are named of each."""

UNFIT = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0 has no place for."""

register_namespace("", ATOM)
revision = columns(Revision)
routes = APIRouter(tags=["changes"])


@routes.get(
    "/v1/changes/feed",
    operation_id="get_changes_feed",
    summary="Read the newest changes as an Atom feed",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
def get_changes_feed(request: Request, _query: Annotated[Query, InQuery()]) -> Response:
    """The newest revisions, each with who made it and why, and the first of the records that it changed."""
    path = request.scope["path"]
    with answering() as connection:
        etag = f"W/{etag_of(path, dataset(connection))}"
        headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
        if etag in header(request.scope, b"if-none-match"):
            return Response(status_code=304, headers=headers)
        newest = sa.select(revision).order_by(revision.c.number.desc()).limit(REVISIONS)
        made = [(row, _changed(connection, row.number)) for row in connection.execute(newest).all()]
    return Response(feed(made), 200, headers, MEDIA_TYPE)


def _changed(connection: sa.Connection, number: int) -> list[Entry]:
    """Give the first records that a revision changed, one more than are named."""
    found = since(connection, Place(number - 1), (), RECORDS + 1)
    return [entry for entry in found if entry.revision == number]


def feed(made: list[tuple[Any, list[Entry]]]) -> bytes:
    """Write the feed."""
    root = Element(f"{{{ATOM}}}feed")
    _say(root, "id", "urn:entente:changes")
    _say(root, "title", "Entente: changes")
    _say(root, "updated", made[0][0].committed_at.isoformat() if made else "1970-01-01T00:00:00+00:00")
    _say(root, "link", rel="self", href="/v1/changes/feed")
    for row, entries in made:
        entry = SubElement(root, f"{{{ATOM}}}entry")
        _say(entry, "id", f"urn:entente:revision:{row.number}")
        _say(entry, "title", f"Revision {row.number}: {row.reason}")
        _say(entry, "updated", row.committed_at.isoformat())
        _say(SubElement(entry, f"{{{ATOM}}}author"), "name", row.actor)
        _say(entry, "link", rel="alternate", href=f"/v1/changes?since={row.number - 1}")
        lines = [f"{e.action} {PATHS[e.resource]}/{e.record}" for e in entries[:RECORDS]]
        _say(entry, "content", "\n".join([*lines, *(["and more"] if len(entries) > RECORDS else [])]), type="text")
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _say(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}", attributes).text = UNFIT.sub("\ufffd", text) or None
