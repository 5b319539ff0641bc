"""Code lists: those of the vocabularies, and those that the database keeps, with their names in two languages."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from api.languages import Language
from api.sdmx.concepts import CODES, HARMONIZED, NONE, VOCABULARIES
from models import Country, Indicator, Product, Source
from models.base import columns

Names = dict[str, str]
"""What something is called, by language."""

NOT_APPLICABLE = {Language.EN.value: "Not applicable", Language.RU.value: "Неприменимо"}
KEPT: dict[str, tuple[str, Any]] = {
    "CL_AREA": ("Countries, territories and groups of them", Country),
    "CL_INDICATOR": ("Indicators", Indicator),
    "CL_PRODUCT": ("Products of the Harmonized System", Product),
    "CL_SOURCE": ("Sources", Source),
}
"""Code lists that are tables: their names, and which."""

WITHOUT = ("CL_AREA", "CL_FLOW")
"""Code lists with a code for what does not apply."""

LISTS = {**{id: name for id, (name, _) in VOCABULARIES.items()}, **{id: name for id, (name, _) in KEPT.items()}}


class Code(NamedTuple):
    """One code: its id, its names, and more words about it where there are any."""

    id: str
    names: Names
    words: str = ""


def codes(id: str, connection: sa.Connection) -> Iterator[Code]:
    """Give the codes of a list."""
    yield from _vocabulary(id) if id in VOCABULARIES else _kept(id, connection)
    if id in WITHOUT:
        yield Code(NONE, NOT_APPLICABLE)


def ids(id: str, connection: sa.Connection) -> frozenset[str]:
    """Give the ids of the codes of a list."""
    return frozenset(code.id for code in codes(id, connection))


def among(id: str, wanted: Iterable[str], connection: sa.Connection) -> frozenset[str]:
    """Give those of some ids that a list has, which may be long: it is not read."""
    if id in VOCABULARIES:
        return ids(id, connection).intersection(wanted)
    table = columns(KEPT[id][1])
    rows = connection.execute(sa.select(table.c.id).where(table.c.id.in_({id_of(id, code) for code in wanted})))
    return frozenset(code_of(id, row) for (row,) in rows).intersection(wanted)


def _vocabulary(id: str) -> Iterator[Code]:
    for word, code in CODES[VOCABULARIES[id][1]].items():
        yield Code(code, {Language.EN: word.value.replace("_", " ").capitalize()})


def _kept(id: str, connection: sa.Connection) -> Iterator[Code]:
    table = columns(KEPT[id][1])
    for row in connection.execute(sa.select(table).order_by(table.c.id)).mappings():
        yield Code(code_of(id, row["id"]), called(row), row.get("definition") or "")


def code_of(list: str, id: str) -> str:
    """Give the code of what a table calls by an id: a code of the Harmonized System says that it is one."""
    return f"{HARMONIZED}{id}" if list == "CL_PRODUCT" and id.isdigit() else id


def id_of(list: str, code: str) -> str:
    """Give what a table calls a code."""
    return code.removeprefix(HARMONIZED) if list == "CL_PRODUCT" else code


def called(row: Any) -> Names:
    """Give the names of a row by language: a title is in that of its source."""
    if "title" in row:
        return {row["language"] or Language.EN: row["title"]}
    return {language: row[column] for language, column in NAMED.items() if row.get(column)}


NAMED = {language.value: "name" if language == Language.EN else f"name_{language}" for language in Language}
