"""Observations as SDMX-ML 2.1, generic and all on one level: what clients of SDMX REST 1 read that ask for no form."""

from collections.abc import Generator
from typing import Any

import sqlalchemy as sa

from api.sdmx.concepts import AGENCY, ATTRIBUTES, COMPONENTS, FLOW, VERSION, Component
from api.sdmx.message import message
from api.sdmx.ml import SPACES, START, header, tag
from api.sdmx.observations import KEYED, Groups, Observation

SPACE = "".join(f" {name}={uri!r}" for name, uri in SPACES.items())


def in_xml(groups: Groups, connection: sa.Connection) -> Generator[bytes, None, None]:
    """Write observations, each with its whole key."""
    flow = tag("com:StructureUsage", tag("Ref", agencyID=AGENCY, id=FLOW, version=VERSION))
    about = header(
        message(connection), tag("mes:Structure", flow, structureID=FLOW, dimensionAtObservation="AllDimensions")
    )
    yield f"{START}<mes:GenericData{SPACE}>{about}<mes:DataSet structureRef={FLOW!r}>".encode()
    for rows in groups:
        yield "".join([observation(row) for row in rows]).encode()
    yield b"</mes:DataSet></mes:GenericData>"


def observation(row: Observation) -> str:
    """Write one observation: its key, its value where it has one, and what is said of that."""
    key, value, told = row[:KEYED], row[KEYED], row[KEYED + 1 :]
    number = [] if value is None else [tag("gen:ObsValue", value=value)]
    about = tag("gen:Attributes", *values(ATTRIBUTES, told))
    return tag("gen:Obs", tag("gen:ObsKey", *values(COMPONENTS, key)), *number, about)


def values(parts: tuple[Component, ...], told: list[Any]) -> list[str]:
    """Write the values that some components have, by the components' names."""
    return [
        tag("gen:Value", id=part.id, value=value) for part, value in zip(parts, told, strict=False) if value is not None
    ]
