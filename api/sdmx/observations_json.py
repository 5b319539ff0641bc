"""Observations as SDMX-JSON 2.0, all on one level.

What the numbers of a key stand for comes after them, so that it can be written while it is read: memory grows with the
codes and periods, not with the observations.
"""

from collections.abc import Generator
from typing import Any

import msgspec
import sqlalchemy as sa

from api.languages import Language
from api.sdmx.codelists import Names, codes
from api.sdmx.concepts import AGENCY, ATTRIBUTES, COMPONENTS, DIMENSIONS, FLOW, TIME, VALUE, Component, urn
from api.sdmx.message import Message, message
from api.sdmx.observations import KEYED, Groups, Observation
from api.sdmx.periods import time_period

SCHEMAS = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master"
SCHEMA = f"{SCHEMAS}/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json"
LINKS = [{"rel": "dataflow", "urn": urn("Dataflow", FLOW)}]

Seen = list[dict[str, int]]
"""For each part of a key, the values that were met, with their numbers."""


def in_json(groups: Groups, connection: sa.Connection) -> Generator[bytes, None, None]:
    """Write observations, then what their keys stand for."""
    seen: Seen = [{} for _ in range(KEYED)]
    yield b'{"meta":' + msgspec.json.encode(meta(SCHEMA, message(connection))) + b',"data":{"dataSets":[{"structure":0,'
    yield b'"action":"Information","links":' + msgspec.json.encode(LINKS) + b',"observations":{'
    comma = b""
    for rows in groups:
        yield comma + b",".join([line(row, seen) for row in rows])
        comma = b","
    yield b'}}],"structures":[' + msgspec.json.encode(structure(seen, connection)) + b"]}}"


def meta(schema: str, about: Message) -> dict[str, Any]:
    """Give what a message says of itself."""
    return {
        "schema": schema,
        **about._asdict(),
        "contentLanguages": list(Language),
        "sender": {"id": AGENCY, "name": AGENCY.capitalize()},
    }


def line(row: Observation, seen: Seen) -> bytes:
    """Write one observation: the numbers of its key, then its value and attributes as they are."""
    # Two periods can be of the same days, such as `2012~` and `2012?`; each has a number of its own.
    parts = [*row[: KEYED - 1], row[-1] or row[KEYED - 1]]
    key = ":".join([str(met.setdefault(value, len(met))) for value, met in zip(parts, seen, strict=True)])
    return f'"{key}":'.encode() + msgspec.json.encode(row[KEYED:])


def structure(seen: Seen, connection: sa.Connection) -> dict[str, Any]:
    """Say what the numbers stand for, and what the values are."""
    named = {id: {code.id: code.names for code in codes(id, connection)} for id in {d.codes for d in DIMENSIONS}}
    parts = zip(range(KEYED), COMPONENTS, seen, strict=False)
    keyed = [{**head(part), "keyPosition": at, "values": values(part, met, named)} for at, part, met in parts if met]
    everywhere: dict[str, Any] = {"relationship": {"observation": {}}}
    return {
        "dataSets": [0],
        "links": LINKS,
        "dimensions": {"observation": keyed},
        "measures": {"observation": [head(VALUE)]},
        "attributes": {"observation": [{**head(part), **everywhere} for part in ATTRIBUTES]},
    }


def head(component: Component) -> dict[str, Any]:
    """Say what a component is called."""
    return {"id": component.id, **in_languages({Language.EN: component.name})}


def values(component: Component, met: dict[str, int], named: dict[str, dict[str, Names]]) -> list[dict[str, Any]]:
    """Give the values of one part of the keys, in the order of their numbers."""
    if component is TIME:
        return [{"value": time_period(period)[0], "name": period} for period in met]
    names = named[component.codes]
    return [{"id": value, **in_languages(names.get(value) or {Language.EN: value})} for value in met]


def in_languages(names: Names) -> dict[str, Any]:
    """Give names in each language, and the one to show: English, where there is English."""
    return {"name": names.get(Language.EN) or next(iter(names.values())), "names": names}
