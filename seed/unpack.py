"""Reads a package: its `datapackage.json` and, one by one, the rows of its files, each checked with its model."""

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model
from sqlmodel import SQLModel

from models.base import tables
from seed.files import DataError
from seed.package import DESCRIPTOR, NAME, Format, facts, names, schema, written

MOST_FAULTS, BATCH = 100, 2_000
AGAIN = "copy it again, or export it again"


class Faults(list[str]):
    """What is wrong with a package, a line each: file, line, field, what to do."""

    def note(self, *faults: str) -> None:
        """Add faults; raise DataError where there are too many to be worth reading on."""
        self.extend(faults)
        if len(self) >= MOST_FAULTS:
            self.append(f"no more is read after {len(self)} faults")
            raise DataError(self)

    def end(self) -> None:
        """Raise DataError where there is any."""
        if self:
            raise DataError(self)


class DescribedField(BaseModel):
    """A column of a file."""

    name: str
    type: str


class DescribedSchema(BaseModel):
    """The columns of a file."""

    fields: list[DescribedField]


class DescribedFile(BaseModel):
    """A file of a package."""

    name: str
    path: str
    format: Format
    bytes: int = Field(ge=0)
    hash: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    columns: DescribedSchema = Field(alias="schema")


class Described(BaseModel):
    """What a `datapackage.json` must say to be loaded."""

    name: str
    resources: list[DescribedFile]


class Line(NamedTuple):
    """A row, the line of its file that it begins on, and its bytes there."""

    number: int
    row: dict[str, Any]
    raw: bytes

    def values(self, fields: Sequence[str]) -> list[Any]:
        """Give the values of some fields, in their order."""
        return [self.row[name] for name in fields]


Given = tuple[int, dict[str, Any], bytes]
"""The same before it is checked."""


def is_package(folder: Path) -> bool:
    """Tell whether a folder holds a package, and not data files."""
    return (folder / DESCRIPTOR).is_file()


