"""What a user says about a file of observations: which column holds what, and what to cite."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from models import Indicator, Source
from models.indicator import Measure
from models.source import Confidence, SourceKind
from models.trade_metric import TradeMetricFields
from seed.files import words_of
from seed.importers.reading import Reference
from seed.records import IndicatorRecord, SourceRecord
from seed.rows import Row

FIELDS = tuple(name for name in TradeMetricFields.model_fields if name != "locator")
NEEDED = ("reporter", "period", "value", "indicator", "unit", "source")
CODES = ("iso3", "iso2", "m49")


class Layout(NamedTuple):
    """The column of each field, the text that a field has in every line, and what else a file does not say itself.

    `countries` says what some codes stand for, `codes` of which kind all others are; `source` and `indicator` are
    fields of records that are made where no such record is stored.
    """

    columns: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    countries: Mapping[str, str] = {}
    codes: str = "iso3"
    delimiter: str | None = None
    encoding: str | None = None
    source: Mapping[str, str] = {}
    indicator: Mapping[str, str] = {}


class Catalogue(NamedTuple):
    """What is stored already: countries by their codes, ids of sources, and indicators with their units."""

    countries: Reference = Reference()
    sources: frozenset[str] = frozenset()
    indicators: Mapping[str, str] = {}

    def with_records(self, rows: Sequence[Row]) -> "Catalogue":
        """Add what is about to be stored."""
        sources = {row["id"] for table, row in rows if table is Source}
        indicators = {row["id"]: row["unit"] for table, row in rows if table is Indicator}
        return self._replace(sources=self.sources | sources, indicators={**self.indicators, **indicators})


def completed(layout: Layout, known: Catalogue) -> Layout:
    """Add what needs no words: the unit of the indicator, and that a data set is all that says so."""
    unit = known.indicators.get(layout.constants.get("indicator", ""))
    usual = {"confidence": Confidence.DATASET.value} | ({"unit": unit} if unit else {})
    return layout._replace(constants={n: usual[n] for n in usual if n not in layout.columns} | dict(layout.constants))


def faults(header: Sequence[str], layout: Layout) -> Iterator[str]:
    """Say all that is missing or wrong in a layout, and which option mends it."""
    for field, column in layout.columns.items():
        if column not in header:
            yield f"--column {field}={column}: there is no such column"
        elif header.count(column) > 1:
            yield f"--column {field}={column}: there are {header.count(column)} such columns; rename one"
    yield from (f"{field}: {words}" for field, words in misplaced(layout))
    for field in NEEDED:
        if field not in layout.columns and (field not in layout.constants or field == "value"):
            yield f"{field}: say `--column {field}=…`" + ("" if field == "value" else f" or `--set {field}=…`")


def misplaced(layout: Layout) -> Iterator[tuple[str, str]]:
    """Give the fields of which a layout says what is wrong whatever the columns are, and what it is."""
    for field in sorted({*layout.columns, *layout.constants} - set(FIELDS)):
        yield field, f"there is no such field; there are {', '.join(FIELDS)}"
    for field in sorted(layout.columns.keys() & layout.constants.keys()):
        yield field, "comes from a column or is set, not both"


SOURCE_OPTIONS = {"title": "--source-title", "url": "--source-url", "licence": "--licence"}
INDICATOR_OPTIONS = {"name": "--indicator-name", "definition": "--definition", "measure": "--measure"}


def records(layout: Layout, known: Catalogue, found: list[str]) -> Iterator[Row]:
    """Give the rows of a source and an indicator that are named and not stored; what is missing goes to `found`."""
    source, indicator = layout.constants.get("source"), layout.constants.get("indicator")
    if source and source not in known.sources:
        described: dict[str, Any] = {"id": source, "kind": SourceKind.DATASET, **layout.source}
        yield from _record(SourceRecord, described, "source", SOURCE_OPTIONS, found)
    if indicator and indicator not in known.indicators:
        # Who writes the numbers down says what they are; the column that they are in is the place.
        citation = {"source": source, "locator": f"column {layout.columns.get('value')}", "confidence": "dataset"}
        values: dict[str, Any] = {
            "id": indicator,
            "unit": layout.constants.get("unit"),
            **layout.indicator,
            "citations": [citation],
        }
        yield from _record(IndicatorRecord, values, "indicator", INDICATOR_OPTIONS, found)


def _record(kind: type[Any], values: dict[str, Any], noun: str, options: dict[str, str], found: list[str]) -> list[Row]:
    missing = [option for field, option in options.items() if field not in values and field not in ("url", "licence")]
    if missing:
        hint = f" ({' or '.join(Measure)})" if "--measure" in missing else ""
        found.append(f"{noun}: no {values['id']!r} is stored; {', '.join(missing)}{hint} would make one")
        return []
    try:
        return list(kind.model_validate(values).rows())
    except ValidationError as error:
        found += [f"{noun}: {words_of(fault)}" for fault in error.errors()]
        return []
