"""Structure as SDMX-JSON 2.0."""

from collections.abc import Callable
from typing import Any

import msgspec

from api.sdmx.concepts import AGENCY, ATTRIBUTES, CONCEPTS, DIMENSIONS, FLOW, TIME, VALUE, VERSION, Component, urn
from api.sdmx.message import Message
from api.sdmx.observations_json import SCHEMAS, in_languages, meta
from api.sdmx.structure import Artefact, Kind

SCHEMA = f"{SCHEMAS}/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json"
Json = dict[str, Any]


def in_json(found: list[Artefact], about: Message) -> bytes:
    """Write artefacts, those of a kind together."""
    data: dict[str, list[Json]] = {}
    for artefact in found:
        name, write = WRITTEN[artefact.kind]
        head = {"id": artefact.id, "agencyID": AGENCY, "version": VERSION, **in_languages({"en": artefact.name})}
        data.setdefault(name, []).append({**head, **write(artefact)})
    return msgspec.json.encode({"meta": meta(SCHEMA, about), "data": data})


def _dataflow(_artefact: Artefact) -> Json:
    return {"structure": urn("DataStructure", FLOW)}


def _datastructure(_artefact: Artefact) -> Json:
    observation: Json = {"usage": "optional", "attributeRelationship": {"observation": {}}}
    dimensions = [{**component(part), "position": at} for at, part in enumerate(DIMENSIONS)]
    components = {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": component(TIME)},
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [{**component(part), **observation} for part in ATTRIBUTES],
        },
        "measureList": {"id": "MeasureDescriptor", "measures": [{**component(VALUE), "usage": "optional"}]},
    }
    return {"dataStructureComponents": components}


def component(part: Component) -> Json:
    """Write a component: its concept, and its code list or else its type."""
    values = {"enumeration": urn("Codelist", part.codes)} if part.codes else {"format": {"dataType": part.type}}
    return {"id": part.id, "conceptIdentity": urn("Concept", CONCEPTS, part.id), "localRepresentation": values}


def _items(name: str) -> Callable[[Artefact], Json]:
    def write(artefact: Artefact) -> Json:
        found = ((code, {"description": code.words} if code.words else {}) for code in artefact.items)
        return {name: [{"id": code.id, **in_languages(code.names), **words} for code, words in found]}

    return write


WRITTEN: dict[Kind, tuple[str, Callable[[Artefact], Json]]] = {
    Kind.DATAFLOW: ("dataflows", _dataflow),
    Kind.DATASTRUCTURE: ("dataStructures", _datastructure),
    Kind.CONCEPTSCHEME: ("conceptSchemes", _items("concepts")),
    Kind.CODELIST: ("codelists", _items("codes")),
}
"""Where the artefacts of each kind stand, and what is in one beside its names."""
