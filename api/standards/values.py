"""Values of fields in JSON-LD: dates as precise as they are, links to other records, texts in their language."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from api.record import Record
from api.standards.addresses import address, path_of
from api.standards.reading import BY_NAME, Fields
from api.standards.terms import BESIDE, BROADER, ENGLISH, NAMED, TYPES, TYPES_BY_KIND
from models.base import Reference, mark
from models.dates import QUARTER, Dated, period_days

FORMS = {
    re.compile(r"\d{4}-\d\d-\d\d", re.ASCII): "xsd:date",
    re.compile(r"\d{4}-\d\d", re.ASCII): "xsd:gYearMonth",
    re.compile(r"\d{4}", re.ASCII): "xsd:gYear",
}
"""Dates that XML Schema has a type for; any other one is EDTF, as the Library of Congress names it."""


TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


def tag(language: str | None) -> str | None:
    """Give a language where it is a tag that software knows how to read; else nothing."""
    return language if language and TAG.fullmatch(language) else None


def type_of(name: str, row: Mapping[str, Any]) -> str:
    """Give the type of a kind of record, and of what it says its `kind` is."""
    return TYPES_BY_KIND.get((name, row.get("kind", ""))) or TYPES.get(name, "Thing")


def node(name: str, id: str, told: Fields) -> Fields:
    """Give a link to a record, with what is told of it on the spot; what is no record has its name alone."""
    if name not in BY_NAME:
        return {"@type": "Thing", "name": id}
    type_ = BROADER.get(name) or TYPES.get(name, "Thing")
    return {"@id": address(path_of(BY_NAME[name].path, id)), "@type": type_, **told}


def when(text: str) -> Fields:
    """Give a partial date with its type: what is not known to the day is never passed off as a day."""
    if QUARTER.fullmatch(text):
        text = "/".join(f"{day:%Y-%m}" for day in period_days(text))
    type_ = next((name for form, name in FORMS.items() if form.fullmatch(text)), "edtf:EDTF")
    return {"@value": text, "@type": type_}


def exact(text: str | None) -> date | None:
    """Give the one day that a partial date means; nothing where it could be another, or is only about then."""
    if not text or text[-1] in "~?%":
        return None
    first, last = period_days(text)
    return first if first == last else None


def referred(shape: Record, row: Fields, field: str) -> Fields | None:
    """Give the record that a field names, by the field's declaration; nothing where it names none."""
    info = shape.model.model_fields.get(field)
    reference = mark(info, Reference) if info else None
    keys = shape.table.c[field].foreign_keys if field in shape.table.c else ()
    named = [reference.table_of(row, row[field])] if reference else [key.column.table.name for key in keys]
    if not named or not named[0]:
        return None
    beside = {name.removeprefix(f"{field}_"): row.get(name) for name in shape.beside if name.startswith(f"{field}_")}
    told = {BESIDE[name]: value for name, value in beside.items() if value is not None}
    return node(str(named[0]), row[field], told)


def language(shape: Record, row: Fields, field: str) -> str | None:
    """Give the language of a text, where it is known."""
    if field == "text" or (shape.name, field) == ("source", "title"):
        return tag(row.get("language"))
    return "ru" if field.endswith("_ru") else "en" if field in ENGLISH else None


def valued(shape: Record, row: Fields, field: str, value: Any, term: str) -> Any:
    """Give a value of a field, for the term that it goes under."""
    info = shape.model.model_fields.get(field)
    if info is not None and mark(info, Dated) is not None:
        return when(value)
    if (link := referred(shape, row, field)) is not None:
        return link
    if term in NAMED:
        return {"@type": NAMED[term], "name": value}
    if isinstance(value, dict):
        return node(value["kind"], value["id"], {})
    known = language(shape, row, field)
    return {"@value": value, "@language": known} if known else value
