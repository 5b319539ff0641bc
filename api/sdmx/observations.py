"""Observations in the words of SDMX, as the database finds them."""

import csv
import io
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from api.export import CHUNK, FIRST
from api.forms import Form, kept_by_form
from api.resource import Resource
from api.routes.trade_metrics import trade_metrics
from api.sdmx.codelists import code_of
from api.sdmx.concepts import AGENCY, COMPONENTS, DIMENSIONS, FLOW, VERSION, Component, encoded
from api.sdmx.periods import time_period
from api.statement import Statement

Observation = list[Any]
"""The values of one, in the order of `COMPONENTS`; None where there is none."""

Groups = Iterable[list[Observation]]

KEYED = len(DIMENSIONS) + 1
"""Values of an observation that tell it from others: its key, and its time."""


@kept_by_form
def observing(resource: Resource, form: Form) -> Statement:
    """Write the SQL of the observations; in the order of the database: to sort first would be to wait."""
    fields = [resource.table.c[component.field].label(component.id) for component in COMPONENTS]
    return Statement(sa.select(*fields).where(*resource.conditions(form)))


def observations(query: Any, connection: sa.Connection) -> Iterator[list[Observation]]:
    """Give the observations that a query of `/v1/trade-metrics` finds, some at a time."""
    form, values = trade_metrics.filtered(query)
    codings = [(place, coding) for place, part in enumerate(COMPONENTS) if (coding := coding_of(part))]
    for rows in observing(trade_metrics, form).stream(connection, values, FIRST, CHUNK):
        found = [list(row) for row in rows]
        for row in found:
            for place, coding in codings:
                row[place] = coding(row[place])
            row[KEYED - 1], row[-1] = time_period(row[KEYED - 1])
        yield found


def coding_of(component: Component) -> Callable[[Any], Any] | None:
    """Give what makes a component's code of what the table has, where that differs."""
    if component.codes == "CL_PRODUCT":
        return lambda id: code_of("CL_PRODUCT", id)
    words = encoded(component)
    return (lambda value: words.get(value, value)) if words else None


def in_csv(groups: Groups) -> Generator[bytes, None, None]:
    """Write observations as SDMX-CSV 2.0, each with the dataflow that it belongs to."""
    always = ["dataflow", f"{AGENCY}:{FLOW}({VERSION})", "I"]
    yield _lines([["STRUCTURE", "STRUCTURE_ID", "ACTION", *(component.id for component in COMPONENTS)]])
    for rows in groups:
        yield _lines([*always, *row] for row in rows)


def _lines(rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
