"""What a page about two countries needs in one call."""

from itertools import groupby
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Path, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.languages import LANG
from api.operators import Day
from api.problems import ProblemError, invalid
from api.query import Query
from api.route import DataRoute
from api.router import Meta
from api.routes.countries import countries
from api.routes.forums import forums
from api.routes.latest_trade import Series, latest_trade
from api.routes.memberships import memberships
from api.routes.overview import INCLUDE, TAG, condition
from api.routes.sections import COUNTRY_PATTERN, Section, check_countries, cite, country_of
from api.routes.statements import statements
from api.routes.treaties import treaties
from api.serving import respond

SECTIONS = {
    "treaties": Section(treaties, "party={a},{b}&party__all=true&sort=-signed", "The latest treaties of both."),
    "forums": Section(forums, "party={a},{b}&party__all=true&sort=-start", "The latest meetings of both."),
} | {
    f"{one}_{role}_{other}": Section(
        statements,
        f"on_behalf_of={{{one}}}&{role}={{{other}}}&sort=-date",
        f"The latest statements on behalf of `{one}` {role} `{other}`.",
    )
    for one, other in ("ab", "ba")
    for role in ("about", "against")
}

VALID_AT = (Day, Field(default=None, description="Organizations that both could belong to on this day, or within it."))
FIELDS: dict[str, Any] = {"valid_at": VALID_AT, "include": INCLUDE, "lang": LANG}
query_model = create_model("relations_query", __base__=Query, **FIELDS)


span = memberships.read


class Shared(BaseModel):
    """An organization that both countries belong to, and as what."""

    organization: str = Field(description="Id of the organization.")
    organization_name: str = Field(description="Its name.")
    memberships: list[span] = Field(  # type: ignore[valid-type]
        description="Every span of membership of both, each with its status."
    )


RELATIONS: dict[str, Any] = {
    "a": (countries.read, Field(description="The first country.")),
    "b": (countries.read, Field(description="The second country.")),
    "organizations": (
        list[Shared],
        Field(description="Organizations that both belong to, whatever their status there."),
    ),
    **{name: section.field for name, section in SECTIONS.items()},
    "trade": (list[Series], Field(description="The latest trade between them, as each of them reports it.")),
    "meta": Meta,
}
model = create_model("Relations", __doc__="What a page about two countries needs.", **RELATIONS)


def shared(a: str, b: str, query: Query, connection: sa.Connection) -> list[Any]:
    """Read the memberships of two countries in the organizations that they share, in one query."""
    table, spans = memberships.table, memberships.as_asked(query)
    then = [condition(memberships, "valid_at", day)] if (day := query.given.get("valid_at")) else []
    where = (table.c.country.in_([a, b]), *then)
    both = sa.func.count(table.c.country.distinct()) == 2
    organizations = sa.select(table.c.organization).where(*where).group_by(table.c.organization).having(both)
    statement = sa.select(*spans.select).select_from(spans.source)
    statement = statement.where(*where, table.c.organization.in_(organizations.correlate(None)))
    order = (table.c.organization, table.c.country, table.c.start_earliest.asc().nulls_last(), table.c.id)
    return spans.rows(connection.execute(statement.order_by(*order)).all())


def relations(a: str, b: str, query: Query, connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Read the page: one query for each of its parts, and one for the citations if asked for."""
    language = query.given.get("lang")
    pair = [country_of(id, query, connection) for id in (a, b)]
    sections = {name: section.read({"a": a, "b": b}, language, connection) for name, section in SECTIONS.items()}
    spans = shared(a, b, query, connection)
    if query.given.get("include"):
        found = [(section.of, sections[name]["data"]) for name, section in SECTIONS.items()]
        cite([(countries, pair), (memberships, spans), *found], connection)
    return {
        "a": pair[0],
        "b": pair[1],
        "organizations": [
            {"organization": id, "organization_name": name, "memberships": list(some)}
            for (id, name), some in groupby(spans, lambda span: (span.organization, span.organization_name))
        ],
        **sections,
        "trade": latest_trade({a: b, b: a}, language, connection),
        "meta": {"revision": revision},
    }


routes = APIRouter(prefix="/v1/relations", tags=[TAG], route_class=DataRoute)


@routes.get("/{a}/{b}", operation_id="get_relations", summary="Get what a pair page needs", response_model=model)
def get_relations(
    request: Request,
    a: Annotated[str, Path(pattern=COUNTRY_PATTERN, description="Id of the first country.", examples=["RUS"])],
    b: Annotated[str, Path(pattern=COUNTRY_PATTERN, description="Id of the second country.", examples=["KAZ"])],
    query: Annotated[query_model, InQuery()],
) -> Response:
    """Two countries with the organizations and treaties that they share, the meetings of both, what each said of the
    other, and the latest trade between them, as each reports it.

    Each list is the beginning of a longer one: it says how long that is, and `link` leads to it.
    """
    check_countries(a=a, b=b)
    if a == b:
        raise invalid([ProblemError(parameter="b", code="invalid_value", detail=f"Name another country than {a}.")])
    return respond(request, query, lambda connection, revision: relations(a, b, query, connection, revision))
