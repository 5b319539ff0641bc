"""`countries`: the country codes of datasets/country-codes, which is public domain."""

from collections.abc import Iterator
from typing import BinaryIO

from models.source import SourceKind
from seed.importers.reading import Line, Reference, checked, left_out, lines
from seed.records import CountryRecord, SourceRecord
from seed.report import Accepted, Outcome, Refused, Repaired

SOURCE = SourceRecord(
    id="country-codes",
    title="Comprehensive country codes",
    publisher="datasets/country-codes (GitHub)",
    url="https://github.com/datasets/country-codes",
    kind=SourceKind.DATASET,
    language="en",
    licence="PDDL-1.0",
)
FIELDS = {
    "id": "ISO3166-1-Alpha-3",
    "iso2": "ISO3166-1-Alpha-2",
    "m49": "M49",
    "name": "CLDR display name",
    "name_ru": "official_name_ru",
    "capital": "Capital",
}
INDEPENDENT = "is_independent"


def read(raw: BinaryIO, _known: Reference) -> Iterator[Outcome]:
    """Give one country a line: independent ones as countries, the others as territories."""
    for line in lines(raw, (*FIELDS.values(), INDEPENDENT)):
        if line.number == 2:
            yield left_out(name for name in line.cells if name not in (*FIELDS.values(), INDEPENDENT))
        yield from _country(line)


def _country(line: Line) -> Iterator[Outcome]:
    values: dict[str, object] = {name: line.cells[column].strip() or None for name, column in FIELDS.items()}
    values["m49"] = str(values["m49"]).zfill(3) if values["m49"] else None
    standing = line.cells[INDEPENDENT].strip()
    values["kind"] = "country" if standing == "Yes" else "territory"
    note = None if standing == "Yes" else f"{INDEPENDENT}: {standing or 'empty'}"
    values["citations"] = [
        {"source": SOURCE.id, "locator": f"row {line.number}", "confidence": "dataset", "note": note}
    ]
    outcome = checked(line.number, CountryRecord, values)
    for name in ("capital", "name_ru") if isinstance(outcome, Accepted) else ():
        if values[name] is None:
            yield Repaired(line.number, f"{FIELDS[name]} is empty: `{name}` is left absent")
    yield outcome if isinstance(outcome, Accepted) else Refused(line.number, outcome.what)
