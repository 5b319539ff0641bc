"""Structure as SDMX-ML 2.1: sdmx1 reads it in no other form that it can then make keys of."""

from collections.abc import Callable
from typing import Any

from api.sdmx.concepts import AGENCY, ATTRIBUTES, CONCEPTS, DIMENSIONS, FLOW, PACKAGES, TIME, VALUE, VERSION, Component
from api.sdmx.message import Message
from api.sdmx.ml import SPACES, START, header, said, tag
from api.sdmx.structure import Artefact, Kind


def in_xml(found: list[Artefact], about: Message) -> bytes:
    """Write artefacts, those of a kind together."""
    lists = []
    for kind, (group, name, write) in WRITTEN.items():
        if ours := [one for one in found if one.kind == kind]:
            lists.append(tag(group, *(artefact(name, one, *write(one)) for one in ours)))
    return (START + tag("mes:Structure", header(about), tag("mes:Structures", *lists), **SPACES)).encode()


def artefact(name: str, one: Artefact, *inside: str) -> str:
    """Write an artefact around what is in it."""
    return tag(f"str:{name}", *named({"en": one.name}), *inside, id=one.id, agencyID=AGENCY, version=VERSION)


def named(names: dict[str, str], words: str = "") -> list[str]:
    """Write names, each in its language, and a description where there is one."""
    written = [tag("com:Name", said(name), **{"xml:lang": language}) for language, name in names.items()]
    return [*written, tag("com:Description", said(words), **{"xml:lang": "en"})] if words else written


def _dataflow(_one: Artefact) -> list[str]:
    return [tag("str:Structure", reference("DataStructure", FLOW))]


def _datastructure(_one: Artefact) -> list[str]:
    observation = tag("str:AttributeRelationship", tag("str:PrimaryMeasure", tag("Ref", id=VALUE.id)))
    dimensions = [component("Dimension", part, position=at) for at, part in enumerate(DIMENSIONS, 1)]
    time = component("TimeDimension", TIME, position=len(DIMENSIONS) + 1)
    attributes = [component("Attribute", part, observation, assignmentStatus="Conditional") for part in ATTRIBUTES]
    lists = (
        tag("str:DimensionList", *dimensions, time, id="DimensionDescriptor"),
        tag("str:AttributeList", *attributes, id="AttributeDescriptor"),
        tag("str:MeasureList", component("PrimaryMeasure", VALUE), id="MeasureDescriptor"),
    )
    return [tag("str:DataStructureComponents", *lists)]


def reference(kind: str, id: str, within: str = "") -> str:
    """Refer to an artefact of ours, or to an item of the one that it is within."""
    place = {"maintainableParentID": within, "maintainableParentVersion": VERSION} if within else {"version": VERSION}
    return tag("Ref", id=id, agencyID=AGENCY, package=PACKAGES[kind], **place, **{"class": kind})


def component(name: str, part: Component, *more: str, **attributes: Any) -> str:
    """Write a component: its concept, and its code list or else its type."""
    listed = tag("str:Enumeration", reference("Codelist", part.codes)) if part.codes else ""
    values = listed or tag("str:TextFormat", textType=part.type)
    concept = tag("str:ConceptIdentity", reference("Concept", part.id, CONCEPTS))
    return tag(f"str:{name}", concept, tag("str:LocalRepresentation", values), *more, id=part.id, **attributes)


def _items(name: str) -> Callable[[Artefact], list[str]]:
    return lambda one: [tag(name, *named(code.names, code.words), id=code.id) for code in one.items]


WRITTEN: dict[Kind, tuple[str, str, Callable[[Artefact], list[str]]]] = {
    Kind.DATAFLOW: ("str:Dataflows", "Dataflow", _dataflow),
    Kind.CODELIST: ("str:Codelists", "Codelist", _items("str:Code")),
    Kind.CONCEPTSCHEME: ("str:Concepts", "ConceptScheme", _items("str:Concept")),
    Kind.DATASTRUCTURE: ("str:DataStructures", "DataStructure", _datastructure),
}
"""Elements around the artefacts of each kind and around one, and what is in one; in the order of the schema."""
