"""The generated data that the API and its peers are measured on: the same for every run, skewed as trade is."""

import argparse
import random
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice, product
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import Article, Country, Forum, Indicator, Organization, Participation, Source, Statement, Treaty
from models import TradeMetric as Metric
from models.base import columns, derive
from models.database import writing
from models.driver import analyze
from models.settings import settings
from seed.cli import migrate
from seed.derived import rebuild
from tests.revisions import commit

YEARS = range(1995, 2025)
COUNTRIES = [f"{a}{b}{c}" for a, b, c in islice(product("ABCDEFGHIJKLMNOPQRST", "AEIOU", "KN"), 200)]
PRODUCTS = ("TOTAL", *(f"{chapter:02}" for chapter in range(1, 98)))
SUBJECTS = ("customs", "duties", "tariff", "transit", "energy", "investment", "services", "origin", "border", "quota")
CHUNK = 20_000


class Sizes(NamedTuple):
    """How many rows of each kind."""

    observations: int = 1_000_000
    treaties: int = 20_000
    articles: int = 200_000
    statements: int = 50_000


class Words:
    """Text whose words are as unequal as those of a language: few common ones, many rare ones."""

    def __init__(self, chance: random.Random) -> None:
        syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
        made = ["".join(chance.choices(syllables, k=3)) for _ in range(8_000)]
        self.chance, self.words = chance, [*SUBJECTS, *made]
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.words))))

    def text(self, length: int) -> str:
        """Give a text of some words."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=length))


def rows(table: sa.Table, made: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Give rows as tuples in the order of the columns."""
    names = [column.name for column in table.columns]
    return (tuple(map({"revision": 1, **row}.get, names)) for row in made)


