"""Answers by plain SQL: rows of the driver into structs of msgspec. For Litestar, and for the loop without HTTP."""

import os
import sqlite3
from collections.abc import Iterator
from typing import Any, Protocol

import msgspec

from tests.bench.peers.queries import METRIC, METRICS, of

URL = os.environ["DATABASE_URL"]
SQL = of(URL)


class Party(msgspec.Struct, gc=False):
    """An act of a party on a treaty."""

    id: str
    treaty: str
    party: str
    action: str
    date: str | None


class Treaty(msgspec.Struct, gc=False):
    """A treaty."""

    id: str
    title: str
    title_ru: str | None
    short_title: str | None
    kind: str
    status: str | None
    scope: str | None
    signed: str | None
    place: str | None
    in_force: str | None
    terminated: str | None
    gist: str | None


class TreatyWithParties(Treaty, gc=False):
    """A treaty and the acts of its parties."""

    parties: list[Party]


class Metric(msgspec.Struct, gc=False):
    """An observation of trade."""

    id: str
    indicator: str
    reporter: str
    partner: str | None
    flow: str | None
    product: str
    frequency: str
    period: str
    value: float | None
    unit: str
    unit_mult: int
    qualifier: str
    status: str
    source: str
    locator: str
    confidence: str
    note: str | None


class Sum(msgspec.Struct, gc=False):
    """The sum of one period."""

    period: str
    sum: float | None


class Top(msgspec.Struct, gc=False):
    """The sum of one partner."""

    partner: str
    partner_name: str
    sum: float | None


class Hit(msgspec.Struct, gc=False):
    """An article that was found."""

    id: str
    heading: str | None
    snippet: str | None


class Rows(Protocol):
    """Runs one of the queries."""

    def __call__(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]: ...


def opened() -> sqlite3.Connection:
    """Open the file for reading."""
    file = URL.removeprefix("sqlite:///")
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)


def sqlite() -> Rows:
    """Open the one connection of a process."""
    connection = opened()
    return lambda sql, values: connection.execute(sql, values).fetchall()


def postgresql() -> Rows:
    """Open a pool of connections, one for each thread that may ask."""
    from psycopg_pool import ConnectionPool

    pool = ConnectionPool(URL, min_size=4, max_size=10, kwargs={"autocommit": True})

    def rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        with pool.connection() as connection:
            return connection.execute(sql, values).fetchall()

    return rows


rows = sqlite() if URL.startswith("sqlite") else postgresql()


def item(**values: str) -> TreatyWithParties | None:
    """Give a treaty with its parties."""
    found = rows(SQL["item"], values)
    return TreatyWithParties(*found[0], [Party(*row) for row in rows(SQL["parties"], values)]) if found else None


def list_(**values: str) -> list[Treaty]:
    """Give the newest treaties of a kind."""
    return [Treaty(*row) for row in rows(SQL["list"], values)]


def pair(**values: str) -> list[Metric]:
    """Give the newest observations of a pair."""
    return [Metric(*row) for row in rows(SQL["pair"], values)]


def sums(**values: str) -> list[Sum]:
    """Give sums by year."""
    return [Sum(*row) for row in rows(SQL["sums"], values)]


def top(**values: str) -> list[Top]:
    """Give the ten greatest partners."""
    return [Top(*row) for row in rows(SQL["top"], values)]


def search(**values: str) -> list[Hit]:
    """Give the best articles for some words."""
    return [Hit(*row) for row in rows(SQL["search"], values)]


def page(**values: str) -> list[Metric]:
    """Give a page by keyset: the rows after a day and id, or the first ones."""
    return [Metric(*row) for row in rows(SQL["deep" if values.get("id") else "first"], values)]


def export(reporters: list[str]) -> Iterator[list[tuple[Any, ...]]]:
    """Give the observations of some reporters, a thousand rows at a time, the header first."""
    yield [METRIC]
    marks = ", ".join("?" * len(reporters))
    cursor = opened().execute(f"{METRICS} WHERE reporter IN ({marks})", reporters)
    while chunk := cursor.fetchmany(1_000):
        yield chunk


READ = {"item": item, "list": list_, "pair": pair, "sums": sums, "top": top, "search": search}
READ |= {"first": page, "deep": page}
