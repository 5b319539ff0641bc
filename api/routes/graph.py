"""The graph: countries, organizations and treaties as nodes, what ties them as edges, for network libraries."""

from collections.abc import Iterator
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.languages import LANG, MISSING, UNTRANSLATED, Language, language_of, spoken, told, untranslated
from api.operators import Day, many
from api.problems import Problem, ProblemError, invalid
from api.query import Query
from api.read import asked_for
from api.record import owner
from api.route import DataRoute
from api.router import Meta
from api.routes.edges import EDGES, EdgeKind, Edges, Ends
from api.routes.overview import INCLUDE, TAG, Cited, add_citations, condition, counted, expected, referred
from api.serving import respond
from models.base import CountryId, Slug
from models.dates import period_days
from models.source import CitedResource

MOST = 5_000
"""Most edges of one answer; more are refused, never cut."""

LABELS = {"country": "name", "organization": "name", "treaty": "title"}
"""What can be a node, and the column that names it."""


def _at(one: Any, plural: str) -> Any:
    return many(one), Field(default=None, description=f"Edges with an end at any of these {plural}.")


FIELDS: dict[str, Any] = {
    "include": INCLUDE,
    "lang": LANG,
    "valid_at": (
        Day,
        Field(default=None, description="Edges that could hold on this day, or within this month or year."),
    ),
    "kind": (many(EdgeKind), Field(default=None, description="`kind` of the edges is any of these.")),
    "country": _at(CountryId, "countries"),
    "organization": _at(Slug, "organizations"),
    "treaty": _at(Slug, "treaties"),
}
query_model = create_model("graph_query", __base__=Query, **FIELDS)


class Node(BaseModel):
    """A country, an organization or a treaty that an edge ends at."""

    id: str = Field(description="Kind and id of the record, as edges name it.")
    kind: CitedResource = Field(description="What it is: country, organization or treaty.")
    record: str = Field(description="Id of its record.")
    label: str = Field(description="Its name or title.")
    untranslated: list[str] = asked_for(MISSING)


class Edge(Cited):
    """What ties two nodes."""

    id: str = Field(description="Stable id: the kind, the record and the target.")
    source: str = Field(description="Id of the node that it leaves: the country, the party, the newer organization.")
    target: str = Field(description="Id of the node that it leads to.")
    kind: EdgeKind = Field(description="What ties them.")
    detail: str | None = Field(description="One word more: status of the membership, act of the party, relation.")
    start: str | None = Field(description="Since when, or the date of the act, in EDTF.")
    end: str | None = Field(description="Last day, in EDTF.")
    expected: bool = Field(description="Whether it is only expected: a treaty in negotiation, a planned organization.")
    resource: str = Field(description="The kind of record that says so, as citations name it.")
    record: str = Field(description="Id of that record.")


class Graph(BaseModel):
    """Nodes and edges, each once."""

    nodes: list[Node] = Field(description="The ends of all edges.")
    edges: list[Edge] = Field(description="What ties them.")
    meta: Meta


def _either(parts: list[sa.ColumnElement[Any]]) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(*parts) if len(parts) > 1 else parts[0]


def _node(name: str, ends: Ends, language: str) -> list[sa.ColumnElement[Any]]:
    """Give kind, id and label of one end."""
    kind = sa.case(*((key.is_not(None), referred(key).name) for key in ends))
    label = _either([_label(key) for key in ends])
    parts = {"kind": kind, "record": _either([*ends]), "label": spoken(label, language)}
    if language != Language.EN:
        parts[UNTRANSLATED] = untranslated({"label": label}, language).element
    return [part.label(f"{name}_{of}") for of, part in parts.items()]


def _label(key: sa.Column[Any]) -> sa.ColumnElement[Any]:
    table = referred(key)
    other = table.alias()
    return sa.select(other.c[LABELS[table.name]]).where(other.c.id == key).scalar_subquery()


def _conditions(edges: Edges, query: Query) -> Iterator[sa.ColumnElement[bool]]:
    given = query.given
    yield _either([*edges.target]).is_not(None)
    for name in LABELS:
        if name in given:
            at = (key.in_(given[name]) for key in (*edges.source, *edges.target) if referred(key).name == name)
            yield sa.or_(sa.false(), *at)
    if "valid_at" in given:
        yield condition(edges.within, "valid_at", given["valid_at"])
        yield edges.also(period_days(given["valid_at"]))


def select(edges: Edges, query: Query) -> sa.Select[Any]:
    """Give the edges of one kind that a query asks for."""
    table, language = edges.source[0].table, language_of(query)
    source = table if table is edges.of else table.join(edges.of, owner(table, edges.of) == edges.of.c.id)
    return (
        sa.select(
            sa.literal(str(edges.kind)).label("kind"),
            edges.detail.label("detail"),
            edges.start.label("start"),
            edges.end.label("end"),
            expected(edges.of.c.status).label("expected"),
            sa.literal(referred(edges.record).name).label("resource"),
            edges.record.label("record"),
            *_node("source", edges.source, language),
            *_node("target", edges.target, language),
        )
        .select_from(source)
        .where(*_conditions(edges, query))
    )


def graph(query: Query, connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Read the whole graph: a query for its size, one for it, one for the citations; a problem if it is too large."""
    kinds = query.given.get("kind", list(EdgeKind))
    selects = [select(edges, query) for edges in EDGES if edges.kind in kinds]
    if (number := counted(selects, connection)) > MOST:
        raise _too_many(number)
    rows = connection.execute(sa.union_all(*selects)).mappings()
    nodes: dict[str, dict[str, Any]] = {}
    edges = sorted((_edge(dict(row), nodes) for row in rows), key=lambda edge: edge["id"])
    if query.given.get("include"):
        add_citations(edges, connection)
    return {"nodes": [nodes[id] for id in sorted(nodes)], "edges": edges, "meta": {"revision": revision}}


NODE = ("kind", "record", "label", UNTRANSLATED)


def _edge(row: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Make an edge of a row, and see that the nodes at its ends are there."""
    ends = {}
    for name in ("source", "target"):
        node = told({of: row.pop(f"{name}_{of}") for of in NODE if f"{name}_{of}" in row})
        ends[name] = f"{node['kind']}.{node['record']}"
        nodes[ends[name]] = {"id": ends[name], **node}
    id = f"{row['kind']}.{row['record']}.{nodes[ends['target']]['record']}"
    return {"id": id, **ends, **row}


def _too_many(number: int) -> Problem:
    detail = (
        f"The graph has {number:,} edges, and one answer at most {MOST:,}. "
        "Narrow it with country, organization, treaty, kind or valid_at."
    )
    return invalid([ProblemError(parameter="kind", code="too_many", detail=detail)])


routes = APIRouter(prefix="/v1", tags=[TAG], route_class=DataRoute)


@routes.get("/graph", operation_id="get_graph", summary="Get the network", response_model=Graph)
def get_graph(request: Request, query: Annotated[query_model, InQuery()]) -> Response:
    """Countries, organizations and treaties as nodes, and what ties them as edges: memberships, acts of parties,
    founding treaties, predecessors, relations of treaties. Every end of an edge is a node; what nothing ties is none.

    - [`?country=KAZ`](/v1/graph?country=KAZ)
    - [`?kind=membership&valid_at=2013-11-11`](/v1/graph?kind=membership&valid_at=2013-11-11)
    """
    return respond(request, query, lambda connection, revision: graph(query, connection, revision))
