"""A resource, declared once: from the declaration come its parameters, its SQL and its documentation."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import quote_plus

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model
from sqlmodel import SQLModel

from api.fulltext import asked, has_words
from api.operators import ISNULL, WHOLE, Day, Flag, Word, join, many, typed
from api.pagination import Key, digest
from api.record import Record, owner
from models import Citation
from models.base import columns
from models.dates import period_days
from models.document import KINDS

LIMIT, MOST = 25, 200
NOT_YET = ("planned", "negotiating")
"""Statuses of what is only expected, and so valid on no day."""


class once:
    """A property that is made once; `cached_property` takes a lock each time, up to Python 3.11."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    def __get__(self, query: Any, _owner: type) -> Any:
        value = query.__dict__[self.name] = self.make(query)
        return value


class Query(BaseModel):
    """Parameters of a path. An unknown one is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True, ignored_types=(once,))

    @once
    def given(self) -> dict[str, Any]:
        """The parameters that differ from their defaults, in the order of their names."""
        fields = type(self).model_fields
        set_ = {name: getattr(self, name) for name in sorted(self.model_fields_set)}
        return {name: value for name, value in set_.items() if value != fields[name].default}

    @once
    def _written(self) -> list[str]:
        return [written(name, value) for name, value in self.given.items()]

    def canonical(self, path: str) -> str:
        """Give the one address of a query, however its parameters were written."""
        return f"{path}?{'&'.join(self._written)}" if self._written else path

    def following(self, path: str, cursor: str) -> str:
        """Give the address of the page after this one."""
        others = [part for part in self._written if not part.startswith("cursor=")]
        return f"{path}?{'&'.join([f'cursor={cursor}', *others])}"


PLAIN = re.compile(r"[\w.,:/-]*", re.ASCII)


def written(name: str, value: Any) -> str:
    """Write a parameter as a part of an address."""
    if isinstance(value, bool):
        return f"{name}={str(value).lower()}"
    text = join(value) if isinstance(value, list) else str(value)
    return f"{name}={text if PLAIN.fullmatch(text) else quote_plus(text, safe=',:/')}"


class PageQuery(Query):
    """Parameters that every list takes."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Records on a page."), WHOLE] = LIMIT
    cursor: Annotated[
        str,
        StringConstraints(max_length=20_000, pattern=r"^[A-Za-z0-9_-]+$"),
        Field(description="The `next_cursor` of the page before."),
    ] = None  # type: ignore[assignment]
    total: Annotated[Flag, Field(description="Whether to count all matching records; `false` saves the count.")] = True


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


Form = tuple[tuple[str, Any], ...]
"""What of some filters decides their SQL: for each its name and how many values it compares with, or its flag."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource(Record):
    """What one resource offers.

    `filters` and `sort` name columns; `order` is the default sort, else the first of `sort`; `span` names the two
    columns that `valid_at` asks about; `example` is an id, `tries` are queries that the project's own data answers,
    `stats_tries` the same of its statistics.
    `kept` are tables of sums of the records' values, with some of its columns.
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
    kept: tuple[type[SQLModel], ...] = ()

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
        found = dict(self._own())
        for name, related in self.all_related.items():
            found |= dict(self._through(name, related))
        if self.span:
            words = "Records that could be valid on this day, or within this month or year."
            found["valid_at"] = Filter(Day, words, period_days, self._valid_at)
        if self.table.name in KINDS:
            words = "Full text: records with all of these words; the last may be the beginning of one."
            found["q"] = Filter(Word, words, asked, partial(has_words, self.table))
        return found

    @cached_property
    def all_related(self) -> dict[str, Related]:
        """Every filter through another table; `source` for whatever can be cited."""
        about = columns(Citation).c.resource == self.name
        cited = {"source": Related("A source that it cites", Citation.source, where=about, by="record")}
        return {**self.related, **(cited if self.cited else {})}

    def _own(self) -> Iterator[tuple[str, Filter]]:
        for name in self.filters:
            kind, type_, nullable = typed(self.model, name)
            column = kind.column(self.table, name)
            for suffix, operator in kind.operators.items():
                if suffix != "__isnull" or nullable:
                    takes, words = operator.takes(type_), f"`{name}` {operator.words}"
                    yield f"{name}{suffix}", Filter(takes, words, operator.prepare, partial(operator.clause, column))

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
        yield f"{name}__isnull", Filter(Flag, words, None, lambda absent: sa.not_(exists()) if absent else exists())
        if related.all:
            words = f"With `true`, all values of `{name}` must be there, not any; it says nothing without them."
            yield f"{name}__all", Filter(Flag, words, None, lambda _: sa.true())

    def _valid_at(self, days: list[Any]) -> sa.ColumnElement[bool]:
        assert self.span  # noqa: S101
        (earliest, latest), (start, end) = days, self.span
        last, status = self.table.c[f"{end}_latest"], self.table.c.status
        begun, lasting = self.table.c[f"{start}_earliest"] <= latest, sa.or_(last >= earliest, last.is_(None))
        expected = sa.or_(*(status == name for name in NOT_YET))
        return sa.and_(begun, lasting, sa.not_(sa.and_(status.is_not(None), expected)))

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

    def _include(self) -> dict[str, Any]:
        if not self.all_includes:
            return {}
        words = "What to add to each record. " + " ".join(f"`{n}`: {i.words}" for n, i in self.all_includes.items())
        return {"include": (many(Literal[tuple(self.all_includes)]), Field(default=None, description=words))}

    def filtered(self, query: Query) -> tuple[Form, dict[str, Any]]:
        """Give the form of a query's filters, and the values for the places in their SQL."""
        form: list[tuple[str, Any]] = []
        values: dict[str, Any] = {}
        for name, value in query.given.items():
            if filter := self.parameters.get(name):
                prepared = filter.prepare(value) if filter.prepare else ()
                form.append((name, len(prepared) if filter.prepare else value))
                values |= {f"{name}_{i}": part for i, part in enumerate(prepared)}
        return tuple(form), values

    def conditions(self, form: Form) -> list[sa.ColumnElement[bool]]:
        """Give the WHERE terms of a form of filters, with places for the values."""
        flags = dict(form)
        terms = []
        for name, structure in form:
            filter = self.parameters[name]
            places = [sa.bindparam(f"{name}_{i}") for i in range(structure)] if filter.prepare else []
            if flags.get(f"{name}__all"):
                terms += [filter.clause([place]) for place in places]
            else:
                terms.append(filter.clause(places if filter.prepare else structure))
        return terms

    def keys(self, sort: Sequence[str]) -> list[Key]:
        """Give the columns to sort by, the id last; a field named again has nothing left to decide."""
        names: dict[str, str] = {}
        for name in sort or self.order or [self.sort[0]]:
            names.setdefault(name.removeprefix("-"), name)
        keys = [self._key(name) for name in names.values()]
        return keys if "id" in names else [*keys, self._key("id")]

    def _key(self, name: str) -> Key:
        bare = name.removeprefix("-")
        if bare == "id":
            return Key(self.table.c.id, name.startswith("-"), nullable=False)
        kind, _, nullable = typed(self.model, bare)
        return Key(kind.sort(self.table, bare), name.startswith("-"), nullable)

    def fingerprint(self, query: Query) -> str:
        """Give what binds a cursor to its query: the filters and the sort."""
        bound = [(name, value) for name, value in query.given.items() if name == "sort" or name in self.parameters]
        return digest(self.path, repr(bound))
