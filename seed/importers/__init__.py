"""Importers: each format a module with one pure function, from raw bytes to outcomes, and a source record."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from seed.importers import countries, desta, hs, huggo, tota
from seed.importers.reading import Reference
from seed.records import SourceRecord
from seed.report import Outcome


class Format(NamedTuple):
    """A format of files: what it holds, and who reads it.

    `read` gives the outcomes of one file; `names` its names for treaties, with their ids, which files of a folder may
    use to refer to each other. Of a folder, the files with one of `suffixes` are read.
    """

    words: str
    source: SourceRecord
    read: Callable[[BinaryIO, Reference], Iterator[Outcome]]
    suffixes: tuple[str, ...] = (".csv",)
    names: Callable[[BinaryIO], Iterator[tuple[str, str]]] | None = None


FORMATS = {
    "countries": Format("country codes (datasets/country-codes)", countries.SOURCE, countries.read),
    "hs": Format("Harmonized System (datasets/harmonized-system)", hs.SOURCE, hs.read),
    "tota": Format("treaties in ToTA XML, with full text", tota.SOURCE, tota.read, (".xml",), tota.names),
    "desta": Format("DESTA list of treaties, with members", desta.SOURCE, desta.read),
    "huggo": Format("HUGGO parties to trade agreements", huggo.SOURCE, huggo.read),
}
"""The formats of records, by name."""

OBSERVED = {
    "trade-csv": "observations in any CSV file, with `--column reporter=exporter` and the like",
    "world-bank": "indicators of the World Bank: files named after them, or a code such as NY.GDP.MKTP.CD",
}
"""The formats of observations, by name, and what they are: see `seed/observing.py`."""
