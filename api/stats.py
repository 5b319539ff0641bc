"""Counts and sums by one or two fields, under the filters of the list."""

from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.grouping import grouping, groups, speaks
from api.languages import LANG, MISSING, UNTRANSLATED, told
from api.measures import BESIDE, COUNT, VALUES, Measure, refused
from api.operators import WHOLE, many
from api.pagination import decode, digest, encode
from api.query import PageQuery
from api.read import Read, asked_for
from api.resource import Resource
from api.route import DataRoute
from api.router import Links, Meta, PageInfo, enveloped
from api.serving import respond

LIMIT, MOST = 100, 1000


class StatsQuery(PageQuery):
    """Parameters that every path of statistics takes."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Groups on a page."), WHOLE] = LIMIT


def stats_query(resource: Resource) -> type[StatsQuery]:
    """Give the parameters of a resource's statistics: how to group, then the filters of the list."""
    names = tuple(groups(resource))
    one = Literal[names]  # type: ignore[valid-type]
    by: Any = Annotated[many(one), Field(max_length=2)]
    words = "One or two fields to group by; without any, all matching records are one group."
    fields: dict[str, Any] = {"group_by": (by, Field(default=None, description=words))}
    if resource.sums:
        asked = Literal[tuple({**COUNT, **VALUES})]  # type: ignore[valid-type]
        words = "What to tell of each group: the number of records, and of their values the sum and so on, in `unit`."
        fields["measure"] = (many(asked), Field(default=None, description=f"{words} Else `count`."))
    sorts = Literal[tuple(f"{sign}{name}" for name in (*_measures(resource), *names) for sign in ("", "-"))]  # type: ignore[valid-type]
    words = "Measures or fields of the groups to sort by, `-` for descending; else the fields, in their order."
    fields["sort"] = (many(sorts), Field(default=None, description=words))
    for name, filter in resource.parameters.items():
        fields[name] = (filter.type, Field(default=None, description=filter.words))
    if speaks(resource):
        fields["lang"] = LANG
    return create_model(f"{resource.name}_stats", __base__=StatsQuery, **fields)


def _measures(resource: Resource) -> dict[str, Measure]:
    return {**COUNT, **VALUES} if resource.sums else COUNT


def stats_read(resource: Resource) -> type[BaseModel]:
    """Give the published schema of a page of groups."""
    fields: dict[str, Any] = {}
    for name, group in groups(resource).items():
        fields[name] = (group.type, asked_for(f"With `group_by={name}`: {group.words}"))
        if beside := group.beside(name):
            fields[beside] = (str | None, asked_for(f"With `group_by={name}`: what it is called."))
    if speaks(resource):
        fields[UNTRANSLATED] = (list[str], asked_for(MISSING))
    for name, measure in {**_measures(resource), **(BESIDE if resource.sums else {})}.items():
        fields.setdefault(name, (measure.type, asked_for(measure.words)))
    title = "".join(part.title() for part in resource.name.split("_"))
    row = create_model(
        f"{title}Group", __base__=Read, __doc__="What is asked of one group, and nothing else.", **fields
    )
    data = (list[row], Field(description="The groups of this page."))
    return create_model(f"{title}Stats", data=data, page=PageInfo, links=Links, meta=Meta)


def stats(resource: Resource, query: StatsQuery, path: str, connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Read one page of groups, in one query."""
    given, resource = query.given, resource.as_asked(query)
    form, values = resource.filtered(query)
    by, sort = (tuple(dict.fromkeys(given.get(name, ()))) for name in ("group_by", "sort"))
    # Where there is nothing to measure, a filter may have that name.
    asked = tuple(dict.fromkeys(given.get("measure", ("count",)))) if resource.sums else ("count",)
    fingerprint = digest(path, repr([pair for pair in given.items() if pair[0] not in ("limit", "cursor", "total")]))
    plain = grouping(resource, form, by, asked, sort, None)
    after = None if query.cursor is None else decode(query.cursor, fingerprint, plain.keys)
    sql = plain if after is None else grouping(resource, form, by, asked, sort, tuple(v is None for v in after))
    places = {f"after_{i}": value for i, value in enumerate(after or ())}
    rows = sql.rows.rows(connection, {**values, **places, "most": query.limit + 1})
    if rows and rows[0][-1] >= 0:
        raise refused(rows[0][-1], asked, dict(zip(by, (rows[0][sql.names.index(name)] for name in by), strict=True)))
    page, more, width = rows[: query.limit], len(rows) > query.limit, len(sql.names)
    cursor = encode(fingerprint, page[-1][width:-2]) if more else None
    total = rows[0][-2] if rows else sql.number.rows(connection, values)[0][0]
    return enveloped(
        query, path, [told(dict(zip(sql.names, row, strict=False))) for row in page], cursor, total, revision
    )


def stats_router(resource: Resource) -> APIRouter:
    """Give the statistics of a resource."""
    routes = APIRouter(prefix=f"/v1/{resource.path}", tags=[resource.path], route_class=DataRoute)
    plural = resource.path.replace("-", "_")
    tries = "".join(f"\n- [`?{query}`](/v1/{resource.path}/stats?{query})" for query in resource.stats_tries)
    words = "How many records there are, under the filters of the list, by one or two fields; dates also by year."
    values = " Of their values also sum, mean, least and greatest; what cannot be added is refused with the reason."

    @routes.get(
        "/stats",
        operation_id=f"get_{plural}_stats",
        summary=f"Count {plural.replace('_', ' ')} by field",
        description=f"{words}{values if resource.sums else ''}\n\nFor example:\n{tries}",
        response_model=stats_read(resource),
    )
    def get_stats(request: Request, query: Annotated[stats_query(resource), InQuery()]) -> Response:  # type: ignore[valid-type]
        path = request.scope["path"]
        return respond(request, query, lambda connection, revision: stats(resource, query, path, connection, revision))

    return routes
