"""What this service holds, and whether it is well."""

from datetime import datetime
from importlib.metadata import version
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.caching import dataset
from api.gate import gate
from api.problems import Problem
from api.query import Query
from api.route import DataRoute
from api.routes import RESOURCES
from api.serving import respond
from api.stopping import STOPPING, ending
from models import Revision
from models.base import columns
from models.database import answering
from seed.migrations import head, is_later

LICENCES = {
    "code": "MIT",
    "data": "CC BY 4.0 for the selection and our own words; each source keeps its own terms, named in its record.",
}

Nothing = Annotated[Query, InQuery()]
routes, data = APIRouter(), APIRouter(route_class=DataRoute)


class DatasetMeta(BaseModel):
    """What the service holds."""

    api_version: str = Field(description="Version of the service.")
    revision: int = Field(description="Revision of the data; every answer names the one it was read at.")
    committed_at: datetime = Field(description="When that revision was committed.")
    reason: str = Field(description="Why it was made.")
    counts: dict[str, int] = Field(description="Number of records of each resource.")
    licences: dict[str, str] = Field(description="Terms of the code and of the data.")


class Health(BaseModel):
    """State of the service."""

    status: str = Field(description="`ok`.")


class Readiness(Health):
    """State of the service and of what it stands on."""

    migration: str = Field(description="Revision of the tables.")
    revision: int = Field(description="Revision of the data.")


def counted(connection: sa.Connection) -> dict[str, int]:
    """Count the records of every resource, in one query."""
    counts = [sa.select(sa.func.count()).select_from(r.table).scalar_subquery().label(r.path) for r in RESOURCES]
    return dict(connection.execute(sa.select(*counts)).one()._mapping)


def description(connection: sa.Connection, number: int) -> dict[str, Any]:
    """Describe the data at one revision."""
    table = columns(Revision)
    row = connection.execute(sa.select(table).where(table.c.number == number)).first()
    if row is None:
        raise not_ready("holds no data yet; run `entente load`")
    return {
        "api_version": version("entente"),
        "revision": number,
        "committed_at": row.committed_at,
        "reason": row.reason,
        "counts": counted(connection),
        "licences": LICENCES,
    }


def not_ready(detail: str) -> Problem:
    """Give the problem of a service that cannot answer yet."""
    return Problem("unavailable", f"The database {detail}.", Retry_After="10")


@data.get("/v1/meta", tags=["meta"], operation_id="get_meta", summary="Describe the data", response_model=DatasetMeta)
def get_meta(request: Request, query: Nothing) -> Response:
    """Revision, counts and licences of what is served."""
    return respond(request, query, description)


@routes.get("/healthz", tags=["meta"], operation_id="get_health", summary="Is the process alive?")
async def get_health(_query: Nothing) -> Health:
    """Answers as long as the process does; asks no database."""
    return Health(status="ok")


@routes.get("/readyz", tags=["meta"], operation_id="get_readiness", summary="Can it answer?")
async def get_readiness(_query: Nothing) -> Readiness:
    """Answers 200 once the database has data, and the tables of this code or of a later one; else, and to stop, 503."""
    if STOPPING.is_set():
        raise ending("The process is about to stop.")
    return await gate().aside(readiness)


def readiness() -> Readiness:
    """Ask the database.

    Raises Problem `unavailable`, saying what is missing.
    """
    with answering() as connection:
        current = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if current != head() and not is_later(current):
            raise not_ready(f"is at migration {current}, this code at {head()}; run `entente migrate`")
        if not (number := dataset(connection).revision):
            raise not_ready("holds no data yet; run `entente load`")
    return Readiness(status="ok", migration=str(current), revision=number)
