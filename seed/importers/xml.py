"""XML, read so that no file can reach other files or grow while it is read."""

from typing import BinaryIO
from xml.etree import ElementTree

from seed.importers.reading import WrongFile


class Plain(ElementTree.TreeBuilder):
    """Builds a tree of a document that declares nothing: without a DOCTYPE there are no entities to expand or fetch."""

    def doctype(self, name: str, *_: str | None) -> None:
        """Refuse a DOCTYPE."""
        raise WrongFile(f"declares a DOCTYPE ({name}), which could fetch or multiply text; take the declaration out")


def parse(raw: BinaryIO, root: str) -> ElementTree.Element:
    """Read a whole document, whose root has to have a name.

    Raises WrongFile where it is not XML, or another kind of document.
    """
    try:
        # What makes XML unsafe is refused above.
        tree = ElementTree.parse(raw, ElementTree.XMLParser(target=Plain()))  # noqa: S314
    except ElementTree.ParseError as error:
        raise WrongFile(f"is not well-formed XML: {error}") from None
    found = tree.getroot()
    if found.tag != root:
        raise WrongFile(f"is a document <{found.tag}>, not <{root}>; is it a file of another format?")
    return found
