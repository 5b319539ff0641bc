"""Which form an answer has: what the request accepts (RFC 9110, 12.5.1), among the media types that SDMX names."""

from typing import NamedTuple

from starlette.types import Scope
from starlette_compress import add_compress_type

from api.caching import header
from api.problems import Problem

PLAIN = {"charset": "utf-8", "labels": "id", "timeformat": "original", "keys": "none"}
"""Parameters that change nothing: what they ask for is how it is."""


class Media(NamedTuple):
    """One media type with its version, what else it is called, and how a file of it ends."""

    type: str
    version: str
    alias: str
    ending: str

    @property
    def full(self) -> str:
        """The media type as the header has it."""
        return f"{self.type};version={self.version}"

    def suits(self, type: str, parameters: dict[str, str]) -> bool:
        """Tell whether a range of media types includes this one."""
        ranges = (self.type, self.alias, "application/*", f"{self.alias.partition('/')[0]}/*", "*/*")
        known = {**PLAIN, "version": self.version}
        return type in ranges and all(known.get(name) == value for name, value in parameters.items())


CSV = Media("application/vnd.sdmx.data+csv", "2.0.0", "text/csv", "csv")
JSON = Media("application/vnd.sdmx.data+json", "2.0.0", "application/json", "json")
XML = Media("application/vnd.sdmx.genericdata+xml", "2.1", "application/xml", "xml")
STRUCTURE_XML = Media("application/vnd.sdmx.structure+xml", "2.1", "application/xml", "xml")
STRUCTURE_JSON = Media("application/vnd.sdmx.structure+json", "2.0.0", "application/json", "json")

DATA, STRUCTURE = (CSV, JSON, XML), (STRUCTURE_XML, STRUCTURE_JSON)
"""The forms of each answer; the first is for those who do not mind."""

FIRST_DATA = (XML, CSV, JSON)
"""The same of data for SDMX REST 1, whose clients know XML best."""

for media in (*DATA, *STRUCTURE):
    add_compress_type(media.type)


def chosen(scope: Scope, forms: tuple[Media, ...]) -> Media:
    """Give the form that a request likes best.

    Of what it likes equally, what it names before what a star stands for. Raises Problem where it accepts none.
    """
    accepted = header(scope, b"accept") or "*/*"
    wishes = [wish(text) for text in accepted.split(",")]
    for type, parameters, quality in sorted(wishes, key=lambda wish: (-wish[2], wish[0].count("*"))):
        for form in forms:
            if quality > 0 and form.suits(type, parameters):
                return form
    there = " or ".join(form.full for form in forms)
    raise Problem("not-acceptable", f"This can be had as {there}.", Vary="Accept")


def wish(text: str) -> tuple[str, dict[str, str], float]:
    """Read one range of an `Accept` header: its type, its parameters and its weight, 0 where that is no number."""
    type, *rest = (part.strip().lower() for part in text.split(";"))
    parameters = {name.strip(): value.strip().strip('"') for name, _, value in (part.partition("=") for part in rest)}
    try:
        quality = float(parameters.pop("q", 1))
    except ValueError:
        quality = 0
    return type, {name: value for name, value in parameters.items() if name}, quality
