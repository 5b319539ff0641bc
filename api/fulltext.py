"""Full text, behind one form on both databases: all words, the last of them perhaps only begun.

Both find the same records in the same order: the words are parted and folded before they reach either, and the order is
that of the documents' numbers (`models/document.py`).
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from api.statement import Statement
from models import Document
from models.base import columns
from models.document import Range, numbers
from models.text import fold, tokens

AROUND = 60
"""Letters of a text that a snippet shows before its first marked word; it shows four times as many in all."""


class Wanted(sa.types.TypeDecorator[list[str]]):
    """Words to look for, as the database asks for them; the last may be a list of words instead of one begun."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: list[Any] | None, dialect: sa.Dialect) -> str:
        """Write the words so that none of them can be an operator."""
        *words, last = value or [""]
        if dialect.name == "postgresql":
            return " & ".join(f"'{word}'" for word in (*words, last)) + ":*"
        begun = f'"{last}"*' if isinstance(last, str) else "(" + " OR ".join(f'"{word}"' for word in last) + ")"
        return "(" + " AND ".join([*(f'"{word}"' for word in words), begun]) + ")"


MANY = 50
BEGUN = Statement(
    sa.select(sa.column("word"))
    .select_from(sa.table("document_words_known"))
    .where(sa.column("word") >= sa.bindparam("begin"), sa.column("word") < sa.bindparam("end"))
    .limit(sa.literal_column(str(MANY)))
)


def completed(words: list[str], connection: sa.Connection) -> list[Any]:
    """Name the words that the last one may be the beginning of, where they are few.

    Only for FTS5, which copies every place of all of them before it looks at the first.
    """
    if connection.dialect.name != "sqlite" or not words:
        return words
    rows = BEGUN.rows(connection, {"begin": words[-1], "end": words[-1] + chr(0x10FFFF)})
    return [*words[:-1], [word for (word,) in rows] or words[-1:]] if len(rows) < MANY else words


IN_TITLE, IN_ALL, NOT_IN_TITLE = range(3)

MATCHES = {
    "sqlite": (
        "document_words MATCH '{title_words} : ' || :words",
        "document_words MATCH :words",
        "document_words MATCH :words || ' NOT {title_words} : ' || :words",
    ),
    "postgresql": (
        "title_words @@ CAST(:words AS tsquery)",
        "(title_words || body_words) @@ CAST(:words AS tsquery)",
        "(title_words || body_words) @@ CAST(:words AS tsquery) AND NOT title_words @@ CAST(:words AS tsquery)",
    ),
}
"""Conditions, for each database: all words in the title; all words anywhere; all words, but not in the title alone."""


class hits(GenericFunction[Any]):
    """The numbers of documents that match in one of the three ways, of some kinds; all, or so many after one."""

    type = sa.types.NULLTYPE
    # Two of its parts are written into the SQL, where a cache would see places.
    inherit_cache = False


def _hits(element: hits, compiler: Any, table: str, number: str, **kw: Any) -> str:
    way, kinds, words, *page = element.clauses
    match = MATCHES[compiler.dialect.name][way.value]
    # Each place is written anew, since places may be told apart by their order alone.
    match = re.sub(":words", lambda _: compiler.process(words, **kw), match)
    ranges = " OR ".join(f"{number} BETWEEN {low} AND {high}" for low, high in ranges_of(kinds.value))
    sql = f"SELECT {number} FROM {table} WHERE {match} AND ({ranges})"  # noqa: S608
    if page:
        after, most = (compiler.process(part, **kw) for part in page)
        sql += f" AND {number} > {after}"
        if table == "document":
            # PostgreSQL would go through all documents in order until it has enough; from here on it cannot see why.
            sql = f"SELECT {number} FROM ({sql} OFFSET 0) AS found"  # noqa: S608
        sql += f" ORDER BY {number} LIMIT {most}"
    return f"({sql})"


@compiles(hits, "sqlite")
def _(element: hits, compiler: Any, **kw: Any) -> str:
    return _hits(element, compiler, "document_words", "rowid", **kw)


@compiles(hits, "postgresql")
def _(element: hits, compiler: Any, **kw: Any) -> str:
    return _hits(element, compiler, "document", "number", **kw)


def ranges_of(kinds: Sequence[str]) -> list[Range]:
    """Give the numbers of some kinds of record; kinds that follow each other make one range."""
    joined: list[Range] = []
    for low, high in sorted(map(numbers, kinds)):
        if joined and joined[-1].high + 1 == low:
            low = joined.pop().low
        joined.append(Range(low, high))
    return joined


def matching(way: int, kinds: Sequence[str], words: str, *page: Any) -> sa.ColumnElement[bool]:
    """Tell whether a document is a hit; `words` names the place of the words, `page` those of a number and a limit."""
    asked = sa.bindparam(words, type_=Wanted())
    return columns(Document).c.number.op("IN")(
        sa.func.hits(sa.literal(way), sa.literal(tuple(kinds), sa.types.NULLTYPE), asked, *page)
    )


def has_words(table: sa.Table, places: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Tell whether a record of a table has the words in the one place; without words it has not."""
    if not places:
        return sa.false()
    hit = matching(IN_ALL, [table.name], places[0].key)
    return table.c.id.in_(sa.select(columns(Document).c.record).where(hit))


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
    places: list[tuple[int, int]] = []
    for hit in re.finditer(rf"(?<![^\W_])(?:{pattern})", folded):
        start, end = origin[hit.start()], origin[hit.end() - 1] + 1
        # One letter may stand for several words, as ½ does.
        if not places or places[-1][1] <= start:
            places.append((start, end))
    return places


def highlight(text: str, words: Sequence[str], *, whole: bool = False) -> str:
    """Give the part of a text around the first words asked for, as HTML in which they stand in `<mark>`."""
    places = marked(text, words)
    start = 0 if whole or not places else max(0, places[0][0] - AROUND)
    start = text.rfind(" ", 0, start) + 1
    end = len(text) if whole else min(len(text), start + 4 * AROUND)
    end = end if end == len(text) else max(text.rfind(" ", start, end), start + AROUND)
    written, last = ["" if start == 0 else "… "], start
    for begin, stop in places:
        if start <= begin and stop <= end:
            written += [escape(text[last:begin], quote=False), f"<mark>{escape(text[begin:stop], quote=False)}</mark>"]
            last = stop
    return "".join([*written, escape(text[last:end], quote=False), "" if end == len(text) else " …"])
