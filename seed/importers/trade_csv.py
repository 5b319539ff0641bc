"""`trade-csv`: observations in any CSV file, its columns mapped by options."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any, BinaryIO, NamedTuple

from seed.bulk import Batch
from seed.cells import Read, Reader
from seed.importers.country_codes import Codes
from seed.importers.layout import Catalogue, Layout, completed, faults, records
from seed.importers.reading import WrongFile, left_out
from seed.observations import Checker
from seed.report import Refused
from seed.rows import Row

SIZE = 2_000
"""Lines that are checked at once: few enough to stay in the cache of a processor."""

DELIMITERS = ",;\t|"


class Table(NamedTuple):
    """A CSV file that is open: its columns, and the reader of the lines after them."""

    header: list[str]
    lines: Any


class Plan(NamedTuple):
    """How files are read: see `Observations` for what the rows are, `records` for what is stored along with them."""

    layout: Layout
    known: Catalogue
    names: Sequence[str]
    constants: Mapping[str, Any]
    records: list[Row]

    def read(self, raw: BinaryIO, file: str, *, several: bool = False) -> Iterator[Batch]:
        """Give the rows of a file; where there are several, places in the source name it.

        Raises WrongFile where it cannot be read as the others.
        """
        with opened(raw, self.layout) as table:
            if found := list(faults(table.header, self.layout)):
                raise WrongFile(_told(found, table.header))
            yield from batches(table, self.layout, checker(self.layout, self.known, file if several else ""))


def plan(raw: BinaryIO, layout: Layout, known: Catalogue) -> Plan:
    """Make a plan, from the columns of a first file.

    Raises WrongFile with all that is missing, and the columns that are there.
    """
    with opened(raw, layout) as table:
        header, layout = table.header, completed(layout, known)
    found = list(faults(header, layout))
    made = list(records(layout, known, found))
    if not found:
        known = known.with_records(made)
        try:
            check = checker(layout, known)
            return Plan(layout, known, check.names, check.constants, made)
        except ValueError as error:
            found = [f"--set {fault}" for fault in str(error).split("; ")]
    raise WrongFile(_told(found, header))


def _told(found: list[str], header: list[str]) -> str:
    return "\n  ".join(["cannot be read yet:", *found, f"columns found: {', '.join(header)}"])


def checker(layout: Layout, known: Catalogue, file: str = "") -> Checker:
    """Make what checks the lines of a file. Raises ValueError where a text that is set is wrong."""
    ids: Mapping[str, str] = getattr(known.countries, layout.codes)
    # M49 is a number to programs that write tables: 4 is 004.
    codes = Codes({code.lstrip("0"): id for code, id in ids.items()} | dict(ids), layout.countries)
    # An id that is set is one of ours, whatever kind of code the columns have.
    own = Codes(known.countries.iso3, layout.countries)
    readers = {
        name: (codes if name in layout.columns else own).reader(optional=name == "partner")
        for name in ("reporter", "partner")
    }
    readers |= {"source": _stored("source", known.sources), "indicator": _stored("indicator", known.indicators)}
    locate: Callable[[Any], str] = partial("{}, row {}".format, file) if file else "row {}".format
    return Checker(tuple(layout.columns), layout.constants, readers, locate)


def _stored(noun: str, ids: Any) -> Reader:
    def read(text: str) -> Read:
        if text.strip() not in ids:
            raise ValueError(f"no {noun} {text!r} is stored")
        return Read(text.strip())

    return read


@contextmanager
def opened(raw: BinaryIO, layout: Layout) -> Iterator[Table]:
    """Open a CSV file: in UTF-8, or UTF-16 with its mark, and with the delimiter that its first line has most.

    Raises WrongFile where its first line cannot be read.
    """
    marked = "utf-16" if raw.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    raw.seek(0)
    try:
        text = io.TextIOWrapper(raw, layout.encoding or marked, newline="")
    except LookupError as error:
        raise WrongFile(f"cannot be read: {error}; `--encoding` says how it is written") from None
    try:
        yield _table(text, layout.delimiter)
    finally:
        # The file is its opener's to close.
        text.detach()


def _table(text: io.TextIOWrapper, delimiter: str | None) -> Table:
    try:
        first = text.readline()
        delimiter = delimiter or max(DELIMITERS, key=first.count)
        header = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        return Table([name.strip() for name in header], csv.reader(text, delimiter=delimiter, strict=True))
    except (UnicodeError, TypeError, csv.Error) as error:
        raise WrongFile(f"cannot be read: {error}; `--encoding` and `--delimiter` say how it is written") from None


def batches(table: Table, layout: Layout, check: Checker) -> Iterator[Batch]:
    """Give the rows of a file, batch by batch. Raises WrongFile as `rows_of` does."""
    if others := [name for name in table.header if name not in layout.columns.values()]:
        yield Batch(0, (), [left_out(others)])
    for starts, lines, refused in rows_of(table, tuple(layout.columns.values())):
        batch = check.check(starts, lines)
        yield Batch(batch.lines + len(refused), batch.rows, [*refused, *batch.outcomes])


class Lines(NamedTuple):
    """Some lines of a table: on which lines of the file they start, the cells that are wanted, and what is no line."""

    starts: Sequence[int]
    cells: Sequence[tuple[str, ...]]
    refused: Sequence[Refused] = ()


def rows_of(table: Table, columns: Sequence[str]) -> Iterator[Lines]:
    """Give the cells of some columns of a file, some lines at a time.

    Raises WrongFile where it is no CSV, or not in this encoding.
    """
    places = [table.header.index(name) for name in columns]
    picked: Any = itemgetter(*places) if len(places) > 1 else lambda line: (line[places[0]],)
    last = 1
    try:
        # The reader counts from the second line; what is quoted may span several.
        while found := [(line, table.lines.line_num + 1) for line in islice(table.lines, SIZE)]:
            lines, ends = zip(*found, strict=True)
            starts, last = [last + 1, *(end + 1 for end in ends[:-1])], ends[-1]
            yield _even(len(table.header), starts, lines, picked)
    except (UnicodeError, csv.Error) as error:
        raise WrongFile(f"cannot be read after line {last}: {error}; `--encoding` says how it is written") from None


def _even(width: int, starts: Sequence[int], lines: Sequence[list[str]], picked: Any) -> Lines:
    if {*map(len, lines)} == {width}:
        return Lines(starts, list(map(picked, lines)))
    refused = [
        Refused(at, f"has {len(line)} cells, and there are {width} columns; is a delimiter or a quote missing?")
        for at, line in zip(starts, lines, strict=True)
        # An empty line says nothing.
        if line and len(line) != width
    ]
    fit = [(at, picked(line)) for at, line in zip(starts, lines, strict=True) if len(line) == width]
    return Lines([at for at, _ in fit], [cells for _, cells in fit], refused)