def described(folder: Path) -> dict[sa.Table, DescribedFile]:
    """Read what a package says it holds: a file for every table of facts, with the columns of this code.

    Raises DataError with all that is otherwise.
    """
    try:
        package = Described.model_validate_json((folder / DESCRIPTOR).read_bytes())
    except ValidationError as error:
        places = ((".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors())
        raise DataError([f"{DESCRIPTOR}: {place}: {words}; {AGAIN}" for place, words in places]) from None
    files = {file.name: file for file in package.resources}
    known = {table.name: table for table in facts()}
    faults = Faults()
    if package.name != NAME:
        faults.note(f"{DESCRIPTOR}: the package is {package.name!r}; only those of `entente export` can be loaded")
    if len(files) != len(package.resources):
        faults.note(f"{DESCRIPTOR}: two resources have the same name; {AGAIN}")
    faults.note(*(f"{DESCRIPTOR}: there is no table {name!r} here; {OTHER}" for name in sorted(files - known.keys())))
    faults.note(*(f"{DESCRIPTOR}: lacks the table {name!r}; {OTHER}" for name in sorted(known.keys() - files)))
    for name in sorted(files.keys() & known):
        faults.note(*_differences(folder, files[name], known[name]))
    faults.end()
    return {table: files[table.name] for table in facts()}


OTHER = "load it with the version of Entente that exported it, migrate there, and export it again"


def _differences(folder: Path, file: DescribedFile, table: sa.Table) -> Iterator[str]:
    ours = [(field["name"], field["type"]) for field in schema(table)["fields"]]
    theirs = [(field.name, field.type) for field in file.columns.fields]
    if ours != theirs:
        found = ", ".join(f"{name} {type}" for name, type in sorted(set(ours) ^ set(theirs))) or "their order"
        yield f"{DESCRIPTOR}: the columns of {file.name!r} are not those here ({found}); {OTHER}"
    # The name of the table is the name of the file: no package can have another file of this machine read.
    if file.path != f"{table.name}.{file.format}":
        yield f"{DESCRIPTOR}: the path of {file.name!r} is {file.path!r}, not '{table.name}.{file.format}'; {AGAIN}"
    elif not (folder / file.path).is_file():
        yield f"{file.path}: there is no such file in {folder}; {AGAIN}"


class Reading:
    """The lines of a file, counted and digested as they are read."""

    def __init__(self, path: Path) -> None:
        self.path, self.bytes, self.number, self._digest = path, 0, 0, hashlib.sha256()
        self._lines = self._read()

    def _read(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            for line in file:
                self.bytes, self.number = self.bytes + len(line), self.number + 1
                self._digest.update(line)
                yield line

    def __iter__(self) -> Iterator[bytes]:
        return self._lines

    def differs(self, file: DescribedFile) -> Iterator[str]:
        """Read what is left, and tell whether the file is not what its package says."""
        for _ in self._lines:
            pass
        if self.bytes != file.bytes:
            yield (
                f"{file.path}: line {self.number}: the file ends after {self.bytes} bytes, {DESCRIPTOR} says "
                f"{file.bytes}; {AGAIN}"
            )
        elif f"sha256:{self._digest.hexdigest()}" != file.hash:
            yield f"{file.path}: a byte is not what it was, its SHA-256 is not that of {DESCRIPTOR}; {AGAIN}"


def batches(folder: Path, table: sa.Table, file: DescribedFile, faults: Faults) -> Iterator[list[Line]]:
    """Give the rows of a file; what is wrong with a row, or with the file, is noted as a fault."""
    fields, reading = names(table), Reading(folder / file.path)
    found = _rows(reading, table, file, faults)
    while batch := list(islice(found, BATCH)):
        again = written(file.format, table, [line.values(fields) for line in batch])
        if again != b"".join(line.raw for line in batch):
            faults.note(*_unlike(batch, table, file))
        yield batch
    faults.note(*reading.differs(file))


def _rows(reading: Reading, table: sa.Table, file: DescribedFile, faults: Faults) -> Iterator[Line]:
    validate = validating(tables()[table.name]).__pydantic_validator__.validate_python
    try:
        for number, values, raw in READERS[file.format](reading, names(table)):
            try:
                yield Line(number, validate(values).__dict__, raw)
            except ValidationError as error:
                faults.note(*(f"{file.path}: line {number}: {_words(fault)}" for fault in error.errors()))
    except (csv.Error, UnicodeDecodeError, msgspec.DecodeError, Unlike) as error:
        faults.note(f"{file.path}: line {reading.number}: cannot be read: {error}; {AGAIN}")


def _unlike(batch: list[Line], table: sa.Table, file: DescribedFile) -> Iterator[str]:
    """Name the lines that would not be exported again as they are."""
    for line in batch:
        again = written(file.format, table, [line.values(names(table))])
        if again != line.raw:
            yield f"{file.path}: line {line.number}: an export writes it {again.decode()!r}; {AGAIN}"


def _words(fault: Any) -> str:
    where, words = ".".join(map(str, fault["loc"])), str(fault["msg"]).removeprefix("Value error, ")
    found = "" if fault["type"] == "missing" else f" (found {fault['input']!r})"
    return f"{where}: {words}{found}; mend it where it comes from, and export again"


class Unlike(ValueError):
    """What has not the form of a row."""


def _csv(reading: Reading, fields: list[str]) -> Iterator[Given]:
    taken: list[bytes] = []

    def take() -> Iterator[str]:
        for line in reading:
            taken.append(line)
            yield line.decode()

    # A text may be longer than what the module takes for a mistake.
    csv.field_size_limit(2**31 - 1)
    lines = csv.reader(take(), strict=True)
    if next(lines, None) != fields:
        raise Unlike(f"the first line must be {','.join(fields)}")
    while True:
        taken.clear()
        number = reading.number + 1
        if (cells := next(lines, None)) is None:
            return
        if len(cells) != len(fields):
            raise Unlike(f"it has {len(cells)} cells, not {len(fields)}")
        yield number, {name: cell or None for name, cell in zip(fields, cells, strict=True)}, b"".join(taken)


def _ndjson(reading: Reading, _fields: list[str]) -> Iterator[Given]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    for line in reading:
        yield reading.number, decoder.decode(line), line


READERS: dict[Format, Callable[[Reading, list[str]], Iterator[Given]]] = {Format.CSV: _csv, Format.NDJSON: _ndjson}


class Exact(SQLModel):
    """Rows as a package has them: every column, no other, vocabularies as text."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)  # type: ignore[assignment]
    # SQLModel's own prepares for a table that is not there, and takes as long as the rest.
    __init__ = BaseModel.__init__


@cache
def validating(model: type[SQLModel]) -> type[SQLModel]:
    """Give a table's model without its table and without its defaults: what is left out of a file is not filled in."""
    fields: dict[str, Any] = {name: (field.rebuild_annotation(), ...) for name, field in model.model_fields.items()}
    bases = tuple(base for base in model.__bases__ if base is not SQLModel)
    return create_model(f"{model.__name__}Row", __base__=(*bases, Exact), **fields)
