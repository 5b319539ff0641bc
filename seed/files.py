"""Reads the curated data files: which file holds what, and everything that is wrong with them, all at once."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import SQLModel

from models import StatementRelation
from models.base import columns
from seed.records import (
    CountryRecord,
    ForumRecord,
    IndicatorRecord,
    OrganizationRecord,
    ProductRecord,
    SourceRecord,
    StatementRecord,
    TradeMetricRecord,
)
from seed.rows import CURATED, is_id, key_of, links, whole
from seed.treaty import TreatyRecord

RECORDS: dict[str, type[Any]] = {
    "sources": SourceRecord,
    "countries": CountryRecord,
    "indicators": IndicatorRecord,
    "products": ProductRecord,
    "organizations": OrganizationRecord,
    "treaties": TreatyRecord,
    "forums": ForumRecord,
    "statements": StatementRecord,
    "trade-metrics": TradeMetricRecord,
}
"""Nouns, each a file `<noun>.toml` or `<noun>.csv`, or a folder of such files."""

Table = dict[tuple[Any, ...], dict[str, Any]]
"""Rows by their primary key."""


class DataError(Exception):
    """Everything that is wrong with some data files, one line each: file, record, field, what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Found(NamedTuple):
    """A record, and the file and the id it was found under."""

    place: str
    record: Any


def read(folder: Path) -> dict[type[SQLModel], Table]:
    """Read all data files of a folder into complete rows by table and primary key.

    Raises DataError with every fault: unknown files and keys, wrong values, references to nothing, doubled ids.
    """
    faults: list[str] = []
    rows: dict[type[SQLModel], Table] = {}
    places: dict[tuple[str, tuple[Any, ...]], str] = {}
    for place, record in _records(folder, faults):
        try:
            for table, row in record.rows():
                _place(rows, places, faults, place, table, row)
        except ValueError as error:
            faults.append(f"{place}: {error}")
    faults += [*_dangling(rows, places), *_doubled(rows, places)]
    if faults:
        raise DataError(faults)
    return rows


def _place(rows: dict[type[SQLModel], Table], places: dict[Any, str], faults: list[str], place: str, *row: Any) -> None:
    table, values = row
    key = key_of(table, values)
    complete = whole(table, values)
    known = rows.setdefault(table, {}).get(key)
    # Statements that contradict each other may both say so.
    if known is not None and (known != complete or table is not StatementRelation):
        other = places[table.__tablename__, key]
        faults.append(
            f"{place}: the {table.__tablename__} {'.'.join(key)} is in {other} too; keep one, or tell them apart"
        )
    if not is_id(str(key[0])):
        faults.append(f"{place}: {key[0]!r} cannot be an id: shorten the locator or give an `id` of plain letters")
    rows[table][key] = complete
    places[table.__tablename__, key] = place


def _records(folder: Path, faults: list[str]) -> Iterator[Found]:
    if not folder.is_dir():
        raise DataError([f"{folder}: there is no such folder; `ENTENTE_DATA` says where the data files are"])
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        name = path.relative_to(folder)
        noun = name.parts[0].removesuffix(path.suffix) if len(name.parts) == 1 else name.parts[0]
        if noun not in RECORDS or path.suffix not in (".toml", ".csv"):
            faults.append(
                f"{name}: not a data file; use .toml or .csv, named or in a folder named {', '.join(RECORDS)}"
            )
            continue
        for label, entry in _entries(path, noun, faults, str(name)):
            try:
                record = RECORDS[noun].model_validate(entry, context=CURATED)
            except ValidationError as error:
                faults += [f"{name}: {label}: {words_of(fault)}" for fault in error.errors()]
                continue
            yield Found(f"{name}: {label}", record)


def _entries(path: Path, noun: str, faults: list[str], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the records of a file, each with what to call it in an error."""
    try:
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                for number, line in enumerate(csv.DictReader(file, strict=True, restkey="more"), start=2):
                    yield f"line {number}", _cells(line)
            return
        document = _plain(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        faults.append(f"{name}: cannot be read: {error}")
        return
    if noun not in document and document.get("id") != path.stem:
        faults.append(f"{name}: the file of a single record is named after it: {document.get('id', '<id>')}.toml")
    entries = document.get(noun, [document])
    if (noun in document and document.keys() != {noun}) or not _are_tables(entries):
        faults.append(
            f"{name}: holds {', '.join(document)}; write one record, or [[{noun}]] before each and nothing else"
        )
        return
    for number, entry in enumerate(entries, start=1):
        yield str(entry.get("id", f"record {number}")), entry


def _are_tables(entries: Any) -> bool:
    return isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)


def _cells(line: dict[str, Any]) -> dict[str, Any]:
    """Read a line of CSV: an empty cell is absent."""
    entry = {name: cell for name, cell in line.items() if cell not in ("", None)}
    if isinstance(cited := entry.get("citations"), str):
        entry["citations"] = [_citation(part) for part in cited.split(";")]
    return entry


def _citation(text: str) -> dict[str, str]:
    """Read `source: locator`, and after it as many ` | field = value` as it takes."""
    place, *more = text.split("|")
    source, _, locator = place.partition(":")
    named = {name.strip(): value.strip() for name, _, value in (part.partition("=") for part in more)}
    return {"source": source.strip(), "locator": locator.strip(), **named}


def _plain(value: Any) -> Any:
    """Write the dates that TOML knows as the texts that the records take."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if type(value) is date else value


CITE = ': citations = [{ source = "id of a source", locator = "page 3" }]'
"""How a citation is written, for those who left it out."""


def words_of(fault: Any) -> str:
    """Say what is wrong with a field of a record, and what to do."""
    where = ".".join(str(part) for part in fault["loc"])
    words = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "missing":
        return f"{where}: is missing; add it{CITE if where.endswith('citations') else ''}"
    if fault["type"] == "extra_forbidden":
        words = "there is no such field; `/docs` and the other files of its kind show the names"
    elif fault["type"] == "string_type":
        words = "must be a text; put it in quotes"
    # What is wrong with a record as a whole says itself which fields it is about.
    return f"{where}: {words} (found {fault['input']!r})" if where else words


def _doubled(rows: dict[type[SQLModel], Table], places: dict[Any, str]) -> Iterator[str]:
    """Name every row that has the same values as another one where they must differ, as two articles of one number."""
    for table, found in rows.items():
        for rule in (c for c in columns(table).constraints if isinstance(c, sa.UniqueConstraint)):
            seen: dict[tuple[Any, ...], str] = {}
            for key, row in found.items():
                place = places[table.__tablename__, key]
                values = tuple(row[column.name] for column in rule.columns)
                if values in seen:
                    yield f"{place}: {' '.join(values)} is there twice; give each {table.__tablename__} its own"
                seen[values] = place


def _dangling(rows: dict[type[SQLModel], Table], places: dict[Any, str]) -> Iterator[str]:
    """Name every reference to a record that no file holds."""
    ids = {table.__tablename__: {key[0] for key in found} for table, found in rows.items()}
    for table, found in rows.items():
        for key, row in found.items():
            place = places[table.__tablename__, key]
            for field, target, id in links(columns(table), row):
                if id not in ids.get(target, ()):
                    yield f"{place}: {field}: no data file holds the {target} {id!r}; add it or correct the id"
