"""The address that a lawyer would try: an article under its treaty, by the number it is printed under."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi import Query as InQuery
from fastapi.responses import Response

from api.route import DataRoute
from api.router import item
from api.routes.articles import articles
from api.routes.treaties import treaties
from api.serving import respond
from models.base import PRINTABLE

treaty = Path(max_length=300, pattern=PRINTABLE, description="Id of the treaty.", examples=[treaties.example])
printed = Path(max_length=40, pattern=PRINTABLE, description="Number as printed.", examples=["10"])
routes = APIRouter(prefix="/v1/treaties", tags=["treaties"], route_class=DataRoute)


@routes.get(
    "/{id}/articles/{number}",
    operation_id="get_treaty_article",
    summary="Get the article printed under a number",
    response_model=articles.read,
)
def get_treaty_article(
    request: Request,
    id: Annotated[str, treaty],
    number: Annotated[str, printed],
    query: Annotated[articles.item_query, InQuery()],  # type: ignore[name-defined]
) -> Response:
    """One article of one treaty."""
    missing = f"There is no article {number!r} of a treaty with the id {id!r}."
    return respond(
        request, query, partial(item, articles.as_asked(query), query, missing, {"treaty": id, "number": number})
    )
