"""What one record looks like on the wire, and the SQL that reads it.

A record has the published columns of its table, names from beside it (`beside`), short lists (`lists`), and, when asked
for, the records that belong to it (`includes`). How tables belong together is read off their foreign keys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple, get_args

import msgspec
import sqlalchemy as sa
from pydantic import BaseModel, Field, StringConstraints, create_model
from pydantic.fields import FieldInfo
from sqlmodel import SQLModel

from api.lists import Ids, json_of, listed
from api.statement import Statement
from models import Citation
from models.base import KEY, PRINTABLE, Recorded, columns, derivation, mark
from models.dates import Dated
from models.source import CitedResource


class Read(BaseModel):
    """A record as it is answered. Every field is there, absent values as null; includes are there when asked for."""


def without_default(schema: dict[str, Any]) -> None:
    """Take the default out of the schema of what is there only when asked for."""
    # What was not asked for is not there; an empty list would say that there is none.
    schema.pop("default", None)


class Listed(NamedTuple):
    """A short list inside a record: columns of a child table, under the names that they get."""

    words: str
    columns: Mapping[str, Any]
    type: Any = str
    where: Any = None


def _plain(field: FieldInfo) -> bool:
    form, kinds = mark(field, StringConstraints), (field.annotation, *get_args(field.annotation))
    coded = form is not None and form.pattern not in (None, PRINTABLE, KEY)
    return coded or mark(field, Dated) is not None or any(isinstance(k, type) and issubclass(k, Enum) for k in kinds)


def owner(child: sa.Table, parent: sa.Table) -> sa.Column[Any]:
    """Give the column by which rows of one table belong to rows of another: the first foreign key to it."""
    return next(column for column in child.columns for key in column.foreign_keys if key.column.table is parent)


@dataclass(frozen=True, kw_only=True, eq=False)
class Record:
    """The shape of one kind of record.

    `only` leaves out the other columns; `beside` names columns of other tables, like `country_name` by `country`;
    `shown` is what some fields show in place of their own column.
    """

    model: type[SQLModel]
    noun: str = ""
    only: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    lists: Mapping[str, Listed] = field(default_factory=dict)
    shown: Mapping[str, sa.ColumnElement[Any]] = field(default_factory=dict)
    includes: "Mapping[str, Include]" = field(default_factory=dict)

    @property
    def table(self) -> sa.Table:
        """The table that the records are rows of."""
        return columns(self.model)

    @property
    def name(self) -> str:
        """The noun of the record: its own, or the table's."""
        return self.noun or str(self.table.name)

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The published columns: what sources say, not what became of it here."""
        own = {name: info for name, info in self.model.model_fields.items() if name not in Recorded.model_fields}
        return {name: own[name] for name in self.only or own}

    @cached_property
    def cited(self) -> "dict[str, Include]":
        """The include of citations, for a record that can be cited."""
        if self.name not in list(CitedResource):
            return {}
        about = columns(Citation).c.resource == self.name
        return {"citations": Include(citation, "which sources say so, and where.", by="record", where=about)}

    @cached_property
    def all_includes(self) -> "dict[str, Include]":
        """Everything that `include` can add."""
        return {**self.includes, **self.cited}

    @cached_property
    def names(self) -> list[str]:
        """The names of the fields that are always there, in the order of the answer."""
        return [*self.fields, *self.beside, *self.lists]

    @cached_property
    def select(self) -> list[sa.ColumnElement[Any]]:
        """The SQL of those fields, to be selected from `source`."""
        own = [self.shown.get(name, self.table.c[name]).label(name) for name in self.fields]
        beside = [self._beside(name).label(name) for name in self.beside]
        return [*own, *beside, *(self._listed(found).label(name) for name, found in self.lists.items())]

    @cached_property
    def text(self) -> sa.ColumnElement[Any]:
        """The SQL of a whole record in JSON, from `source`: SQLite writes it in less time than it takes to be read."""
        return json_of(dict(zip(self.names, self.select, strict=True)), self.lists)

    @cached_property
    def plain(self) -> set[str]:
        """The fields whose values hold letters, digits and a few marks between them, and nothing else."""
        return {name for name, info in self.fields.items() if _plain(info)}

    @cached_property
    def source(self) -> sa.FromClause:
        """The table, and beside each row those that its `beside` fields come from: one join a key is the cheapest."""
        source: sa.FromClause = self.table
        for column, other in self._others.items():
            source = source.outerjoin(other, other.c.id == column)
        return source

    @cached_property
    def _others(self) -> dict[sa.Column[Any], sa.FromClause]:
        keys = dict(pair for name in self.beside for pair in self._referred(name))
        return {column: wanted.table.alias(f"of_{column.name}") for column, wanted in keys.items()}

    def _referred(self, name: str) -> list[tuple[sa.Column[Any], sa.Column[Any]]]:
        """Give the columns that a field beside a record can come from, each with the key that leads there."""
        key, _, wanted = name.rpartition("_")
        keys = [column for column in self.table.columns if column.name == key or column.name.startswith(f"{key}_")]
        targets = [(column, foreign.column.table) for column in keys for foreign in column.foreign_keys]
        return [(column, other.c[wanted]) for column, other in targets if wanted in other.c]

    def _beside(self, name: str) -> sa.ColumnElement[Any]:
        found = [self._others[column].c[wanted.name] for column, wanted in self._referred(name)]
        return sa.func.coalesce(*found) if len(found) > 1 else found[0]

    def _listed(self, found: Listed) -> sa.ColumnElement[Any]:
        rows = sa.select(*(column.label(name) for name, column in found.columns.items()))
        child = next(iter(found.columns.values())).class_
        rows = rows.where(owner(columns(child), self.table) == self.table.c.id).order_by(*found.columns.values())
        return listed((rows if found.where is None else rows.where(found.where)).correlate(self.table))

    @property
    def citations(self) -> sa.ColumnElement[Any]:
        """The SQL of a record's citations, as a list inside its row."""
        about = sa.and_(citation.table.c.record == self.table.c.id, self.cited["citations"].where)
        rows = sa.select(*citation.select).select_from(citation.source).where(about).order_by(citation.table.c.id)
        return listed(rows.correlate(self.table))

    @cached_property
    def read(self) -> type[BaseModel]:
        """The published schema, made of the columns' own types and words."""
        own = self.fields.items()
        fields: dict[str, Any] = {name: (info.annotation, Field(description=info.description)) for name, info in own}
        for name in self.beside:
            key, _, wanted = name.rpartition("_")
            always = not any(part.nullable for pair in self._referred(name) for part in pair)
            fields[name] = (str if always else str | None, Field(description=f"The `{wanted}` of `{key}`."))
        for name, found in self.lists.items():
            fields[name] = (list[found.type], Field(description=found.words))  # type: ignore[name-defined]
        for name, include in self.all_includes.items():
            words = f"With `include={name}`: {include.words}"
            absent = Field(default=None, description=words, json_schema_extra=without_default)
            fields[name] = (list[include.of.read], absent)  # type: ignore[name-defined]
        title = "".join(part.title() for part in self.name.split("_"))
        return create_model(title, __base__=Read, __doc__=self._words, **fields)

    @property
    def _words(self) -> str | None:
        return next((base.__doc__ for base in self.model.__mro__ if base.__name__.endswith("Base")), None)

    @cached_property
    def struct(self) -> type[msgspec.Struct]:
        """The record as it is written: what is not asked for is left out."""
        asked = [(name, Any, msgspec.UNSET) for name in self.all_includes]
        return msgspec.defstruct(self.name, [*self.names, *asked], gc=False)

    def value(self, shown: Mapping[str, Any], column: str) -> Any:
        """Give what a column has for a record as it is shown: one of its fields, or what is made of them."""
        return shown[column] if column in shown else derivation(self.model, column)(shown)

    def rows(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """Give rows that begin with the fields of this record as records, ready to be written as JSON."""
        struct, width = self.struct, len(self.names)
        records = [struct(*row[:width]) for row in rows]
        for name in self.lists:
            for record in records:
                # The database has written the list; it goes out as it stands.
                setattr(record, name, msgspec.Raw(getattr(record, name)))
        return records


@dataclass(frozen=True, eq=False)
class Include:
    """Records that belong to another one: directly, or `via` a table that links the two."""

    of: Record
    words: str
    by: str | None = None
    via: type[SQLModel] | None = None
    where: Any = None
    order: str = "id"

    def fetch(self, parent: sa.Table, ids: list[str], connection: sa.Connection) -> dict[str, list[Any]]:
        """Read the records that belong to some ids, in one query, by id; each with its citations."""
        alone = len(ids) == 1
        rows = self._statement(parent, alone).rows(connection, {"ids": ids[0] if alone else ids})
        found: dict[str, list[Any]] = {id: [] for id in ids}
        for row, record in zip(rows, self.of.rows(rows), strict=True):
            if self.of.cited:
                record.citations = msgspec.Raw(row[-2])
            found[row[-1]].append(record)
        return found

    def _statement(self, parent: sa.Table, alone: bool) -> Statement:
        if (parent, alone) not in self._statements:
            self._statements[parent, alone] = Statement(self._select(parent, alone))
        return self._statements[parent, alone]

    @cached_property
    def _statements(self) -> dict[tuple[sa.Table, bool], Statement]:
        return {}

    def _select(self, parent: sa.Table, alone: bool) -> sa.Select[Any]:
        link = columns(self.via) if self.via else self.of.table
        key = link.c[self.by] if self.by else owner(link, parent)
        cited = [self.of.citations] if self.of.cited else []
        source = self.of.source
        if self.via:
            source = source.join(link, owner(link, self.of.table) == self.of.table.c.id)
        # One id is compared as it is: to take a list apart costs as much as to find the records.
        belongs = key == sa.bindparam("ids") if alone else sa.func.among(key, sa.bindparam("ids", type_=Ids()))
        statement = sa.select(*self.of.select, *cited, key).select_from(source).where(belongs)
        if self.where is not None:
            statement = statement.where(self.where)
        return statement.order_by(self.of.table.c[self.order], self.of.table.c.id)


citation = Record(model=Citation, beside=("source_title", "source_url"))
