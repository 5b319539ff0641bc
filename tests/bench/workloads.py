"""What is asked: the same abstract questions for every contender, pseudo-random but the same in every run."""

import random
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa

COUNT = 2_000
"""Questions of each kind, as far as the data have so many different ones."""

KINDS = ("treaty", "agreement", "protocol", "memorandum", "roadmap", "contract", "declaration")
EXPORTED = 100_000


class Ask(NamedTuple):
    """A question: its kind, and the values that each contender puts into its own address."""

    kind: str
    values: dict[str, str]


def questions(connection: sa.Connection) -> dict[str, list[Ask]]:
    """Give the questions of each kind."""
    makers = {"item": _items, "list": _lists, "pair": _pairs, "sums": _totals, "top": _totals, "search": _searches}
    return {
        kind: [Ask(kind, values) for values in make(connection, random.Random(kind))]  # noqa: S311
        for kind, make in makers.items()
    }


def _items(connection: sa.Connection, chance: random.Random) -> list[dict[str, str]]:
    ids = connection.scalars(sa.text("SELECT id FROM treaty ORDER BY id")).all()
    return [{"id": id} for id in chance.sample(ids, COUNT)]


def _lists(_connection: sa.Connection, chance: random.Random) -> list[dict[str, str]]:
    days = [date(1995, 1, 1) + timedelta(n) for n in range(28 * 365)]
    every = [{"kind": kind, "since": day.isoformat()} for kind in KINDS for day in days]
    return chance.sample(every, COUNT)


def _pairs(connection: sa.Connection, chance: random.Random) -> list[dict[str, str]]:
    """Give pairs with a hundred rows or more, each as often as it has rows: users ask for the big ones."""
    sql = "SELECT reporter, partner, count(*) FROM trade_metric GROUP BY reporter, partner HAVING count(*) >= 100"
    found = sorted(connection.execute(sa.text(sql)).all())
    chosen = chance.choices(found, weights=[row[2] for row in found], k=COUNT)
    return [{"reporter": reporter, "partner": partner} for reporter, partner, _ in chosen]


def _totals(connection: sa.Connection, chance: random.Random) -> list[dict[str, str]]:
    sql = "SELECT DISTINCT reporter, indicator, flow FROM trade_metric WHERE product = 'TOTAL'"
    found = sorted(connection.execute(sa.text(sql)).all())
    chosen = chance.sample(found, min(COUNT, len(found)))
    return [dict(zip(("reporter", "indicator", "flow"), row, strict=True)) for row in chosen]


def _searches(connection: sa.Connection, chance: random.Random) -> list[dict[str, str]]:
    """Give two different words of some article's heading and gist, so that something is always found."""
    texts = connection.execute(sa.text("SELECT heading || ' ' || gist FROM article ORDER BY id")).scalars().all()
    words = (sorted(set(text.split())) for text in chance.sample(texts, COUNT))
    return [{"q": " ".join(chance.sample(found, 2))} for found in words]


def exported(connection: sa.Connection) -> list[str]:
    """Give reporters that have together about, and not more than, the rows of an export: the biggest that fit."""
    sql = "SELECT reporter, count(*) FROM trade_metric GROUP BY reporter ORDER BY count(*) DESC, reporter"
    left, chosen = EXPORTED, []
    for reporter, rows in connection.execute(sa.text(sql)):
        if rows <= left:
            chosen.append(reporter)
            left -= rows
    return chosen
