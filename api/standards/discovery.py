"""How programs find what is here: catalogues of the APIs (RFC 9727) and of the data, a page for models of language."""

from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response

from api.documentation import ABOUT
from api.query import Query
from api.route import DataRoute
from api.routes import RESOURCES
from api.serving import respond
from api.standards import catalogue
from api.standards.addresses import address
from api.standards.forms import FORMS
from api.standards.services import SERVICES
from seed.package import LICENCE

WELL_KNOWN = "/.well-known/api-catalog"
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
LD, PLAIN = "application/ld+json", "text/plain; charset=utf-8"
OBJECT = {"schema": {"type": "object"}}

LINKS = {
    "service-desc": {"/openapi.json": "application/json"},
    "service-doc": {"/docs": "text/html", "/redoc": "text/html", "/llms.txt": "text/plain"},
    "service-meta": {
        "/v1/meta": "application/json",
        "/v1/dcat": LD,
        "/v1/datapackage.json": "application/json",
    },
    "status": {"/readyz": "application/json"},
    "license": {LICENCE["path"]: "text/html"},
}
"""What there is about the API, by its relation to it (RFC 8631), with the media type of each."""

Nothing = Annotated[Query, InQuery()]
routes = APIRouter(tags=["meta"], route_class=DataRoute)


def _absolute(path: str) -> str:
    return path if ":" in path else address(path)


def linkset() -> dict[str, Any]:
    """Give the catalogue of the APIs: each service as an item, and what there is about it."""
    links = {
        relation: [{"href": _absolute(path), "type": type_} for path, type_ in targets.items()]
        for relation, targets in LINKS.items()
    }
    items = [{"href": address(service.path), "title": service.title} for service in SERVICES]
    about = [{"anchor": address(service.path), **links} for service in SERVICES]
    return {"linkset": [{"anchor": address(WELL_KNOWN), "item": items}, *about]}


@routes.get(
    WELL_KNOWN,
    operation_id="get_api_catalog",
    summary="Find the APIs of this service",
    response_class=Response,
    responses={200: {"content": {"application/linkset+json": OBJECT}}},
)
def get_api_catalog(request: Request, query: Nothing) -> Response:
    """A set of links (RFC 9264) as RFC 9727 has it: the services here, their documentation, description and status."""
    link = (b"link", f'<{address(WELL_KNOWN)}>; rel="api-catalog"'.encode())
    return respond(request, query, lambda _connection, _revision: linkset(), LINKSET, [link])


@routes.get(
    "/v1/datapackage.json",
    operation_id="get_datapackage",
    summary="Describe the exports as a Data Package",
    response_class=Response,
    responses={200: {"content": {"application/json": OBJECT}}},
)
def get_datapackage(request: Request, query: Nothing) -> Response:
    """Data Package 2.0: the export of each resource with its Table Schema, the licence, and every source."""
    return respond(request, query, catalogue.package)


@routes.get(
    "/v1/dcat",
    operation_id="get_dcat",
    summary="Describe the data as a DCAT catalogue",
    response_class=Response,
    responses={200: {"content": {LD: OBJECT}}},
)
def get_dcat(request: Request, query: Nothing) -> Response:
    """DCAT 3 as JSON-LD, with the context inside: a dataset for each resource, its exports, and the services."""
    return respond(request, query, catalogue.dcat, LD)


@routes.get(
    "/llms.txt",
    operation_id="get_llms_txt",
    summary="Read what is here, as language models do",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_llms_txt(request: Request, query: Nothing) -> Response:
    """A page in Markdown after llmstxt.org: what each resource is, and requests to it that answer with data."""
    return respond(request, query, lambda _connection, _revision: "\n".join(_page()).encode(), PLAIN)


def _page() -> Iterator[str]:
    """Give the lines of the page, from the declarations."""
    about, _, rest = ABOUT.partition("\n\n")
    yield from ("# Entente", "", "> " + about.replace("\n", " "), "", rest)
    yield from ("## Resources", "")
    for resource in RESOURCES:
        yield _link(f"/v1/{resource.path}", resource.words)
        yield from (_link(f"/v1/{resource.path}?{query}", "a list, for example") for query in resource.tries)
        yield from (
            _link(f"/v1/{resource.path}/stats?{query}", "statistics, for example") for query in resource.stats_tries
        )
    yield from ("", "## Formats", "", "Each record is served in these forms too, at its path and one word more.", "")
    for form in FORMS:
        one = next(resource for resource in RESOURCES if not form.only or resource.name in form.only)
        yield _link(f"/v1/{one.path}/{one.example}/{form.name}", f"`{form.media_type}`. {form.words}")
    yield from ("", "## Optional", "")
    for targets in LINKS.values():
        yield from (_link(path, f"`{type_}`") for path, type_ in targets.items() if path.startswith("/"))


def _link(path: str, words: str) -> str:
    written = quote(path, safe="/:?&=,.~*-_%")
    return f"- [GET {written}]({address(written)}): {words}"
