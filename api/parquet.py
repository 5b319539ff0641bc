"""Records as Parquet, with the types of the published schema, written as the database gives them.

It needs the extra `parquet`; where that is not installed, who asks for it is told so.
"""

import io
from collections.abc import Generator, Iterable, Mapping, Sequence
from importlib.util import find_spec
from inspect import isclass
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

import msgspec
from pydantic import BaseModel

from api.files import Format

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

GROUP = 20_000
"""Records of a row group: all that is in memory of a file."""

PLAIN = {bool: "bool", int: "int64", float: "float64"}
"""Types of values and what Arrow calls them; all others are texts."""


def formats() -> list[Format]:
    """Give the kinds of files that this server writes."""
    return [form for form in Format if form != Format.PARQUET or installed()]


def installed() -> bool:
    """Tell whether files can be written here."""
    return find_spec("pyarrow") is not None


def arrow(type_: Any) -> "pa.DataType":
    """Give the type of Arrow for a type of the published schema; lists and records in it stay such."""
    import pyarrow as pa

    kind, parts = get_origin(type_), [part for part in get_args(type_) if part is not NoneType]
    if kind in (Annotated, Union, UnionType):
        return arrow(parts[0])
    if kind is list:
        return pa.list_(arrow(parts[0]))
    if isclass(type_) and issubclass(type_, BaseModel):
        return pa.struct([(name, arrow(field.annotation)) for name, field in type_.model_fields.items()])
    return pa.type_for_alias(PLAIN.get(type_, "string"))


class Sink(io.RawIOBase):
    """Takes what is written and hands it on, and knows how much that was."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.at = 0

    def writable(self) -> bool:
        """Tell that it is for writing."""
        return True

    def write(self, part: Any) -> int:
        """Take a part."""
        self.parts.append(bytes(part))
        self.at += len(self.parts[-1])
        return len(self.parts[-1])

    def tell(self) -> int:
        """Give the number of bytes written so far."""
        return self.at

    def taken(self) -> bytes:
        """Hand on what has come since the last time."""
        found, self.parts = b"".join(self.parts), []
        return found


def parquet(
    read: type[BaseModel],
    names: Sequence[str],
    groups: Iterable[Sequence[Sequence[Any]]],
    about: Mapping[str, str],
) -> Generator[bytes, None, None]:
    """Write the parts of a file: rows of some fields of a record, group by group, with words about the file."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped]

    schema = pa.schema([(name, arrow(read.model_fields[name].annotation)) for name in names], metadata=dict(about))
    sink = Sink()
    with ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for rows in groups:
            columns = zip(*rows, strict=True)
            arrays = [_array(field.type, values) for field, values in zip(schema, columns, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _array(type_: "pa.DataType", values: Sequence[Any]) -> "pa.Array":
    import pyarrow as pa

    nested = pa.types.is_nested(type_)
    return pa.array([msgspec.json.decode(value) for value in values] if nested else values, type_)
