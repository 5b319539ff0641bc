"""What one record looks like on the wire, and the SQL that reads it.

A record has the published columns of its table, names from beside it (`beside`), short lists (`lists`), and, when asked
for, the records that belong to it (`includes`). How tables belong together is read off their foreign keys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache, cached_property
from typing import Any, get_args

import msgspec
import sqlalchemy as sa
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo
from sqlmodel import SQLModel

from api.languages import UNTRANSLATED, Language, has_translation, spoken, untranslated
from api.lists import Ids, Listed, json_of, listed
from api.read import schema_of
from api.statement import Statement
from models import Citation
from models.base import KEY, PRINTABLE, Recorded, columns, derivation, mark
from models.dates import Dated
from models.source import CitedResource


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
    `shown` is what some fields show in place of their own column; `language` is that of names and titles.
    """

    model: type[SQLModel]
    noun: str = ""
    only: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    lists: Mapping[str, Listed] = field(default_factory=dict)
    shown: Mapping[str, sa.ColumnElement[Any]] = field(default_factory=dict)
    includes: "Mapping[str, Include]" = field(default_factory=dict)
    language: str = Language.EN

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
        return [*self._values, *self.ready]

    @cached_property
    def ready(self) -> list[str]:
        """The names of those that the database gives as JSON."""
        return [*self.lists, *([UNTRANSLATED] if self.language != Language.EN and self.translated else [])]

    @cached_property
    def _values(self) -> dict[str, sa.ColumnElement[Any]]:
        own = {name: self.shown.get(name, self.table.c[name]) for name in self.fields}
        return own | {name: self._beside(name) for name in self.beside}

    @cached_property
    def translated(self) -> dict[str, sa.ColumnElement[Any]]:
        """The fields that can be in another language than English, with their SQL in English."""
        return {name: value for name, value in self._values.items() if has_translation(value)}

    @cached_property
    def select(self) -> list[sa.ColumnElement[Any]]:
        """The SQL of those fields, to be selected from `source`."""
        values = [spoken(value, self.language).label(name) for name, value in self._values.items()]
        lists = [self._listed(found).label(name) for name, found in self.lists.items()]
        missing = [untranslated(self.translated, self.language)] if UNTRANSLATED in self.ready else []
        return [*values, *lists, *missing]

    @cached_property
    def text(self) -> sa.ColumnElement[Any]:
        """The SQL of a whole record in JSON, from `source`: SQLite writes it in less time than it takes to be read."""
        return json_of(dict(zip(self.names, self.select, strict=True)), self.ready)

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
        keys = dict(pair for name in self.beside for pair in self.referred(name))
        return {column: wanted.table.alias(f"of_{column.name}") for column, wanted in keys.items()}

    def referred(self, name: str) -> list[tuple[sa.Column[Any], sa.Column[Any]]]:
        """Give the columns that a field beside a record can come from, each with the key that leads there."""
        key, _, wanted = name.rpartition("_")
        keys = [column for column in self.table.columns if column.name == key or column.name.startswith(f"{key}_")]
        targets = [(column, foreign.column.table) for column in keys for foreign in column.foreign_keys]
        return [(column, other.c[wanted]) for column, other in targets if wanted in other.c]

    def _beside(self, name: str) -> sa.ColumnElement[Any]:
        found = [self._others[column].c[wanted.name] for column, wanted in self.referred(name)]
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
        """The published schema."""
        return schema_of(self)

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
        for name in self.ready:
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


@cache
def in_language(record: Any, language: str) -> Any:
    """Give a record, and what can be included with it, in a language."""
    if language == record.language:
        return record
    includes = {name: replace(i, of=in_language(i.of, language)) for name, i in record.includes.items()}
    return replace(record, language=language, includes=includes)


citation = Record(model=Citation, beside=("source_title", "source_url"))
