"""Whether contenders give the right rows: the facts of an answer against those of the same SQL, asked directly."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from tests.bench.contenders import Contender
from tests.bench.export import first_export
from tests.bench.peers.queries import SQL
from tests.bench.servers import Server, fetch
from tests.bench.workloads import Ask

Row = Mapping[str, Any]


def rows(body: bytes) -> list[Any]:
    """Give the records of an answer, whatever they are wrapped in."""
    found = json.loads(body)
    found = found.get("data", found) if isinstance(found, dict) else found
    return found if isinstance(found, list) else [found]


def facts(kind: str, found: list[Any]) -> list[Any]:
    """Give what must be the same in everybody's answer: order, names, sums to nine digits.

    Not the order of rows that are equal in what they are sorted by: Datasette leaves it to the database.
    """
    match kind:
        case "item":
            return [(row["id"], row["title"], sorted(party["id"] for party in row["parties"])) for row in found]
        case "list":
            return [len({row["id"] for row in found}), *((row["kind"], row["signed"]) for row in found)]
        case "pair":
            keys = [(row["reporter"], row["partner"], row["period"]) for row in found]
            return [len({row["id"] for row in found}), *keys]
        case "sums":
            return [(row["period"], f"{row['sum']:.9g}") for row in found]
        case "top":
            return [(row["partner"], row["partner_name"], f"{row['sum']:.9g}") for row in found]
    return [row["id"] for row in found]


def expected(connection: sa.Connection, ask: Ask) -> list[Any]:
    """Give the facts by the SQL itself."""
    found = _run(connection, SQL[ask.kind], ask.values)
    if ask.kind == "item":
        found = [{**found[0], "parties": _run(connection, SQL["parties"], ask.values)}]
    return facts(ask.kind, found)


def _run(connection: sa.Connection, sql: str, values: dict[str, str]) -> list[Any]:
    return [dict(row) for row in connection.execute(sa.text(sql), values).mappings()]


def found_all(connection: sa.Connection, ask: Ask, hits: list[Row]) -> bool:
    """Tell whether every hit has all the words, the last maybe as the beginning of one, and a page is full if it can.

    The order of hits is each contender's own.
    """
    *whole, last = ask.values["q"].split()
    wanted = [rf"\b{word}\b" for word in whole] + [rf"\b{last}"]
    texts = connection.scalars(TEXTS, {"ids": [hit["id"] for hit in hits]}).all()
    right = all(re.search(word, text) for text in texts for word in wanted)
    matching = connection.scalar(MATCHING, {"first": f"% {' '.join(whole)} %", "last": f"% {last} %"})
    return right and len(texts) == len(hits) >= min(20, matching or 0)


TEXTS = sa.text("SELECT heading || ' ' || gist FROM article WHERE id IN :ids").bindparams(
    sa.bindparam("ids", expanding=True)
)
OF_REPORTERS = sa.text("SELECT id FROM trade_metric WHERE reporter IN :reporters").bindparams(
    sa.bindparam("reporters", expanding=True)
)
TEXT = "' ' || heading || ' ' || gist || ' '"
MATCHING = sa.text(f"SELECT count(*) FROM article WHERE {TEXT} LIKE :first AND {TEXT} LIKE :last")


def check(connection: sa.Connection, server: Server, contender: Contender, asks: Iterable[Ask]) -> None:
    """Stop the run where a contender answers one of some questions with the wrong rows."""
    for ask in asks:
        path = contender.path(ask)
        status, _, body = fetch(server.port, path)
        found = rows(body) if status == 200 else []
        if ask.kind == "search":
            right = status == 200 and found_all(connection, ask, found)
        else:
            right = status == 200 and facts(ask.kind, found) == expected(connection, ask)
        if not right:
            raise SystemExit(f"{server.name} answers {path} with {status} and the wrong rows: {body[:300]!r}")


def check_export(connection: sa.Connection, server: Server, contender: Contender, ask: Ask) -> float:
    """Stop the run where an export has other rows than the database; give the MB of memory that it took."""
    path = contender.path(ask)
    ids, memory = first_export(server, path)
    if ids != sorted(connection.scalars(OF_REPORTERS, {"reporters": ask.values["reporter"].split(",")})):
        raise SystemExit(f"{server.name} exports the wrong rows, {len(ids):,} of them: {path}")
    return memory
