"""What a country page needs in one call."""

from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Path, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.languages import LANG
from api.operators import Day
from api.query import MOST, Query
from api.route import DataRoute
from api.router import Meta
from api.routes.countries import countries
from api.routes.forums import forums
from api.routes.latest_trade import Series, latest_trade
from api.routes.memberships import memberships
from api.routes.overview import INCLUDE, TAG
from api.routes.participations import participations
from api.routes.sections import COUNTRY_PATTERN, Section, check_countries, cite, country_of
from api.routes.statements import statements
from api.routes.treaties import treaties
from api.serving import respond
from models.treaty import TreatyKind, TreatyStatus

SECTIONS = {
    "memberships": Section(
        memberships, "country={id}&valid_at={valid_at}", "Its spans of membership, valid then with `valid_at`.", MOST
    ),
    "treaties": Section(treaties, "party={id}&sort=-signed", "The latest treaties that it acts on."),
    "forums_hosted": Section(forums, "country={id}&sort=-start", "The latest meetings that it hosted."),
    "forums_attended": Section(forums, "party={id}&sort=-start", "The latest meetings that it took part in."),
    "statements_by": Section(statements, "on_behalf_of={id}&sort=-date", "The latest statements on its behalf."),
    "statements_about": Section(statements, "about={id}&sort=-date", "The latest statements about it."),
    "statements_against": Section(statements, "against={id}&sort=-date", "The latest statements against it."),
}

VALID_AT = (
    Day,
    Field(default=None, description="Memberships that could be valid on this day, or in this month or year."),
)
FIELDS: dict[str, Any] = {"valid_at": VALID_AT, "include": INCLUDE, "lang": LANG}
query_model = create_model("profile_query", __base__=Query, **FIELDS)


class TreatyCount(BaseModel):
    """How many of a country's treaties are of one kind and one status."""

    kind: TreatyKind = Field(description="What they call themselves.")
    status: TreatyStatus | None = Field(description="Where they stand; absent where no source says.")
    total: int = Field(description="Number of treaties.")


PROFILE: dict[str, Any] = {
    "country": (countries.read, Field(description="The country.")),
    **{name: section.field for name, section in SECTIONS.items()},
    "treaty_counts": (list[TreatyCount], Field(description="All its treaties, counted by kind and status.")),
    "trade": (list[Series], Field(description="The latest trade that it reports itself.")),
    "meta": Meta,
}
model = create_model("CountryProfile", __doc__="What a country page needs.", **PROFILE)


def treaty_counts(id: str, connection: sa.Connection) -> list[dict[str, Any]]:
    """Count a country's treaties by kind and status, in one query."""
    by, act = (treaties.table.c.kind, treaties.table.c.status), participations.table
    acted = treaties.table.c.id.in_(sa.select(act.c.treaty).where(act.c.party == id))
    rows = sa.select(*by, sa.func.count().label("total")).where(acted).group_by(*by)
    found = connection.execute(rows.order_by(by[0], by[1].asc().nulls_last()))
    return [dict(row) for row in found.mappings()]


def profile(id: str, query: Query, connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Read the page: one query for each of its parts, and one for the citations if asked for."""
    country, language = country_of(id, query, connection), query.given.get("lang")
    values = {"id": id, "valid_at": query.given.get("valid_at", "")}
    sections = {name: section.read(values, language, connection) for name, section in SECTIONS.items()}
    if query.given.get("include"):
        found = [(section.of, sections[name]["data"]) for name, section in SECTIONS.items()]
        cite([(countries, [country]), *found], connection)
    return {
        "country": country,
        **sections,
        "treaty_counts": treaty_counts(id, connection),
        "trade": latest_trade({id: None}, language, connection),
        "meta": {"revision": revision},
    }


routes = APIRouter(prefix="/v1/countries", tags=[TAG], route_class=DataRoute)


@routes.get(
    "/{id}/profile", operation_id="get_country_profile", summary="Get what a country page needs", response_model=model
)
def get_country_profile(
    request: Request,
    id: Annotated[str, Path(pattern=COUNTRY_PATTERN, description="Id of the country.", examples=["KAZ"])],
    query: Annotated[query_model, InQuery()],
) -> Response:
    """A country with its memberships, treaties, meetings, statements and the latest trade that it reports.

    Each list is the beginning of a longer one: it says how long that is, and `link` leads to it. The trade is that of
    each series' last period, with its ten largest partners, as each source gives it.
    """
    check_countries(id=id)
    return respond(request, query, lambda connection, revision: profile(id, query, connection, revision))
