"""The timeline: dated events of all kinds in one order, each with the record that it comes from."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.languages import LANG, MISSING, Language, language_of, spoken, told, untranslated
from api.operators import DATE, Day, many
from api.pagination import Key, decode, digest, encode, position
from api.query import PageQuery
from api.read import asked_for
from api.record import owner
from api.route import DataRoute
from api.router import Links, Meta, PageInfo
from api.routes.events import EVENTS, TIES, EventKind, Events
from api.routes.overview import INCLUDE, TAG, Cited, add_citations, condition, counted, expected, referred
from api.serving import respond
from models.base import CountryId, Slug

DATES = {f"date{suffix}": DATE.operators[suffix] for suffix in ("", "__gte", "__lte", "__gt", "__lt")}
"""Parameters of the date; every event has one."""

TIED = {"country": "countries", "organization": "organizations"}
"""What an event is tied to: the parameter that asks for it, and the field that lists it."""

routes = APIRouter(prefix="/v1", tags=[TAG], route_class=DataRoute)


def _any_of(one: Any, words: str) -> Any:
    return many(one), Field(default=None, description=f"{words} is any of these.")


FIELDS: dict[str, Any] = {
    "sort": (
        Literal["date", "-date"],
        Field(default="date", description="By earliest day; `-date` for the last first."),
    ),
    "include": INCLUDE,
    "lang": LANG,
    "kind": _any_of(EventKind, "`kind`"),
    "country": _any_of(CountryId, "A country of the event"),
    "organization": _any_of(Slug, "An organization of the event"),
    "source": _any_of(Slug, "A source that the record cites"),
} | {
    name: (operator.takes(Day), Field(default=None, description=f"`date` {operator.words}"))
    for name, operator in DATES.items()
}
query_model = create_model("timeline_list", __base__=PageQuery, **FIELDS)


class Event(Cited):
    """One dated event."""

    untranslated: list[str] = asked_for(MISSING)
    id: str = Field(description="Stable id: the resource, the record, and the field that holds the date.")
    date: str = Field(description="The date in EDTF, as precise as its source.")
    kind: EventKind = Field(description="What happened.")
    title: str = Field(description="What it happened to: a title or a name; what was said, as `speaker: topic`.")
    detail: str | None = Field(
        description="One word more: a kind, a series of forums, a stance, a membership's status."
    )
    expected: bool = Field(description="Whether it is only expected: a treaty in negotiation, a planned organization.")
    resource: str = Field(description="The kind of record it comes from, as citations name it.")
    record: str = Field(description="Id of that record.")
    countries: list[str] = Field(description="Ids of the countries that take part, or that it is about.")
    organizations: list[str] = Field(description="Ids of the organizations that take part, or that it is about.")


class EventPage(BaseModel):
    """A page of the timeline."""

    data: list[Event] = Field(description="The events of this page.")
    page: PageInfo
    links: Links
    meta: Meta


def _record(column: sa.Column[Any], table: sa.Table) -> sa.Column[Any]:
    """Give the column of record ids beside a tie."""
    return table.c.id if column.table is table else owner(column.table, table)


def _tied(table: sa.Table, to: str, ids: list[str]) -> sa.ColumnElement[bool]:
    """Tell whether a record is tied to one of some countries or organizations."""
    ties = (column for column in TIES[table] if referred(column).name == to)
    records = (sa.select(_record(column, table)).where(column.in_(ids)).correlate(None) for column in ties)
    return sa.or_(sa.false(), *(table.c.id.in_(some) for some in records))


def _conditions(events: Events, kind: sa.ColumnElement[str], query: PageQuery) -> Iterator[sa.ColumnElement[bool]]:
    table, given = events.of.table, query.given
    span = DATE.column(table, events.date)
    yield from (span.earliest.is_not(None), events.where)
    for name, operator in DATES.items():
        if name in given and operator.prepare:
            yield operator.clause(span, operator.prepare(given[name]))
    for name in TIED:
        if name in given:
            yield _tied(table, name, given[name])
    if "kind" in given:
        yield kind.in_(given["kind"])
    if "source" in given:
        yield condition(events.of, "source", given["source"])


def select(events: Events, query: PageQuery) -> sa.Select[Any]:
    """Give the events of one sort that a query asks for, in no order."""
    table, resource = events.of.table, sa.literal(events.of.name)
    source: sa.FromClause = table
    for other in events.beside:
        source = source.join(other, owner(table, other) == other.c.id)
    language = language_of(query)
    missing = [untranslated({"title": events.title}, language)] if language != Language.EN else []
    kind = sa.type_coerce(str(events.kind) if isinstance(events.kind, EventKind) else events.kind, sa.String())
    return (
        sa.select(
            (resource + "." + table.c.id + f".{events.date}").label("id"),
            table.c[events.date].label("date"),
            kind.label("kind"),
            spoken(events.title, language).label("title"),
            events.detail.label("detail"),
            expected(events.status).label("expected"),
            resource.label("resource"),
            table.c.id.label("record"),
            DATE.sort(table, events.date).label("earliest"),
            *missing,
        )
        .select_from(source)
        .where(*_conditions(events, kind, query))
    )


def _keys(rows: sa.Select[Any], query: PageQuery) -> list[Key]:
    by, last_first = rows.selected_columns, query.given.get("sort") == "-date"
    return [Key(by["earliest"], last_first, nullable=False), Key(by["id"], descending=False, nullable=False)]


def _first(rows: sa.Select[Any], query: PageQuery, after: Sequence[Any] = ()) -> sa.Select[Any]:
    """Give the first rows after a place, one more than a page takes."""
    keys = _keys(rows, query)
    later = rows.where(position(keys, [False] * len(keys), after)) if after else rows
    return later.order_by(*(key.order for key in keys)).limit(query.limit + 1)


def add_ties(events: list[dict[str, Any]], connection: sa.Connection) -> None:
    """Add the countries and organizations of some events, in one query."""
    ids: dict[str, list[str]] = {table.name: [] for table in TIES}
    for event in events:
        ids[event["resource"]].append(event["record"])
    tied: dict[tuple[str, ...], list[str]] = {}
    ties = ((table, column, _record(column, table)) for table, columns in TIES.items() for column in columns)
    rows = (
        sa.select(sa.literal(table.name), record, sa.literal(referred(column).name), column.label("id")).where(
            record.in_(ids[table.name]), column.is_not(None)
        )
        for table, column, record in ties
    )
    for *key, id in connection.execute(sa.union(*rows).order_by("id")):
        tied.setdefault(tuple(key), []).append(id)
    for event in events:
        for name, plural in TIED.items():
            event[plural] = tied.get((event["resource"], event["record"], name), [])


def timeline(query: PageQuery, path: str, connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Read one page: a query each for the events, their ties, their total, and their citations if asked for.

    The events are one UNION ALL, each part with the order and the limit of the page, so that it can follow an index.
    """
    selects = [select(events, query) for events in EVENTS]
    bound = [pair for pair in query.given.items() if pair[0] not in ("limit", "cursor", "total", "include")]
    fingerprint = digest(path, repr(bound))
    after = decode(query.cursor, fingerprint, _keys(selects[0], query)) if query.cursor is not None else ()
    firsts = (sa.select(_first(rows, query, after).subquery()) for rows in selects)
    found = connection.execute(_first(sa.select(sa.union_all(*firsts).subquery()), query))
    data = [told(dict(row)) for row in found.mappings()]
    places = [(event.pop("earliest"), event["id"]) for event in data]
    del data[query.limit :]
    add_ties(data, connection)
    if query.given.get("include"):
        add_citations(data, connection)
    cursor = encode(fingerprint, places[query.limit - 1]) if len(places) > query.limit else None
    total = counted(selects, connection) if query.total else None
    return {
        "data": data,
        "page": {"limit": query.limit, "next_cursor": cursor, "has_more": cursor is not None, "total": total},
        "links": {"self": query.canonical(path), "next": query.following(path, cursor) if cursor else None},
        "meta": {"revision": revision},
    }


@routes.get("/timeline", operation_id="list_timeline", summary="List dated events", response_model=EventPage)
def list_timeline(request: Request, query: Annotated[query_model, InQuery()]) -> Response:
    """Dated events of all kinds in order: treaties and the acts of their parties, forums, statements, organizations,
    memberships. An act that only repeats its treaty (a signature on the day the treaty was signed) is left out.

    - [`?country=KAZ&date__gte=2013`](/v1/timeline?country=KAZ&date__gte=2013)
    - [`?kind=statement&sort=-date&include=citations`](/v1/timeline?kind=statement&sort=-date&include=citations)
    """
    return respond(
        request, query, lambda connection, revision: timeline(query, request.scope["path"], connection, revision)
    )
