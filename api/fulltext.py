"""Full text, behind one form on both databases: all words, the last of them perhaps only begun.

Both find the same records, since the words are parted and folded before they reach either; the order of what is found
is each database's own, but a record with all the words in its title or its names comes before one without.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from models import Document
from models.base import columns
from models.document import numbers
from models.text import fold, tokens

AROUND = 60
"""Letters of a text that a snippet shows before its first marked word; it shows four times as many in all."""


class Wanted(sa.types.TypeDecorator[list[str]]):
    """Words to look for, in the query language of the database."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: sa.Dialect) -> str:
        """Write the words so that none of them can be an operator."""
        words = value or [""]
        if dialect.name == "postgresql":
            return " & ".join(f"'{word}'" for word in words) + ":*"
        return "(" + " AND ".join(f'"{word}"' for word in words) + "*)"


class found(GenericFunction[Any]):
    """The numbers of the documents, between two numbers, with all the words."""

    type = sa.types.NULLTYPE
    inherit_cache = True


@compiles(found, "sqlite")
def _(element: found, compiler: Any, **kw: Any) -> str:
    words, low, high = (compiler.process(part, **kw) for part in element.clauses)
    match = f"document_words MATCH {words} AND rowid BETWEEN {low} AND {high}"
    return f"(SELECT rowid FROM document_words WHERE {match})"  # noqa: S608


@compiles(found, "postgresql")
def _(element: found, compiler: Any, **kw: Any) -> str:
    words, low, high = (compiler.process(part, **kw) for part in element.clauses)
    match = f"(title_words || body_words) @@ CAST({words} AS tsquery) AND number BETWEEN {low} AND {high}"
    return f"(SELECT number FROM document WHERE {match})"  # noqa: S608


def has_words(table: sa.Table, places: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Tell whether a record of a table has the words in the one place; without words it has not."""
    if not places:
        return sa.false()
    document, (low, high) = columns(Document), numbers(table.name)
    words = sa.bindparam(places[0].key, type_=Wanted())
    hits = sa.func.found(words, sa.literal_column(str(low)), sa.literal_column(str(high)))
    return table.c.id.in_(sa.select(document.c.record).where(document.c.number.op("IN")(hits)))


def asked(text: str) -> list[list[str]]:
    """Give the words of a question as one value, none where it has none."""
    return [words] if (words := tokens(text)) else []


@cache
def _folded(letter: str) -> str:
    return fold(letter)


def marked(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Give the places, from and to, of the words of a text that a question asks for."""
    *whole, begun = words
    pattern = "|".join([*(rf"{re.escape(word)}(?![^\W_])" for word in whole), rf"{re.escape(begun)}[^\W_]*"])
    if text.isascii():
        folded, origin = text.lower(), range(len(text) + 1)
    else:
        parts = [_folded(letter) for letter in text]
        folded = "".join(parts)
        origin = [place for place, part in enumerate(parts) for _ in part] + [len(text)]  # type: ignore[assignment]
    hits = re.finditer(rf"(?<![^\W_])(?:{pattern})", folded)
    return [(origin[hit.start()], origin[hit.end() - 1] + 1) for hit in hits]


def highlight(text: str, words: Sequence[str], *, whole: bool = False) -> str:
    """Give the part of a text around the first words asked for, as HTML in which they stand in `<mark>`."""
    places = marked(text, words)
    start = 0 if whole or not places else max(0, places[0][0] - AROUND)
    start = text.rfind(" ", 0, start) + 1
    end = len(text) if whole else min(len(text), start + 4 * AROUND)
    end = end if end == len(text) else max(text.rfind(" ", start, end), start + AROUND)
    written, last = ["" if start == 0 else "… "], start
    for begin, stop in places:
        if last <= begin and stop <= end:
            written += [escape(text[last:begin], quote=False), f"<mark>{escape(text[begin:stop], quote=False)}</mark>"]
            last = stop
    return "".join([*written, escape(text[last:end], quote=False), "" if end == len(text) else " …"])
