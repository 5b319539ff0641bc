"""Records as JSON-LD in the vocabulary of schema.org, with a context inside: nothing has to be fetched to read one."""

from collections.abc import Callable, Iterator
from typing import Any

from api.record import Record, citation
from api.resource import Resource
from api.standards.addresses import address, path_of
from api.standards.reading import BY_NAME, Fields
from api.standards.terms import BOUNDS, CODES, FORCE, PERIODS, RELATIONS, TERMS, WORKS
from api.standards.values import node, referred, type_of, valued, when
from models.base import in_units

Pairs = Iterator[tuple[str, Any]]
"""Terms, each with one value."""

PREFIXES = {
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}
OWN: Fields = {"acts": {"@reverse": "schema:object"}, "url": {"@id": "schema:url", "@type": "@id"}}
"""Words that stand for more than a term of schema.org: `acts` are the actions that a treaty is the object of."""


def document(resource: Resource, record: Fields) -> Fields:
    """Write a record as a document of its own."""
    body = thing(resource, record)
    terms = {word: OWN.get(word, f"schema:{word}") for word in sorted({*_words(body)})}
    return {"@context": PREFIXES | terms, **body}


def _words(value: Any) -> Iterator[str]:
    """Give the terms and the types of a document."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        if not name.startswith("@"):
            yield name
        elif name == "@type" and ":" not in inner:
            yield inner
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words(inner)


def thing(shape: Record, row: Fields) -> Fields:
    """Write a record, and what belongs to it inside it."""
    found: dict[str, list[Any]] = {}
    for term, value in _pairs(shape, row):
        found.setdefault(term, []).append(value)
    body = {term: values[0] if len(values) == 1 else values for term, values in found.items()}
    return {**_named(shape, row), "@type": type_of(shape.name, row), **body}


def _named(shape: Record, row: Fields) -> Fields:
    """Give the address of a record, where it has one."""
    resource = BY_NAME.get(str(shape.table.name))
    return {"@id": address(path_of(resource.path, row["id"]))} if resource and "id" in row else {}


def _pairs(shape: Record, row: Fields) -> Pairs:
    terms = TERMS.get(shape.name, {})
    for field, value in row.items():
        if (shape.name, field) in OTHERWISE:
            yield from OTHERWISE[shape.name, field](shape, row) if value is not None else ()
        elif field == "citations":
            yield from _citations(shape.name, value)
        elif value is not None and field not in shape.beside and (field != "id" or "id" in terms):
            term, of = terms.get(field), shape.all_includes.get(field)
            for part in value if isinstance(value, list) else [value]:
                told = _inside(of.of, part, row["id"]) if of else valued(shape, row, field, part, term or "")
                yield (term, told) if term else extra(shape, field, told)


def _inside(shape: Record, row: Fields, around: str) -> Fields:
    """Write a record inside another one, which it need not name."""
    return thing(shape, {field: value for field, value in row.items() if field == "id" or value != around})


def extra(shape: Record, field: str, value: Any, name: str = "") -> tuple[str, Any]:
    """Give what no term is there for, under its own name and with the place that explains it."""
    place = address(f"/openapi.json#/components/schemas/{shape.read.__name__}/properties/{field}")
    return "additionalProperty", {"@type": "PropertyValue", "name": name or field, "propertyID": place, "value": value}


def _citations(name: str, rows: list[Fields]) -> Pairs:
    """Write citations: what part a source has in a record, and where in it; the record is the one that they are in."""
    term = "citation" if name in WORKS else "subjectOf"
    for row in rows:
        known = ("resource", "record") if "resource" in row else ()
        part = thing(citation, {field: value for field, value in row.items() if field not in known})
        yield term, {term if key == "citation" else key: value for key, value in part.items()}


def _source(shape: Record, row: Fields) -> Pairs:
    """Write the one source of a record that names it itself."""
    fields = ("source", "source_title", "source_url", "locator", "confidence", "note")
    yield from _citations(shape.name, [{field: row[field] for field in fields if field in row}])


def _relations(shape: Record, row: Fields) -> Pairs:
    """Write what a record is tied to; the sources that say so are its sources."""
    of = shape.all_includes["relations"].of
    for part in row.get("relations", ()):
        end = next(name for name in ("related", "related_statement") if name in part)
        other, term = referred(of, part, end), RELATIONS.get(part["relation"])
        yield extra(of, "relation", other, part["relation"])
        yield from [(term, other)] if term else ()
        yield from _citations(shape.name, part.get("citations", []))


def _status(shape: Record, row: Fields) -> Pairs:
    yield extra(shape, "status", row["status"])
    if row["status"] in FORCE:
        yield "legislationLegalForce", {"@id": f"schema:{FORCE[row['status']]}"}


def _code(field: str) -> Callable[[Record, Fields], Pairs]:
    def code(_shape: Record, row: Fields) -> Pairs:
        yield "identifier", {"@type": "PropertyValue", "propertyID": CODES[field], "value": row[field]}

    return code


def _in_force(shape: Record, row: Fields) -> Pairs:
    """Write when a treaty entered into force, and the span in it where both ends are plain dates, or one is open."""
    start, end = row["in_force"], row["terminated"] or (".." if row["status"] == "in_force" else None)
    yield extra(shape, "in_force", when(start))
    if end and "/" not in start + end:
        yield "temporalCoverage", when(f"{start}/{end}")


def _predecessors(shape: Record, row: Fields) -> Pairs:
    yield from (extra(shape, "predecessors", node("organization", id, {})) for id in row["predecessors"])


def _place(shape: Record, row: Fields) -> Pairs:
    """Write where a meeting was: its city, in its country."""
    country = {"containedInPlace": referred(shape, row, "country")} if row["country"] else {}
    yield "location", {"@type": "City", "name": row["city"], **country}


def _host(shape: Record, row: Fields) -> Pairs:
    """Write the country where a meeting was, where nobody names the city."""
    yield from () if row["city"] else [("location", referred(shape, row, "country"))]


def _participants(shape: Record, row: Fields) -> Pairs:
    """Write who took part: persons, for whom; or the countries and organizations, where nobody names the person."""
    of = shape.all_includes["participants"].of
    for part in row["participants"]:
        somebody = part["person"] or part["role"]
        yield "attendee", _inside(of, part, row["id"]) if somebody else referred(of, part, "party")


def _series(_shape: Record, row: Fields) -> Pairs:
    yield "superEvent", {"@type": "EventSeries", "identifier": row["series"]}


def _number(shape: Record, row: Fields) -> Pairs:
    """Write a number in its unit, as a bound where its source gives one; and as it stands."""
    yield BOUNDS.get(row["qualifier"], "value"), in_units(row["value"], row["unit_mult"])
    yield extra(shape, "value", row["value"])


def _frequency(shape: Record, row: Fields) -> Pairs:
    yield extra(shape, "frequency", row["frequency"])
    if row["frequency"] in PERIODS:
        yield "observationPeriod", PERIODS[row["frequency"]]


def _record(shape: Record, row: Fields) -> Pairs:
    """Write what a citation is about."""
    yield extra(shape, "record", node(row["resource"], row["record"], {}) if "resource" in row else row["record"])


def _claims(shape: Record, row: Fields) -> Pairs:
    yield from _citations(shape.name, row["values"])


NAMING = ("trade_metric", "product")
"""Records that name their one source themselves."""

OTHERWISE: dict[tuple[str, str], Callable[[Record, Fields], Pairs]] = {
    **{("country", field): _code(field) for field in CODES},
    **{(name, "source"): _source for name in NAMING},
    # Of a number or a product, its source has them.
    **{(name, field): lambda *_: iter(()) for name in NAMING for field in ("locator", "confidence", "note")},
    **{(name, "relations"): _relations for name in ("treaty", "statement")},
    ("treaty", "status"): _status,
    ("treaty", "in_force"): _in_force,
    ("organization", "predecessors"): _predecessors,
    ("forum", "city"): _place,
    ("forum", "country"): _host,
    ("forum", "series"): _series,
    ("forum", "participants"): _participants,
    ("trade_metric", "value"): _number,
    ("trade_metric", "frequency"): _frequency,
    ("citation", "record"): _record,
    ("conflict", "values"): _claims,
}
"""Fields that are more than one term, by the kind of record."""
