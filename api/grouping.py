"""What records can be grouped by: every field that the list filters by, read off the same declaration."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from api.forms import Form, kept_by_form
from api.languages import UNTRANSLATED, Language, has_translation, spoken, untranslated
from api.measures import BESIDE, EVERY, VALUES, fault, numbers_of
from api.operators import DATE, Decimal, typed
from api.pagination import Key, position
from api.problems import ProblemError, invalid
from api.record import owner
from api.resource import Related, Resource
from api.statement import Statement, limited
from models import Indicator
from models.base import columns


class Group(NamedTuple):
    """One field to group by: its type, its words, its SQL, and how to get there and to a name beside it.

    `link` is a table of owners and values, for values that stand in rows of their own; `named` gives the columns with
    the name of what the value refers to, each in a table with an `id`.
    """

    type: Any
    words: str
    column: sa.ColumnElement[Any]
    link: sa.Subquery | None = None
    named: tuple[sa.Column[Any], ...] = ()

    def beside(self, name: str) -> str | None:
        """Give the name of the field beside it, as lists have it: `country_name`, `treaty_title`."""
        return f"{name}_{self.named[0].name}" if self.named else None


def speaks(resource: Resource) -> bool:
    """Tell whether groups of a resource, or what they are called, can be in another language than English."""
    named = (column for group in groups(resource).values() for column in group.named)
    return resource.speaks or any(map(has_translation, named))


@lru_cache
def groups(resource: Resource) -> dict[str, Group]:
    """Give everything that records of a resource can be grouped by."""
    found: dict[str, Group] = {}
    for name in resource.filters:
        found |= dict(_own(resource, name))
    return found | {name: _through(resource, name, related) for name, related in resource.all_related.items()}


def _own(resource: Resource, name: str) -> Iterator[tuple[str, Group]]:
    kind, type_, _ = typed(resource.model, name)
    column = resource.table.c[name]
    if name == "id" or type_ is Decimal:
        return
    field = resource.model.model_fields[name]
    yield name, Group(field.annotation, f"The `{name}` of the group.", column, named=_titles(resource.table, name))
    if kind is DATE:
        words = f"The year of `{name}`; null where it may lie in several."
        yield f"{name}_year", Group(int | None, words, _year(resource.table, name))


def _through(resource: Resource, name: str, related: Related) -> Group:
    child = columns(related.column.class_)
    key = child.c[related.by] if related.by else owner(child, resource.table)
    value = child.c[related.column.key]
    rows = sa.select(key.label("owner"), value.label("value")).where(value.is_not(None)).distinct()
    link = (rows if related.where is None else rows.where(related.where)).subquery(f"by_{name}")
    return Group(str | None, f"{related.words}.", link.c.value, link, _titles(child, related.column.key))


def _year(table: sa.Table, name: str) -> sa.ColumnElement[Any]:
    first, last = (sa.cast(sa.extract("year", table.c[f"{name}_{end}"]), sa.Integer) for end in ("earliest", "latest"))
    return sa.case((first == last, first))


def _titles(table: sa.Table, key: str) -> tuple[sa.Column[Any], ...]:
    keys = [column for column in table.columns if column.name == key or column.name.startswith(f"{key}_")]
    others = [foreign.column.table for column in keys for foreign in column.foreign_keys]
    titled = (next((other.c[title] for title in ("name", "title") if title in other.c), None) for other in others)
    return tuple(column for column in titled if column is not None)


class Grouping(NamedTuple):
    """The SQL of a page of groups in one form: what sorts it, the names of its columns, its rows and their number."""

    keys: list[Key]
    names: list[str]
    rows: Statement
    number: Statement


@kept_by_form
def grouping(
    resource: Resource,
    form: Form,
    by: tuple[str, ...],
    asked: tuple[str, ...],
    sort: tuple[str, ...],
    absent: tuple[bool, ...] | None,
) -> Grouping:
    """Write the SQL of the groups of a resource; sums that are kept answer for it where they can."""
    base = next((kept for kept in resource.sums if _answers(kept, form, by)), resource)
    fixed = {*by, *(name for name, structure in form if structure == 1)}
    valued = bool(set(asked) & set(VALUES))
    told = {name: EVERY[name] for name in (*asked, *(BESIDE if valued else ()))}
    # First only to see what the numbers are made of: what no number needs is not added up.
    needed = Needed()
    for measure in told.values():
        measure.of(needed)
    fault(asked, fixed, needed)
    if "measure" in needed:
        needed["indicator_least"]
    found = _found(base, form, by, needed)
    of: dict[str, Any] = {column.name: column for column in found.c}
    source, shown = _named(found, by, groups(resource), resource.language)
    if "measure" in needed:
        indicator = columns(Indicator)
        source = source.outerjoin(indicator, indicator.c.id == found.c.indicator_least)
        of["measure"] = indicator.c.measure
    numbers = {name: measure.of(of) for name, measure in told.items()}
    keys = _keys(sort, by, {**numbers, **{name: found.c[f"by_{name}"] for name in by}})
    shown |= {name: column for name, column in numbers.items() if name not in shown}
    wrong = fault(asked, fixed, of)
    statement = sa.select(
        *shown.values(), *(key.column.label(f"key_{i}") for i, key in enumerate(keys)), found.c.groups, wrong
    ).select_from(source)
    if absent:
        places = [sa.bindparam(f"after_{i}", type_=key.column.type) for i, key in enumerate(keys)]
        statement = statement.where(position(keys, absent, places))
    # A group that has a fault comes first, to be seen whatever the page.
    first = [wrong.desc()] if isinstance(wrong, sa.Case) else []
    ordered = statement.order_by(*first, *(key.order for key in keys))
    count = sa.select(sa.func.count()).select_from(found)
    return Grouping(keys, list(shown), Statement(limited(ordered)), Statement(count))


class Needed(dict[str, Any]):
    """Notes what is asked of a group."""

    def __missing__(self, name: str) -> sa.ColumnElement[Any]:
        column: sa.ColumnElement[Any] = sa.column(name)
        self[name] = column
        return column


def _answers(kept: Resource, form: Form, by: tuple[str, ...]) -> bool:
    needed = {*(name.partition("__")[0] for name, _ in form), *(name.removesuffix("_year") for name in by)}
    return needed <= set(kept.table.c.keys())


def _found(base: Resource, form: Form, by: tuple[str, ...], needed: Needed) -> sa.Subquery:
    fields = {name: groups(base)[name] for name in by}
    source: sa.FromClause = base.table
    for field in fields.values():
        if field.link is not None:
            source = source.outerjoin(field.link, field.link.c.owner == base.table.c.id)
    measured = "reporter" in base.table.c
    known = numbers_of(base.table) if measured else {"records": sa.func.count()}
    columns_ = [field.column.label(f"by_{name}") for name, field in fields.items()]
    every = [*columns_, *(known[name].label(name) for name in needed if name in known)]
    statement = sa.select(*every, sa.func.count().over().label("groups")).select_from(source)
    grouped = statement.where(*base.conditions(form)).group_by(*(field.column for field in fields.values()))
    return grouped.subquery("found")


def _named(
    found: sa.Subquery, by: tuple[str, ...], fields: dict[str, Group], language: str
) -> tuple[sa.FromClause, dict[str, sa.ColumnElement[Any]]]:
    source: sa.FromClause = found
    shown: dict[str, sa.ColumnElement[Any]] = {}
    translated: dict[str, sa.ColumnElement[Any]] = {}
    for name in by:
        shown[name] = found.c[f"by_{name}"]
        titles = []
        for title in fields[name].named:
            other = title.table.alias()
            source = source.outerjoin(other, other.c.id == shown[name])
            titles.append(other.c[title.name])
        if beside := fields[name].beside(name):
            called = sa.func.coalesce(*titles) if len(titles) > 1 else titles[0]
            shown[beside] = spoken(called, language)
            translated |= {beside: called} if has_translation(called) else {}
    if language != Language.EN:
        shown[UNTRANSLATED] = untranslated(translated, language)
    return source, shown


def _keys(sort: tuple[str, ...], by: tuple[str, ...], columns_: dict[str, Any]) -> list[Key]:
    names: dict[str, str] = {}
    for name in (*sort, *by):
        names.setdefault(name.removeprefix("-"), name)
    unknown = [name for name in names if name not in columns_]
    if unknown:
        detail = f"The groups have no {' and no '.join(unknown)}; they have {', '.join(columns_)}."
        raise invalid([ProblemError(parameter="sort", code="unknown_value", detail=detail)])
    descending = {name: written.startswith("-") for name, written in names.items()}
    return [Key(columns_[name], descending[name], nullable=name != "count") for name in names]
