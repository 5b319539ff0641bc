"""The two questions of SDMX REST that are answered here: for data, and for their structure.

They have addresses of version 2. Those of version 1 mean the same, with data in XML where nothing else is asked for.
"""

from collections.abc import Callable, Generator
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Path, Request
from fastapi import Query as InQuery
from fastapi.responses import Response

from api.caching import Dataset, dataset, of_stream
from api.files import File
from api.query import Query
from api.route import DataRoute
from api.sdmx.asked import KEY, DataQuery, filters
from api.sdmx.concepts import AGENCY, FLOW, VERSION
from api.sdmx.media import CSV, DATA, FIRST_DATA, JSON, STRUCTURE, STRUCTURE_XML, XML, Media, chosen
from api.sdmx.message import message
from api.sdmx.observations import Groups, in_csv, observations
from api.sdmx.observations_json import in_json
from api.sdmx.observations_xml import in_xml
from api.sdmx.structure import Kind, StructureQuery, absent, artefacts, is_ours
from api.sdmx.structure_json import in_json as structure_in_json
from api.sdmx.structure_xml import in_xml as structure_in_xml
from models.database import answering

routes = APIRouter(prefix="/sdmx", tags=["sdmx"], route_class=DataRoute)

AgencyId = Annotated[str, Path(description=f"`{AGENCY}`, or `*`.", examples=[AGENCY])]
Version = Annotated[str, Path(description=f"`{VERSION}`; `+`, `~` and `*` mean the same here.", examples=[VERSION])]
WRITTEN: dict[Media, Callable[[Groups, sa.Connection], Generator[bytes, None, None]]] = {
    CSV: lambda found, _: in_csv(found),
    JSON: in_json,
    XML: in_xml,
}
"""How observations are written in each form."""

EXAMPLE = "A.RUS.KAZ.trade-turnover..."


def media_types(forms: tuple[Media, ...]) -> dict[int | str, dict[str, Any]]:
    """Document the media types of an answer."""
    return {200: {"content": {form.full: {"schema": {"type": "string"}} for form in forms}}}


def headed(request: Request, query: Query, form: Media, data: Dataset) -> tuple[dict[str, str], bool]:
    """Give the headers of an answer in one form, and whether the client has it already."""
    headers, known = of_stream(request.scope, f"{query.canonical(request.scope['path'])}#{form.full}", data)
    return {**headers, "Vary": "Accept"}, known


@routes.get(
    "/v2/data/dataflow/{agency}/{resource}/{version}/{key}",
    operation_id="get_sdmx_data",
    summary="Get trade metrics as SDMX",
    response_class=Response,
    responses=media_types(DATA),
)
def get_sdmx_data(
    request: Request,
    agency: AgencyId,
    resource: Annotated[str, Path(description=f"`{FLOW}`, or `*`.", examples=[FLOW])],
    version: Version,
    key: Annotated[str, Path(description=f"{KEY}: codes, `+` between several, nothing for any.", examples=[EXAMPLE])],
    query: Annotated[DataQuery, InQuery()],
) -> Response:
    """The observations of `/v1/trade-metrics` as SDMX 3.0 has them, in no particular order.

    A data query of SDMX REST 2, for clients such as sdmx1 and pysdmx. Sources that disagree are series of their own;
    `QUALIFIER` says how a number is hedged. As SDMX-CSV 2.0, or where `Accept` says so as SDMX-JSON 2.0, or as generic
    SDMX-ML 2.1.
    """
    return data_of(request, (agency, resource, version), key, query, DATA)


def data_of(request: Request, flow: tuple[str, str, str], key: str, query: Query, forms: tuple[Media, ...]) -> Response:
    """Answer a question for data, in one of these forms."""
    agency, resource, version = flow
    if not (is_ours(agency, AGENCY) and is_ours(resource, FLOW) and is_ours(version, VERSION)):
        raise absent("dataflow", agency, resource, version)
    form = chosen(request.scope, forms)
    with answering() as connection:
        data, asked = dataset(connection), filters(key, query.given, connection)
    headers, known = headed(request, query, form, data)
    if known:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{FLOW}-r{data.revision}.{form.ending}"'
    return File(lambda connection: WRITTEN[form](observations(asked, connection), connection), form.full, headers)


