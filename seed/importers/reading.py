"""What the importers share: the codes that they look up, lines of CSV with their numbers, and records that hold."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from pydantic import ValidationError

from seed.files import words_of
from seed.report import Accepted, Place, Refused


class WrongFile(Exception):
    """A file that is not of its format at all; the words say what it should be."""


class Reference(NamedTuple):
    """What is known before an import.

    `iso3`, `iso2` and `m49` (three digits) give the ids of countries, each by codes of one kind: `EC` is Ecuador in one
    and the European Community in files that use another. `treaties` gives ids by the name that a format has for them.
    """

    iso3: Mapping[str, str] = {}
    iso2: Mapping[str, str] = {}
    m49: Mapping[str, str] = {}
    treaties: Mapping[str, str] = {}


class Line(NamedTuple):
    """A line of a table: its number in the file, the header being 1, and its cells by column."""

    number: int
    cells: dict[str, str]


def lines(raw: BinaryIO, needed: Iterable[str], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Iterator[Line]:
    """Give the lines of a CSV file, one at a time.

    Raises WrongFile where columns that the format needs are missing, or the text cannot be read.
    """
    text = io.TextIOWrapper(raw, encoding, newline="")
    table = csv.DictReader(text, delimiter=delimiter, strict=True)
    try:
        if missing := set(needed) - set(table.fieldnames or ()):
            raise WrongFile(f"has no column {', '.join(sorted(missing))}; is it a file of another format?")
        for cells in table:
            yield Line(table.line_num, {name: cell or "" for name, cell in cells.items() if isinstance(name, str)})
    except (csv.Error, UnicodeDecodeError) as error:
        raise WrongFile(f"cannot be read as CSV in {encoding}: {error}") from None
    finally:
        # The file is its opener's to close.
        text.detach()


def checked(place: Place, record: type[Any], values: dict[str, Any]) -> Accepted | Refused:
    """Make a record of some values, or say what is wrong with them."""
    try:
        return Accepted(place, record.model_validate(values))
    except ValidationError as error:
        return Refused(place, "; ".join(words_of(fault) for fault in error.errors()))


def unknown(column: str, code: str) -> str:
    """Say that a code names no country."""
    return f"{column}: no country has the code {code!r}; import `countries` first, or correct the code"


def left_out(columns: Iterable[str]) -> Refused:
    """Say once which columns have no place in the data."""
    return Refused("header", f"columns that no field takes are left out: {', '.join(columns)}")


def noted(cells: Mapping[str, str], names: Iterable[str]) -> str | None:
    """Put what no field takes into words for the note of a citation: `name: value; name: value`."""
    said = [f"{name}: {cells[name]}" for name in names if cells.get(name, "NA") not in ("", "NA")]
    return "; ".join(said) or None
