"""Importers: each format a module with one pure function, from raw bytes to outcomes, and a source record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple, Protocol

from seed.bulk import Batch
from seed.importers import countries, desta, hs, huggo, tota, trade_csv, world_bank
from seed.importers.layout import Catalogue, Layout
from seed.importers.reading import Reference
from seed.records import SourceRecord
from seed.report import Outcome
from seed.rows import Row


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


class Plan(Protocol):
    """How the files of an import become observations: see `seed.bulk.Observations` for the first three."""

    @property
    def names(self) -> Sequence[str]:
        """Give the columns that differ from row to row."""

    @property
    def constants(self) -> Mapping[str, Any]:
        """Give the others."""

    @property
    def records(self) -> list[Row]:
        """Give the rows of other tables."""

    def read(self, raw: BinaryIO, file: str, *, several: bool = False) -> Iterator[Batch]:
        """Give the rows of one file."""


class Observed(NamedTuple):
    """A format of observations: what it is, and what plans to read it from the first file and the options."""

    words: str
    plan: Callable[[BinaryIO, Layout, Catalogue], Plan]


OBSERVED = {
    "trade-csv": Observed(
        "observations in any CSV file, with `--column reporter=exporter` and the like", trade_csv.plan
    ),
    "world-bank": Observed(
        "indicators of the World Bank: files named after them, or a code such as NY.GDP.MKTP.CD", world_bank.plan
    ),
}
"""The formats of observations, by name: see `seed/observing.py`."""