@routes.get(
    "/v2/structure/{type}/{agency}/{id}/{version}",
    operation_id="get_sdmx_structure",
    summary="Get the structure of trade metrics in SDMX",
    response_class=Response,
    responses=media_types(STRUCTURE),
)
def get_sdmx_structure(
    request: Request,
    type: Annotated[str, Path(description=f"One of {', '.join(Kind)}.", examples=[Kind.DATAFLOW])],
    agency: AgencyId,
    id: Annotated[str, Path(description="Its id, `*` for all.", examples=[FLOW])],
    version: Version,
    query: Annotated[StructureQuery, InQuery()],
) -> Response:
    """The dataflow, its data structure, its concepts and its code lists, and what refers to them if asked.

    A structure query of SDMX REST 2. As SDMX-ML 2.1, or as SDMX-JSON 2.0 where `Accept` says so.
    """
    if not (is_ours(agency, AGENCY) and is_ours(version, VERSION)):
        raise absent(type, agency, id, version)
    form = chosen(request.scope, STRUCTURE)
    with answering() as connection:
        headers, known = headed(request, query, form, dataset(connection))
        if known:
            return Response(status_code=304, headers=headers)
        found, about = artefacts(type, id, query.references, connection), message(connection)
    write = structure_in_xml if form is STRUCTURE_XML else structure_in_json
    return Response(write(found, about), headers=headers, media_type=form.full)


@routes.get("/v1", include_in_schema=False)
@routes.get("/v2", include_in_schema=False)
def begin(request: Request, query: Annotated[StructureQuery, InQuery()]) -> Response:
    """What the service has, for who comes to its beginning."""
    return short_structure(request, "dataflow", query)


@routes.get("/v2/data/{rest:path}", include_in_schema=False)
def short_data(request: Request, rest: str, query: Annotated[DataQuery, InQuery()]) -> Response:
    """The same by an address that says less: whatever is left out means anything."""
    context, agency, resource, version, key = parted(rest, 5)
    if context not in ("dataflow", "*"):
        raise absent(context, agency, resource, version)
    return get_sdmx_data(request, agency, resource, version, key, query)


@routes.get("/v2/structure/{rest:path}", include_in_schema=False)
def short_structure(request: Request, rest: str, query: Annotated[StructureQuery, InQuery()]) -> Response:
    """The same by an address that says less."""
    type, agency, id, version = parted(rest, 4)
    return get_sdmx_structure(request, type, agency, id, version, query)


@routes.get("/v1/data/{rest:path}", include_in_schema=False)
def first_data(request: Request, rest: str, query: Annotated[DataQuery, InQuery()]) -> Response:
    """The same by an address of SDMX REST 1: `TRADE/{key}` or `ENTENTE,TRADE,1.0/{key}`, with any provider."""
    flow, key, _provider = parted(rest, 3)
    parts = flow.split(",")
    agency, resource, version, *_ = [*["*"] * (len(parts) == 1), *parts, "*", "*"]
    if len(parts) > 3:
        raise absent("dataflow", *parts)
    return data_of(request, (agency, resource, version), key, query, FIRST_DATA)


@routes.get("/v1/{rest:path}", include_in_schema=False)
def first_structure(request: Request, rest: str, query: Annotated[StructureQuery, InQuery()]) -> Response:
    """The same by an address of SDMX REST 1."""
    return short_structure(request, rest, query)


def parted(rest: str, number: int) -> list[str]:
    """Take the end of an address apart, into as many parts as there can be; a slash may end it."""
    parts = rest.removesuffix("/").split("/")
    if len(parts) > number:
        raise absent(parts[0], *parts[1:])
    return [*parts, *["*"] * (number - len(parts))]