def observations(count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Give annual series of pairs; the number of products falls with the rank of both countries."""
    pairs = [(i, j) for i in range(200) for j in range(200) if i != j]
    weights = [1 / ((i + 3) * (j + 3)) ** 0.8 for i, j in pairs]
    series = count / len(YEARS) / sum(weights)
    left = count
    for (i, j), weight in zip(pairs, weights, strict=True):
        reporter, partner = COUNTRIES[i], COUNTRIES[j]
        kinds = product(PRODUCTS, ("export", "import"), ("sea", "rail", "road", "air", "all"))
        for code, flow, mode in islice(kinds, max(1, round(series * weight))):
            value = chance.lognormvariate(16, 2)
            for year in YEARS:
                if not left:
                    return
                left -= 1
                value *= chance.uniform(0.9, 1.15)
                yield observation(reporter, partner, f"goods-trade-{mode}", flow, code, year, round(value, 2))


def observation(
    reporter: str, partner: str, indicator: str, flow: str, code: str, year: int, value: float
) -> dict[str, Any]:
    """Give one observation."""
    source = "bench-statistics"
    return {
        "id": f"{reporter}.{partner}.{indicator}.{flow}.{code}.annual.{year}.{source}",
        **{"indicator": indicator, "reporter": reporter, "partner": partner, "flow": flow, "product": code},
        **{"frequency": "annual", "period": str(year), "value": value, "unit": "USD", "unit_mult": 0},
        **{"period_earliest": f"{year}-01-01", "period_latest": f"{year}-12-31", "value_in_units": value},
        **{"qualifier": "exact", "status": "normal", "source": source, "locator": "table 1", "confidence": "dataset"},
    }


def small() -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Give what the rest refers to."""
    yield Source, [{"id": "bench-statistics", "title": "Generated statistics", "kind": "dataset"}]
    yield Country, [{"id": code, "name": f"Country {code}", "kind": "country"} for code in COUNTRIES]
    modes = ("sea", "rail", "road", "air", "all")
    yield (
        Indicator,
        [
            {"id": f"goods-trade-{m}", "name": f"Goods, {m}", "definition": "Value.", "unit": "USD", "measure": "flow"}
            for m in modes
        ],
    )
    yield Organization, [{"id": f"union-{n}", "name": f"Union {n}", "kind": "economic_union"} for n in range(40)]
    yield (
        Forum,
        [
            {"id": f"forum-{n}", "name": f"Forum {n}", "start": f"{1995 + n % 30}", "country": COUNTRIES[n % 200]}
            for n in range(500)
        ],
    )


def documents(sizes: Sizes, chance: random.Random) -> Iterator[tuple[Any, Iterator[dict[str, Any]]]]:
    """Give treaties, their parties and articles, and statements."""
    words = Words(chance)
    popular = list(accumulate(1 / (rank + 3) for rank in range(200)))
    dates = [f"{1995 + n % 30}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(sizes.treaties)]
    kinds = ("treaty", "agreement", "protocol", "memorandum", "roadmap", "contract", "declaration")
    stances = ("supports", "opposes", "criticises", "cautious", "proposes", "announces", "reports")

    def treaty(n: int) -> dict[str, Any]:
        kind = chance.choice(kinds)
        return {
            **{"id": f"treaty-{n}", "title": f"{kind.title()} on {words.text(6)}", "kind": kind, "signed": dates[n]},
            **{"status": chance.choice(("signed", "in_force", "terminated")), "scope": "bilateral"},
            **{"gist": words.text(20), "place": f"City {n % 90}"},
        }

    def parties(n: int) -> Iterator[dict[str, Any]]:
        for code in sorted(set(chance.choices(COUNTRIES, cum_weights=popular, k=chance.randint(2, 5)))):
            key = f"treaty-{n}.{code}.signature"
            yield {"id": key, "treaty": f"treaty-{n}", "party": code, "action": "signature", "date": dates[n]}

    def article(n: int) -> dict[str, Any]:
        treaty, number = f"treaty-{n % sizes.treaties}", str(n // sizes.treaties + 1)
        return {
            **{"id": f"{treaty}.art-{number}", "treaty": treaty, "number": number, "ordinal": int(number)},
            **{"heading": words.text(4), "gist": words.text(30), "completeness": "gist"},
        }

    def statement(n: int) -> dict[str, Any]:
        return {
            **{"id": f"statement-{n}", "speaker": f"Speaker {n % 400}", "date": dates[n % sizes.treaties]},
            **{"topic": words.text(3), "stance": chance.choice(stances), "kind": "paraphrase"},
            **{"gist": words.text(25), "on_behalf_of": COUNTRIES[n % 200]},
        }

    yield Treaty, map(treaty, range(sizes.treaties))
    yield Participation, (row for n in range(sizes.treaties) for row in parties(n))
    yield Article, map(article, range(sizes.articles))
    yield Statement, map(statement, range(sizes.statements))


def insert(connection: sa.Connection, table: sa.Table, made: Iterator[tuple[Any, ...]]) -> None:
    """Insert rows as fast as the database's driver can."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        # Indexes are written to all over; what fits in memory need not be read again.
        cursor.execute("PRAGMA cache_size = -2000000")
        marks = ", ".join("?" * len(table.columns))
        cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', made)
    else:
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in made:
                copy.write_row(row)


def fill(url: str, sizes: Sizes) -> None:
    """Migrate a database and fill it."""
    migrate()
    chance = random.Random(2013)  # noqa: S311
    with writing(url) as connection:
        for model, made in [*small(), *documents(sizes, chance)]:
            derived = (_plain(derive(model, row)) for row in made)
            insert(connection, columns(model), rows(columns(model), derived))
        insert(connection, columns(Metric), rows(columns(Metric), observations(sizes.observations, chance)))
        rebuild(connection)
        commit(connection, "generated data")
    with writing(url) as connection:
        analyze(connection)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--observations", type=int, default=Sizes().observations)
    fill(settings().database_url, Sizes()._replace(observations=parser.parse_args().observations))
