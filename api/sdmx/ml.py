"""SDMX-ML 2.1: elements, and the header of every message."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from api.sdmx.concepts import AGENCY
from api.sdmx.message import Message
from api.standards.xml import fit

START = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACES = {
    f"xmlns:{prefix}": f"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/{name}"
    for prefix, name in {"mes": "message", "str": "structure", "com": "common", "gen": "data/generic"}.items()
}


def tag(name: str, *inside: str, **attributes: Any) -> str:
    """Write an element; what is inside is written already."""
    told = "".join(f" {key}={quoteattr(fit(str(value)))}" for key, value in attributes.items())
    return f"<{name}{told}>{''.join(inside)}</{name}>" if inside else f"<{name}{told}/>"


def said(text: str) -> str:
    """Write a text."""
    return escape(fit(text))


def header(about: Message, *more: str) -> str:
    """Write what a message says of itself, and more of it."""
    told = (tag("mes:ID", about.id), tag("mes:Test", "false"), tag("mes:Prepared", about.prepared))
    return tag("mes:Header", *told, tag("mes:Sender", id=AGENCY), *more)
