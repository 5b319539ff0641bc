"""A resource, declared once: from the declaration come its parameters, its SQL and its documentation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from pydantic import Field, create_model
from sqlmodel import SQLModel

from api.forms import Form, place
from api.fulltext import asked, has_words
from api.languages import LANG, language_of, spoken
from api.operators import ISNULL, PRESENT, Day, Flag, Word, many, typed
from api.pagination import Key, digest
from api.query import PageQuery, Query
from api.record import Record, in_language, owner
from api.validity import valid_at
from models import Citation
from models.base import columns
from models.dates import period_days
from models.document import KINDS


class Related(NamedTuple):
    """A filter through another table: some row there belongs to the record and has one of the values in `column`."""

    words: str
    column: Any
    where: Any = None
    by: str | None = None
    all: bool = False


class Filter(NamedTuple):
    """One query parameter: its type, its words, and the condition it sets.

    `prepare` and `clause` are those of `Operator`.
    """

    type: Any
    words: str
    prepare: Callable[[Any], list[Any]] | None
    clause: Callable[[Any], sa.ColumnElement[bool]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource(Record):
    """What one resource offers.

    `filters` and `sort` name columns; `order` is the default sort, else the first of `sort`; `span` names the two
    columns that `valid_at` asks about; `example` is an id, `tries` are queries that the project's own data answers,
    `stats_tries` the same of its statistics.
    `own` are filters of its alone; `kept` are tables of sums of the records' values, with some of its columns;
    `in_units` is what fields show with `in_units=true`.
    """

    path: str
    words: str
    example: str
    filters: tuple[str, ...]
    sort: tuple[str, ...]
    related: Mapping[str, Related] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    span: tuple[str, str] | None = None
    tries: tuple[str, ...] = ()
    stats_tries: tuple[str, ...] = ()
    own: Mapping[str, Filter] = field(default_factory=dict)
    kept: tuple[type[SQLModel], ...] = ()
    in_units: Mapping[str, sa.ColumnElement[Any]] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The noun as people write it."""
        return self.name.replace("_", " ")

    @cached_property
    def scaled(self) -> "Resource":
        """The same with its values in units."""
        return replace(self, shown=self.in_units)

    def as_asked(self, query: Query) -> "Resource":
        """Give what answers a query: this, or the same with its values in units, or in another language."""
        shown = self.scaled if query.given.get("in_units") else self
        found: Resource = in_language(shown, language_of(query))
        return found

    @cached_property
    def sums(self) -> "tuple[Resource, ...]":
        """The same over each table of sums, with the filters that it has."""
        shared = [tuple(name for name in self.filters if name in table.model_fields) for table in self.kept]
        return tuple(
            Resource(model=table, path=self.path, words=self.words, example="", filters=filters, sort=filters)
            for table, filters in zip(self.kept, shared, strict=True)
        )

    @cached_property
    def parameters(self) -> dict[str, Filter]:
        """Every filter, by the name of its parameter."""
        found = {**dict(self._own()), **self.own}
        for name, related in self.all_related.items():
            found |= dict(self._through(name, related))
        if self.span:
            words = "Records that could be valid on this day, or within this month or year."
            found["valid_at"] = Filter(
                Day, words, lambda day: [*period_days(day)], partial(valid_at, self.table, self.span)
            )
        if self.table.name in KINDS:
            words = "Full text: records with all of these words; the last may be the beginning of one."
            found["q"] = Filter(Word, words, asked, partial(has_words, self.table))
        return found

    @cached_property
    def all_related(self) -> dict[str, Related]:
        """Every filter through another table; `source` for whatever can be cited."""
        about = columns(Citation).c.resource == self.name
        source = Related("A source that it cites", Citation.source, where=about, by="record")
        return {**self.related, **({"source": source} if self.cited else {})}

    def _own(self) -> Iterator[tuple[str, Filter]]:
        for name in self.filters:
            kind, type_, nullable = typed(self.model, name)
            column = self._compared(name, kind.column)
            for suffix, operator in kind.operators.items():
                if suffix != "__isnull" or nullable:
                    takes, words = operator.takes(type_), f"`{name}` {operator.words}"
                    yield f"{name}{suffix}", Filter(takes, words, operator.prepare, partial(operator.clause, column))

    def _compared(self, name: str, by: Callable[[sa.Table, str], Any]) -> Any:
        column = self.shown.get(name, by(self.table, name))
        # In its place stays the name, by which a cursor finds the value in a record.
        return spoken(column, self.language).label(column.name) if name in self.translated else column

    def _through(self, name: str, related: Related) -> Iterator[tuple[str, Filter]]:
        child = columns(related.column.class_)
        kind, type_, _ = typed(related.column.class_, related.column.key)
        column, takes = kind.column(child, related.column.key), many(type_)
        parent = child.c[related.by] if related.by else owner(child, self.table)

        def exists(*where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
            # Not EXISTS: that would look at every record in turn, even where few belong to what is asked for.
            conditions = [*where] if related.where is None else [related.where, *where]
            return self.table.c.id.in_(sa.select(parent).where(*conditions))

        def any_of(values: list[Any]) -> sa.ColumnElement[bool]:
            return exists(equal.clause(column, values))

        equal = kind.operators[""]
        yield name, Filter(takes, f"{related.words} is any of these.", equal.prepare, any_of)
        none_of = Filter(takes, f"{related.words} is none of these.", equal.prepare, lambda v: sa.not_(any_of(v)))
        yield f"{name}__not", none_of
        words = f"{related.words} {ISNULL.words}"
        some = exists(column.is_not(None))
        yield f"{name}__isnull", Filter(Flag, words, None, lambda absent: sa.not_(some) if absent else some)
        if related.all:
            words = f"With `true`, all values of `{name}` must be there, not any; it says nothing without them."
            yield f"{name}__all", Filter(Flag, words, None, lambda _: sa.true())

    @cached_property
    def list_query(self) -> type[PageQuery]:
        """The parameters of the list: first what every list takes, then the filters."""
        sorts = Literal[tuple(f"{sign}{name}" for name in (*self.sort, "id") for sign in ("", "-"))]  # type: ignore[valid-type]
        usual = ",".join(self.order) or self.sort[0]
        words = f"Fields to sort by, `-` for descending; else `{usual}`. Absent values come last, the id breaks ties."
        fields: dict[str, Any] = {"sort": (many(sorts), Field(default=None, description=words)), **self._include()}
        for name, filter in sorted(self.parameters.items(), key=lambda item: item[0] not in ("q", "valid_at")):
            fields[name] = (filter.type, Field(default=None, description=filter.words))
        return create_model(f"{self.name}_list", __base__=PageQuery, **fields)

    @cached_property
    def item_query(self) -> type[Query]:
        """The parameters of one record."""
        return create_model(f"{self.name}_item", __base__=Query, **self._include())

    def ways(self) -> dict[str, Any]:
        """Give the parameters that say how values are shown: in units, and in a language, where there are any."""
        words = "With `true`, values are in `unit` itself, for filters and the sort too, and `unit_mult` is 0."
        in_units = {"in_units": (Flag, Field(default=False, description=words))} if self.in_units else {}
        return in_units | ({"lang": LANG} if self.speaks else {})

    @property
    def speaks(self) -> bool:
        """Whether some of what it shows can be in another language than English."""
        return bool(self.translated) or any(include.of.translated for include in self.includes.values())

    def _include(self) -> dict[str, Any]:
        words = "What to add to each record. " + " ".join(f"`{n}`: {i.words}" for n, i in self.all_includes.items())
        one: Any = Literal[tuple(self.all_includes)]
        include = {"include": (many(one), Field(default=None, description=words))} if self.all_includes else {}
        return include | self.ways()

    def filtered(self, query: Query) -> tuple[Form, dict[str, Any]]:
        """Give the form of a query's filters, and the values for the places in their SQL."""
        form: list[tuple[str, Any]] = []
        values: dict[str, Any] = {}
        for name, value in query.given.items():
            if filter := self.parameters.get(name):
                prepared = filter.prepare(value) if filter.prepare else ()
                form.append((name, len(prepared) if filter.prepare else value))
                values |= {place(name, i): part for i, part in enumerate(prepared)}
        return tuple(form), values

    def conditions(self, form: Form) -> list[sa.ColumnElement[bool]]:
        """Give the WHERE terms of a form of filters, with places for the values."""
        flags = dict(form)
        terms = []
        for name, structure in form:
            filter = self.parameters[name]
            places: list[Any] = [sa.bindparam(place(name, i)) for i in range(structure)] if filter.prepare else []
            if flags.get(f"{name}__all"):
                terms += [filter.clause([place]) for place in places]
            else:
                terms.append(filter.clause(places if filter.prepare else structure))
        return terms

    def keys(self, sort: Sequence[str], form: Form = ()) -> list[Key]:
        """Give the columns to sort by, the id last; a field named again has nothing left to decide."""
        names: dict[str, str] = {}
        for name in sort or self.order or [self.sort[0]]:
            names.setdefault(name.removeprefix("-"), name)
        keys = [self._key(name, form) for name in names.values()]
        return keys if "id" in names else [*keys, self._key("id", form)]

    def _key(self, name: str, form: Form) -> Key:
        bare = name.removeprefix("-")
        if bare == "id":
            return Key(self.table.c.id, name.startswith("-"), nullable=False)
        kind, _, nullable = typed(self.model, bare)
        if bare not in {**self.all_related, **self.own}:
            # PostgreSQL finds no index for "nulls last" in descending order, so that is left out where there are none.
            nullable = nullable and not any(f"{bare}{suffix}" in dict(form) for suffix in PRESENT)
        return Key(self._compared(bare, kind.sort), name.startswith("-"), nullable)

    def fingerprint(self, query: Query) -> str:
        """Give what binds a cursor to its query: the filters and the sort."""
        unbound = ("limit", "cursor", "total", "include")
        bound = [(name, value) for name, value in query.given.items() if name not in unbound]
        return digest(self.path, repr(bound))
