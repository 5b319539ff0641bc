"""Search: what full text finds over several kinds of record, the best first."""

from functools import lru_cache
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.fulltext import IN_ALL, IN_TITLE, NOT_IN_TITLE, completed, highlight, matching
from api.operators import Word, many
from api.pagination import Key, damaged, decode, digest, encode
from api.query import PageQuery
from api.route import DataRoute
from api.router import Links, Meta, PageInfo, enveloped
from api.routes import RESOURCES
from api.serving import respond
from api.statement import MOST, Statement
from models import Document
from models.base import columns
from models.document import Searchable
from models.text import tokens

document = columns(Document)
PATHS = {resource.table.name: resource.path for resource in RESOURCES}
TIERS = (IN_TITLE, NOT_IN_TITLE)
PLACE = (Key(sa.literal(0), False, nullable=False), Key(document.c.number, False, nullable=False))
"""Where a hit stands: its tier, then the number of its document, which is in the order of length."""

routes = APIRouter(prefix="/v1/search", tags=["search"], route_class=DataRoute)


class SearchQuery(PageQuery):
    """What to look for."""

    q: Annotated[
        Word,
        Field(
            description="Words that a record must all have; the last may be the beginning of one.", examples=["customs"]
        ),
    ]
    kind: Annotated[many(Searchable), Field(description="Kinds of record to search; else all of them.")] = None  # type: ignore[valid-type]


class Hit(BaseModel):
    """A record that has the words."""

    kind: Searchable = Field(description="What it is.")
    id: str = Field(description="Its id.")
    path: str = Field(description="Where it is, with its sources under `include=citations`.")
    title: str | None = Field(description="Its title or names; null where it has none.")
    title_marked: str | None = Field(description="The same as HTML, with the words in `<mark>`.")
    snippet: str | None = Field(description="Where its text has the words, as HTML with `<mark>`; null without a text.")


class Hits(BaseModel):
    """Hits, the best first."""

    data: list[Hit] = Field(description="The hits of this page.")
    page: PageInfo
    links: Links
    meta: Meta


@lru_cache(maxsize=100)
def searching(way: int, kinds: tuple[str, ...]) -> Statement:
    """Write the SQL of the hits that match in one way, after a place."""
    hit = matching(way, kinds, "words", sa.bindparam("after", type_=sa.BigInteger()), MOST)
    return Statement(sa.select(*(document.c[n] for n in COLUMNS)).where(hit).order_by(document.c.number))


COLUMNS = ("resource", "record", "title", "body", "number")


@lru_cache(maxsize=100)
def counting(kinds: tuple[str, ...]) -> Statement:
    """Write the SQL of the number of hits."""
    return Statement(sa.select(sa.func.count()).select_from(document).where(matching(IN_ALL, kinds, "words")))


@routes.get("", operation_id="search", summary="Search", response_model=Hits)
def search(request: Request, query: Annotated[SearchQuery, InQuery()]) -> Response:
    """Full text over treaties, articles, forums, statements and organizations, without case and accents.

    Records with all the words in their title or names come first; among equals the shorter text does, being more about
    them. The same words in `q=` of one resource find the same records there, to be filtered and sorted as any.
    """
    return respond(request, query, lambda connection, revision: found(query, connection, revision))


def found(query: SearchQuery, connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Find one page: one query for each of the two tiers, one for the total, and one for the last word."""
    words, kinds = tokens(query.q), tuple(query.given.get("kind", map(str, Searchable)))
    fingerprint = digest("search", repr((words, kinds)))
    tier, after = decode(query.cursor, fingerprint, PLACE) if query.cursor else (0, -1)
    if tier not in range(len(TIERS)):
        raise damaged()
    hits: list[tuple[int, Any]] = []
    asked = completed(words, connection)
    while words and tier < len(TIERS) and len(hits) <= query.limit:
        # Who has seen all of the first tier need not ask for the others alone, which costs more.
        seen_all = tier == 1 and query.cursor is None
        way, most = (IN_ALL, query.limit + 1) if seen_all else (TIERS[tier], query.limit + 1 - len(hits))
        rows = searching(way, kinds).rows(connection, {"words": asked, "after": after, "most": most})
        seen = {row[-1] for _, row in hits}
        hits += [(tier, row) for row in rows if row[-1] not in seen]
        tier, after = tier + 1, -1
    more = len(hits) > query.limit
    page = hits[: query.limit]
    cursor = encode(fingerprint, [page[-1][0], page[-1][1][-1]]) if more else None
    total = counting(kinds).rows(connection, {"words": asked})[0][0] if words and query.total else 0
    return enveloped(query, "/v1/search", [hit(row, words) for _, row in page], cursor, total, revision)


def hit(row: tuple[Any, ...], words: list[str]) -> dict[str, Any]:
    """Give a document as a hit."""
    kind, id, title, body, _ = row
    return {
        "kind": kind,
        "id": id,
        "path": f"/v1/{PATHS[kind]}/{id}",
        "title": title or None,
        "title_marked": highlight(title, words, whole=True) or None,
        "snippet": highlight(body, words) or None,
    }
