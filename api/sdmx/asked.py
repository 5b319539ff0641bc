"""What an SDMX query asks for, in the filters of `/v1/trade-metrics`: both answer with the same observations."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field, ValidationError, create_model

from api.export import export_query
from api.problems import ProblemError, fault, invalid, nearest
from api.query import Query
from api.routes.trade_metrics import trade_metrics
from api.sdmx.codelists import among, id_of, ids
from api.sdmx.concepts import DIMENSIONS, HARMONIZED, NONE, OPTIONAL, TIME, Component, encoded
from api.sdmx.periods import asked_period

METRICS = export_query(trade_metrics)
KEY = ".".join(dimension.id for dimension in DIMENSIONS)
PRODUCT = re.compile(rf"TOTAL|{HARMONIZED}(\d\d){{1,3}}", re.ASCII)
"""What a product may be beside those of the code list: no table holds observations to it."""

COMPARED = {"ge": "period__gte", "le": "period__lte", "gt": "period__gt", "lt": "period__lt", "eq": "period"}
COMPARED |= {"ne": "period__not"}


def _only(*values: str) -> Any:
    words = "Changes nothing: data always comes like this. Other values are refused."
    return (Literal[values], Field(default=values[0], description=words))


def _component(component: Component) -> Any:
    words = "one of these codes, separated by commas; or, with `ne:` before each, none of them."
    if component is TIME:
        words = "compared by `eq:`, `ne:`, `ge:`, `gt:`, `le:` or `lt:`; `+` joins two, as in `ge:2010+le:2012`."
    return (str, Field(default=None, max_length=300, description=f"{component.name}: {words}"))


FIELDS: dict[str, Any] = {
    "startPeriod": (str, Field(default=None, description="Observations that could be of this period or later.")),
    "endPeriod": (str, Field(default=None, description="Observations that could be of this period or earlier.")),
    **{f"c[{component.id}]": _component(component) for component in (*DIMENSIONS, TIME)},
    "dimensionAtObservation": _only("AllDimensions"),
    "attributes": _only("dsd", "all"),
    "measures": _only("all"),
    "includeHistory": _only("false"),
}
DataQuery = create_model("sdmx_data", __base__=Query, **FIELDS)


def filters(key: str, given: Mapping[str, Any], connection: sa.Connection) -> Any:
    """Give the query of `/v1/trade-metrics` that a key and the parameters ask for.

    Raises Problem, naming the dimension and the nearest code, where something in them is not of this dataflow.
    """
    asked: dict[str, Any] = {}
    named: dict[str, str] = {}
    for parameter, found in wanted(key, given, connection):
        for name, value in found.items():
            if named.setdefault(name, parameter) != parameter:
                raise refused(parameter, f"{named[name]} asks for the same; say it once.")
            asked[name] = [*asked.get(name, []), *value] if isinstance(value, list) else value
    try:
        return METRICS.model_validate(asked)
    except ValidationError as error:
        faults = [{**found, "loc": ("query", named[str(found["loc"][0])])} for found in error.errors()]
        raise invalid([fault(found, []) for found in faults]) from None


def wanted(key: str, given: Mapping[str, Any], connection: sa.Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each part of a query that asks for something: its parameter, and our filters."""
    for dimension, part in zip(DIMENSIONS, parts_of(key), strict=True):
        if part not in ("", "*"):
            yield "key", chosen(dimension, re.split(r"[+, ]", part), False, "key", connection)
        if text := given.get(parameter := f"c[{dimension.id}]"):
            values = text.split(",")
            bare = [value.removeprefix("ne:").removeprefix("eq:") for value in values]
            other = {value.startswith("ne:") for value in values}
            if len(other) > 1:
                raise refused(parameter, "Some codes are to be left out (`ne:`) and some are not; ask for one of both.")
            yield parameter, chosen(dimension, bare, other.pop(), parameter, connection)
    for parameter, name in (("startPeriod", "period__gte"), ("endPeriod", "period__lte")):
        if text := given.get(parameter):
            yield parameter, {name: asked_period(text)}
    if text := given.get(parameter := f"c[{TIME.id}]"):
        for part in re.split(r"[+ ]", text):
            yield parameter, compared(part, parameter)


def parts_of(key: str) -> list[str]:
    """Take a key apart, into as many parts as there are dimensions."""
    if key in ("", "*", "all"):
        return [""] * len(DIMENSIONS)
    parts = key.split(".")
    if len(parts) != len(DIMENSIONS):
        detail = f"A key has {len(DIMENSIONS)} parts, {KEY}; this one has {len(parts)}. Leave a part empty for any."
        raise refused("key", f"{detail} Several keys are several requests." if "," in key else detail)
    return parts


def chosen(dimension: Component, codes: list[str], other: bool, where: str, connection: sa.Connection) -> Any:
    """Give our filter for the codes of a dimension, or with `other` for all codes but those."""
    name = dimension.field
    if NONE in codes and dimension.id in OPTIONAL:
        if len(codes) > 1:
            raise refused(where, f"{dimension.id}: `{NONE}` stands alone; ask for the other codes in another request.")
        return {f"{name}__isnull": not other}
    words = {code: word for word, code in encoded(dimension).items() if word}
    known = words if words else among(dimension.codes, codes, connection)
    for code in codes:
        if code not in known and not (dimension.codes == "CL_PRODUCT" and PRODUCT.fullmatch(code)):
            near = nearest(code, {*(words or ids(dimension.codes, connection))} - {NONE})
            detail = f"{dimension.id} has no code {code[:64]!r}. Did you mean {near}?"
            raise refused(where, detail, code="unknown_value", nearest=near)
    return {f"{name}__not" if other else name: [words.get(code, id_of(dimension.codes, code)) for code in codes]}


def compared(text: str, where: str) -> dict[str, Any]:
    """Give our filter for one comparison of the time: of a period, or of any of some."""
    operator, colon, period = text.partition(":")
    operator, period = (operator, period) if colon and operator in COMPARED else ("eq", text)
    name = COMPARED[operator]
    periods = [asked_period(value.removeprefix(f"{operator}:")) for value in period.split(",")]
    if name in ("period", "period__not"):
        return {name: periods}
    if len(periods) > 1:
        raise refused(where, f"`{operator}:` compares with one period.")
    return {name: periods[0]}


def refused(parameter: str, detail: str, *, code: str = "invalid_value", nearest: str | None = None) -> Exception:
    """Give the problem of one parameter."""
    return invalid([ProblemError(parameter=parameter, code=code, detail=detail, nearest=nearest)])
