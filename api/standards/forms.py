"""The formats that every record has an address in, each an operation of its own: one media type for each."""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import sqlalchemy as sa
from fastapi import APIRouter, Path, Request
from fastapi import Query as InQuery
from fastapi.responses import Response

from api.query import Query
from api.resource import Resource
from api.route import DataRoute
from api.routes import RESOURCES
from api.serving import respond
from api.standards import akn, bibtex, csl, jsonld
from api.standards.cite import works
from api.standards.reading import Fields, whole
from models.base import PRINTABLE

Write = Callable[[Resource, Fields, sa.Connection, int], Any]
"""Writes a whole record of a resource, as it is in a revision of the data."""


class Form(NamedTuple):
    """One format: how its paths end, what it is, and how it is written; `only` names the records that it is for."""

    name: str
    media_type: str
    called: str
    words: str
    schema: dict[str, Any]
    write: Write
    only: tuple[str, ...] = ()


FORMS = (
    Form(
        "jsonld",
        "application/ld+json",
        "as JSON-LD",
        "In the vocabulary of schema.org, with the context inside. What has no term there is an `additionalProperty` "
        "under its own name. A date that is less than a day, or uncertain, says so in its type.",
        {"type": "object"},
        lambda resource, record, _connection, _revision: jsonld.document(resource, record),
    ),
    Form(
        "bibtex",
        bibtex.MEDIA_TYPE,
        "to cite it in BibTeX",
        "An entry for the record, at this revision of the data, and one for each source that it rests on, with the "
        "places in it as `note`.",
        {"type": "string"},
        lambda *found: bibtex.bibtex(works(*found)),
    ),
    Form(
        "csl",
        csl.MEDIA_TYPE,
        "to cite it in CSL-JSON",
        "An item for the record, at this revision of the data, and one for each source that it rests on, with the "
        "places in it as `note`.",
        {"type": "array", "items": {"type": "object"}},
        lambda *found: csl.csl(works(*found)),
    ),
    Form(
        "akn",
        akn.MEDIA_TYPE,
        "as Akoma Ntoso",
        "In Akoma Ntoso 3.0 (OASIS LegalDocML). What is in our words is a `remark` with the status `editorial`; text "
        "that is not all of an article has the status `incomplete`. Dates that are not known to the day stand under "
        "`proprietary`, as does whatever else the format has no place for.",
        {"type": "string"},
        akn.document,
        ("treaty", "article"),
    ),
)


def add(routes: APIRouter, resource: Resource, form: Form) -> None:
    """Add the route of a resource in one format."""
    named = Path(
        max_length=300, pattern=PRINTABLE, description=f"Id of the {resource.called}.", examples=[resource.example]
    )

    @routes.get(
        f"/v1/{resource.path}/{{id}}/{form.name}",
        operation_id=f"get_{resource.name}_{form.name}",
        summary=f"Get one {resource.called} {form.called}",
        description=form.words,
        tags=[resource.path],
        response_class=Response,
        responses={200: {"content": {form.media_type: {"schema": form.schema}}}},
    )
    def get(request: Request, id: Annotated[str, named], query: Annotated[Query, InQuery()]) -> Response:
        def make(connection: sa.Connection, revision: int) -> Any:
            return form.write(resource, whole(resource, id, connection), connection, revision)

        return respond(request, query, make, form.media_type)


routes = APIRouter(route_class=DataRoute)
for resource in RESOURCES:
    for form in FORMS:
        if not form.only or resource.name in form.only:
            add(routes, resource, form)
