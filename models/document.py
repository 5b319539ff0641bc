"""What full text searches: one document for each record with words, in one table for all kinds of record.

Words are folded and parted here, not by the databases, so that both find the same: SQLite in an FTS5 table that
triggers keep beside this one, PostgreSQL in `tsvector` columns.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, SQLModel

from models.base import Folded, Key, Searched, Text, columns, mark, marked, stored
from models.text import tokens

BLOCK, STEP = 2**40, 2**30
"""A number says what a document is: its kind, by blocks, then its length in words, by steps.

So a range of numbers is a kind, and their order is that of a search: of two texts that have all the words, the shorter
one is more about them. To follow it costs nothing, and it is the same on both databases.
"""

CHUNK = 500

MOST = 900_000
"""Bytes that the words of a text have, with the places of each: PostgreSQL takes a megabyte together with the title."""


class Words(sa.types.TypeDecorator[list[str]]):
    """Folded words in order: text for FTS5, a `tsvector` with their places on PostgreSQL."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """Take the database's own type."""
        return dialect.type_descriptor(postgresql.TSVECTOR() if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: list[str] | None, dialect: sa.Dialect) -> str:
        """Write words as the database takes them."""
        words = value or []
        if dialect.name == "postgresql":
            return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))
        return " ".join(words)


@stored
class Document(SQLModel, table=True):
    """The words of one record."""

    resource: Text = Field(primary_key=True)
    record: Key = Field(primary_key=True)
    number: int = Field(sa_type=sa.BigInteger, unique=True)
    title: str
    body: str
    title_words: Any = Field(sa_type=Words, nullable=False)
    body_words: Any = Field(sa_type=Words, nullable=False)


class Searchable(StrEnum):
    """Kinds of record that `/v1/search` covers."""

    TREATY = "treaty"
    ARTICLE = "article"
    FORUM = "forum"
    STATEMENT = "statement"
    ORGANIZATION = "organization"


KINDS = (*map(str, Searchable), "country", "indicator", "source", "product")
"""Tables with words, in the order of their numbers."""


WORDS = ("title_words", "body_words")
KNOW = sa.text("INSERT OR IGNORE INTO document_words_known (word) VALUES (:word)")
"""On SQLite the words that any document ever had are known apart."""


class Range(NamedTuple):
    """The first and the last number of some documents."""

    low: int
    high: int


def numbers(kind: str) -> Range:
    """Give the numbers of the documents of a kind of record."""
    start = KINDS.index(kind) * BLOCK
    return Range(start, start + BLOCK - 1)


def write(connection: sa.Connection, model: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
    """Write the documents of new or changed records, in place of those that they had."""
    kind = str(model.__tablename__)
    for chunk in _chunks(list(rows)):
        remove(connection, kind, [row["id"] for row in chunk])
        made = [_document(model, row) for row in chunk]
        free: dict[int, int] = {}
        for document in made:
            length = len(document["title_words"]) + len(document["body_words"])
            step = numbers(kind).low + min(length, BLOCK // STEP - 1) * STEP
            document["number"] = free[step] if step in free else _free(connection, step)
            free[step] = document["number"] + 1
        connection.execute(sa.insert(columns(Document)), made)
        if connection.dialect.name == "sqlite":
            found = {word for document in made for name in WORDS for word in document[name]}
            connection.execute(KNOW, [{"word": word} for word in sorted(found)] or [{"word": ""}])


def _free(connection: sa.Connection, step: int) -> int:
    number = columns(Document).c.number
    last = connection.scalar(sa.select(sa.func.max(number)).where(number.between(step, step + STEP - 1)))
    return step if last is None else last + 1


def remove(connection: sa.Connection, kind: str, ids: Sequence[str]) -> None:
    """Remove the documents of records that go."""
    table = columns(Document)
    for chunk in _chunks(ids):
        connection.execute(sa.delete(table).where(table.c.resource == kind, table.c.record.in_(chunk)))


def _document(model: type[SQLModel], row: dict[str, Any]) -> dict[str, Any]:
    texts: dict[bool, list[str]] = {True: [], False: []}
    for name in marked(model, Searched):
        if row.get(name):
            texts[mark(model.model_fields[name], Folded) is not None].append(row[name])
    title, body = " · ".join(texts[True]), " · ".join(texts[False])
    words = {"title_words": tokens(title), "body_words": _bounded(tokens(body))}
    return {"resource": model.__tablename__, "record": row["id"], "title": title, "body": body, **words}


def _bounded(words: list[str]) -> list[str]:
    """Leave out the words at the end that are too much for a database; a text that long is a word list."""
    known, size = set[str](), 0
    for number, word in enumerate(words):
        size += len(word.encode()) + (2 if word in known else 5)
        known.add(word)
        if size > MOST:
            return words[:number]
    return words


def _chunks(found: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (found[start : start + CHUNK] for start in range(0, len(found), CHUNK))
