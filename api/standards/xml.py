"""XML as the formats here write it: elements in the namespace that stands around them."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from api.routes.feed import UNFIT

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def say(parent: Element, name: str, text: str = "", attributes: Mapping[str, str | None] | None = None) -> Element:
    """Add an element; what is absent is no attribute, and what XML has no place for is replaced."""
    found = {key: fit(value) for key, value in (attributes or {}).items() if value is not None}
    element = SubElement(parent, name, found)
    element.text = fit(text) or None
    return element


def fit(text: str) -> str:
    """Give a text that XML 1.0 has a place for."""
    return UNFIT.sub("\ufffd", text)


def tell(parent: Element, name: str, value: Any) -> None:
    """Add a value as elements: the fields of a record inside one, each value of a list in its own."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            inner = SubElement(parent, name)
            for field, told in _present(part):
                tell(inner, field, told)
        elif part is not None:
            say(parent, name, str(part))


def _present(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((field, value) for field, value in fields.items() if value is not None)


def written(root: Element) -> bytes:
    """Write a document in UTF-8."""
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text
