"""The structure of the trade metrics: one dataflow, its data structure, its concepts and its code lists."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

import sqlalchemy as sa
from pydantic import Field

from api.problems import Problem
from api.query import Query
from api.sdmx.codelists import LISTS, Code, codes
from api.sdmx.concepts import AGENCY, COMPONENTS, CONCEPTS, FLOW, VERSION


class Kind(StrEnum):
    """Kinds of artefact, as addresses name them."""

    DATAFLOW = "dataflow"
    DATASTRUCTURE = "datastructure"
    CONCEPTSCHEME = "conceptscheme"
    CODELIST = "codelist"
    ANY = "*"


class Artefact(NamedTuple):
    """One artefact, with what is in it where that is a list."""

    kind: Kind
    id: str
    name: str
    items: tuple[Code, ...] = ()


ARTEFACTS = (
    Artefact(Kind.DATAFLOW, FLOW, "Observations of trade and cooperation, as each source has them"),
    Artefact(Kind.DATASTRUCTURE, FLOW, "Structure of the observations of trade and cooperation"),
    Artefact(Kind.CONCEPTSCHEME, CONCEPTS, "Concepts of the observations of trade and cooperation"),
    *(Artefact(Kind.CODELIST, id, name) for id, name in LISTS.items()),
)
"""All of them, without what is in them."""

LEVELS = {Kind.DATAFLOW: 0, Kind.DATASTRUCTURE: 1, Kind.CONCEPTSCHEME: 2, Kind.CODELIST: 2}
"""How far down each kind is: each refers to those of the next level, and to no others."""

RELATED: dict[str, Callable[[int, int], bool]] = {
    "none": lambda _own, _other: False,
    "children": lambda own, other: other == own + 1,
    "descendants": lambda own, other: other > own,
    "parents": lambda own, other: other == own - 1,
    "ancestors": lambda own, other: other < own,
    "parentsandsiblings": lambda own, other: own - 1 <= other <= own and own > 0,
    "all": lambda _own, _other: True,
}
"""What `references` means: whether what is on some level belongs to what was found on its own."""

References = Literal[
    "none",
    "children",
    "descendants",
    "parents",
    "ancestors",
    "parentsandsiblings",
    "all",
    "dataflow",
    "datastructure",
    "conceptscheme",
    "codelist",
]


class StructureQuery(Query):
    """Parameters of a structure query."""

    references: Annotated[References, Field(description="What to give beside what was asked for.")] = "none"
    detail: Annotated[
        Literal["full"], Field(description="Changes nothing: artefacts always come whole. Other values are refused.")
    ] = "full"


def is_ours(asked: str, ours: str) -> bool:
    """Tell whether a part of an address means what there is; `*`, `+`, `~` and `latest` mean anything."""
    return bool({"*", "all", "+", "~", "latest", ours} & set(asked.split(",")))


def absent(kind: str, *parts: str) -> Problem:
    """Give the problem of an artefact that is not there."""
    there = ", ".join(artefact.id for artefact in ARTEFACTS if kind in (artefact.kind, Kind.ANY))
    words = f"There is {AGENCY} with {there}, version {VERSION}." if there else f"There are {', '.join(LEVELS)}."
    return Problem("not-found", f"There is no {kind} {'/'.join(parts)} here. {words}")


def artefacts(kind: str, id: str, references: str, connection: sa.Connection) -> list[Artefact]:
    """Give the artefacts that are asked for, with what is in them.

    Raises Problem where there are none.
    """
    found = [one for one in ARTEFACTS if kind in (one.kind, Kind.ANY) and is_ours(id, one.id)]
    if not found:
        raise absent(kind, id)
    own = {LEVELS[one.kind] for one in found}
    belongs = RELATED.get(references)
    for one in ARTEFACTS:
        level = LEVELS[one.kind]
        if one not in found and (any(belongs(at, level) for at in own) if belongs else one.kind == references):
            found.append(one)
    return [one._replace(items=items(one, connection)) for one in found]


def items(artefact: Artefact, connection: sa.Connection) -> tuple[Code, ...]:
    """Give what is in an artefact."""
    if artefact.kind == Kind.CODELIST:
        return tuple(codes(artefact.id, connection))
    if artefact.kind == Kind.CONCEPTSCHEME:
        return tuple(Code(component.id, {"en": component.name}) for component in COMPONENTS)
    return ()
