"""`hs`: the Harmonized System of datasets/harmonized-system, which is public domain."""

from collections.abc import Iterator
from typing import BinaryIO

from models.product import ProductLevel
from models.source import SourceKind
from seed.importers.reading import Reference, checked, lines
from seed.records import ProductRecord, SourceRecord
from seed.report import Outcome, Repaired

SOURCE = SourceRecord(
    id="harmonized-system",
    title="Harmonized System, edition of 2022",
    publisher="datasets/harmonized-system (GitHub)",
    url="https://github.com/datasets/harmonized-system",
    kind=SourceKind.DATASET,
    language="en",
    licence="PDDL-1.0",
)
TOTAL = "TOTAL"
LEVELS = {2: ProductLevel.CHAPTER, 4: ProductLevel.HEADING, 6: ProductLevel.SUBHEADING, 5: ProductLevel.TOTAL}
"""By the letters of a code; `TOTAL` has five."""


def read(raw: BinaryIO, _known: Reference) -> Iterator[Outcome]:
    """Give one product a line: a chapter, a heading, a subheading, or the total."""
    for number, cells in lines(raw, ("section", "hscode", "description", "parent", "level")):
        code = cells["hscode"].strip()
        if cells["parent"] == TOTAL:
            yield Repaired(
                number, "TOTAL as parent: read as none, for a chapter is at the top; `level` tells the total"
            )
        values = {
            "id": code,
            "name": cells["description"],
            "level": LEVELS.get(len(code)),
            # What is beyond the chapters of the system is in no section of it.
            "section": None if cells["section"] == TOTAL else cells["section"],
            "parent": None if cells["parent"] == TOTAL else cells["parent"],
            "source": SOURCE.id,
            "locator": f"row {number}",
        }
        if cells["level"] != str(len(code)):
            yield Repaired(number, f"level {cells['level']!r} of a code of {len(code)} digits: read by its digits")
        yield checked(number, ProductRecord, values)
