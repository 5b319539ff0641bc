"""Mirror trade: what one side says it sold to the other, beside what the other says it bought from it."""

from collections.abc import Sequence
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.pagination import Key, decode, digest, encode, position
from api.problems import ProblemError, invalid
from api.query import PageQuery
from api.route import DataRoute
from api.router import Links, Meta, PageInfo, enveloped
from api.routes.trade_metrics import trade_metrics
from api.serving import respond
from models.base import CountryId
from models.trade_metric import Flow, Frequency

NARROWED = ("indicator", "product", "frequency", "unit", "source", *(f"period{op}" for op in ("", "__gte", "__lte")))
"""Filters of the trade metrics that narrow the mirror."""

FIELDS: dict[str, Any] = {
    "a": (CountryId, Field(description="Id of one country.", examples=["RUS"])),
    "b": (CountryId, Field(description="Id of the other.", examples=["KAZ"])),
    **{
        name: (
            trade_metrics.parameters[name].type,
            Field(default=None, description=trade_metrics.parameters[name].words),
        )
        for name in NARROWED
    },
    **trade_metrics.ways(),
}
MirrorQuery = create_model("mirror_query", __base__=PageQuery, **FIELDS)


class Pair(BaseModel):
    """The two sides of one flow in one period."""

    exporter: str = Field(description="Id of the country that sells.")
    importer: str = Field(description="Id of the country that buys.")
    indicator: str = Field(description="Id of the indicator.")
    product: str = Field(description="HS code, or `TOTAL`.")
    frequency: Frequency = Field(description="How often it is observed.")
    period: str = Field(description="The time measured.")
    unit: str = Field(description="Unit of the values.")
    ratio: float | None = Field(
        description="What the exporter reports over what the importer does, in the same unit; null unless each reports "
        "one value: narrow with `source=` where there are several."
    )
    exported: list[trade_metrics.read] = Field(description="As the exporter reports it.")  # type: ignore[name-defined]
    imported: list[trade_metrics.read] = Field(description="As the importer reports it.")  # type: ignore[name-defined]


class Mirror(BaseModel):
    """Flows between two countries, in both directions."""

    data: list[Pair] = Field(description="The flows of this page.")
    page: PageInfo
    links: Links
    meta: Meta


m = trade_metrics.table
SOLD = m.c.flow == Flow.EXPORT.value
EXPORTER = sa.case((SOLD, m.c.reporter), else_=m.c.partner)
IMPORTER = sa.case((SOLD, m.c.partner), else_=m.c.reporter)
SAME = {"exporter": EXPORTER, "indicator": m.c.indicator, "product": m.c.product, "frequency": m.c.frequency}
SAME |= {"period_earliest": m.c.period_earliest, "period": m.c.period, "unit": m.c.unit}
"""What is the same on both sides, in the order of the pages."""


def between(query: Any) -> list[sa.ColumnElement[bool]]:
    """Give the conditions of the observations between two countries."""
    one = sa.and_(m.c.reporter == query.a, m.c.partner == query.b)
    other = sa.and_(m.c.reporter == query.b, m.c.partner == query.a)
    form, _ = trade_metrics.filtered(query)
    return [sa.or_(one, other), sa.or_(SOLD, m.c.flow == Flow.IMPORT.value), *trade_metrics.conditions(form)]


def flows(query: Any) -> sa.Subquery:
    """Give the flows, each with the number of values on both sides, and their sums."""
    sides = {"exported": SOLD, "imported": sa.not_(SOLD)}
    values = {
        f"{side}_{what}": of(sa.case((is_it, m.c.value_in_units)))
        for side, is_it in sides.items()
        for what, of in (("count", sa.func.count), ("value", sa.func.sum))
    }
    told = [column.label(name) for name, column in {**SAME, "importer": IMPORTER, **values}.items()]
    found = sa.select(*told, sa.func.count().over().label("total")).where(*between(query))
    return found.group_by(*SAME.values(), IMPORTER).subquery("flows")


def mirror(query: Any, path: str, connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Read one page: one query for the flows, one for their observations."""
    found = flows(query)
    keys = [Key(found.c[name], False, nullable=False) for name in SAME]
    fingerprint = digest(path, repr([(name, value) for name, value in query.given.items() if name not in UNBOUND]))
    statement = sa.select(found)
    if query.cursor:
        values = zip(keys, decode(query.cursor, fingerprint, keys), strict=True)
        after = [sa.literal(value, key.column.type) for key, value in values]
        statement = statement.where(position(keys, [False] * len(keys), after))
    ordered = statement.order_by(*(key.order for key in keys)).limit(query.limit + 1)
    _, asked = trade_metrics.filtered(query)
    rows = connection.execute(ordered, asked).mappings().all()
    page, more = rows[: query.limit], len(rows) > query.limit
    cursor = encode(fingerprint, [page[-1][name] for name in SAME]) if more else None
    total = rows[0]["total"] if rows else connection.scalar(sa.select(sa.func.count()).select_from(found), asked)
    return enveloped(query, path, pairs(page, query, connection), cursor, total, revision)


UNBOUND = ("limit", "cursor", "total")
TOLD = ("exporter", "importer", "indicator", "product", "frequency", "period", "unit")


def pairs(page: Sequence[Any], query: Any, connection: sa.Connection) -> list[dict[str, Any]]:
    """Give flows with their observations, in one query for all."""
    if not page:
        return []
    resource = trade_metrics.as_asked(query)
    first, last = (sa.tuple_(*(sa.literal(row[name], SAME[name].type) for name in SAME)) for row in (page[0], page[-1]))
    here = sa.tuple_(*SAME.values())
    statement = sa.select(*resource.select, *(SAME[name].label(f"same_{name}") for name in SAME))
    statement = statement.select_from(resource.source).where(*between(query), here >= first, here <= last)
    rows = connection.execute(statement.order_by(m.c.source, m.c.id), trade_metrics.filtered(query)[1]).all()
    sides: dict[tuple[Any, ...], list[Any]] = {}
    for row, record in zip(rows, resource.rows(rows), strict=True):
        sides.setdefault((*row[-len(SAME) :], record.flow), []).append(record)
    return [
        {
            **{name: row[name] for name in TOLD},
            "ratio": ratio(row),
            **{f"{flow}ed": sides.get((*(row[name] for name in SAME), flow), []) for flow in ("export", "import")},
        }
        for row in page
    ]


def ratio(row: Any) -> float | None:
    """Give what is said to be sold over what is said to be bought, where each side says one number."""
    comparable = row["exported_count"] == row["imported_count"] == 1 and row["imported_value"]
    return row["exported_value"] / row["imported_value"] if comparable else None


routes = APIRouter(prefix="/v1/trade-metrics", tags=["trade-metrics"], route_class=DataRoute)


@routes.get("/mirror", operation_id="list_mirror_trade", summary="Compare both sides of trade", response_model=Mirror)
def list_mirror_trade(request: Request, query: Annotated[MirrorQuery, InQuery()]) -> Response:
    """What each of two countries says it sold to the other, beside what the other says it bought, and their ratio.

    Both are often far apart: exports are valued without freight, imports with it, goods pass through third countries,
    and statistics err. Each side names its source. Periods and units that differ stand in pairs of their own.
    """
    path = request.scope["path"]
    if query.given["a"] == query.given["b"]:
        raise invalid([ProblemError(parameter="b", code="same_country", detail="Name two different countries.")])
    return respond(request, query, lambda connection, revision: mirror(query, path, connection, revision))
