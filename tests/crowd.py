"""A generated data set that is hard on sorting and filtering: many equal, absent, accented and partial values."""

import random
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from api.operators import DATE, NUMBER, typed
from models import metadata
from models.base import Reference, columns, derive, marked, tables
from seed.derived import OPERATIONAL, rebuild
from seed.loader import commit

ROWS = 60
DATES = ("2013-11-11", "2013-11", "2013", "2013~", "201X", "../2013", "2013/..", "2012-12-31", "2013-10/2013-12")
WORDS = ("Éire", "eire", "Алматы", "алматы", "A,B", "a%b_c", "Zürich", "O'Brien", "x" * 60, "\\")

PLAIN = {
    "number": "{number}",
    "record": "r-{number:02}",
    "series": "s-{number}",
    "m49": "{number:03}",
    "product": "TOTAL",
    "section": "XV",
    "country": "AAA",
    "partner": "ABA",
    "source": "r-{number:02}",
    "organization": "r-{number:02}",
    "treaty": "r-{number:02}",
    "indicator": "r-{number:02}",
}
"""Fields whose values have a form of their own."""


def fill(connection: sa.Connection) -> None:
    """Fill every table, each row referring to rows that exist."""
    chance = random.Random(1992)  # noqa: S311
    ids: dict[str, list[str]] = {}
    for table in metadata.sorted_tables:
        if table in OPERATIONAL or table.name in ("revision", "document", "trade_by_period", "trade_by_partner"):
            continue
        model = tables()[table.name]
        rows: dict[Any, dict[str, Any]] = {}
        for number in range(ROWS):
            row = _row(model, number, ids, chance)
            rows[tuple(row[column.name] for column in table.primary_key)] = derive(model, row)
        connection.execute(sa.insert(table), list(rows.values()))
        ids[table.name] = [key[0] for key in rows]
    rebuild(connection)
    commit(connection, "a crowd")


def _row(model: type[SQLModel], number: int, ids: dict[str, list[str]], chance: random.Random) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in model.model_fields:
        column = columns(model).c[name]
        foreign = [key.column.table.name for key in column.foreign_keys]
        if column.nullable and chance.random() < 0.4:
            row[name] = None
        elif name == "id":
            row[name] = _id(str(model.__tablename__), number)
        elif foreign:
            row[name] = chance.choice(ids[foreign[0]]) if ids.get(foreign[0]) else _id(foreign[0], number)
        else:
            row[name] = _value(model, name, number, chance)
    for name, reference in marked(model, Reference).items():
        if row[name] is not None and reference.table_of({}, "AAA"):
            row[name] = chance.choice(ids[chance.choice(reference.tables)])
        elif row[name] is not None:
            row["kind"] = row["kind"] if row["kind"] in reference.tables else reference.tables[0]
            row[name] = chance.choice(ids[row["kind"]])
    return row


def _id(table: str, number: int) -> str:
    country = chr(65 + number // 26) + chr(65 + number % 26) + "A"
    return {"country": country, "product": f"{number:02}"}.get(table, f"r-{number:02}")


def _value(model: type[SQLModel], name: str, number: int, chance: random.Random) -> Any:
    if name == "iso2":
        return chr(65 + number // 26) + chr(65 + number % 26)
    kind, type_, _ = typed(model, name)
    if isinstance(type_, type) and issubclass(type_, Enum):
        return chance.choice(list(type_)).value
    if kind is DATE:
        return chance.choice(DATES)
    if name == "ordinal":
        return chance.randrange(1, 6)
    if kind is NUMBER:
        return float(chance.choice((0, 1, 1, 2.5, -3))) if name == "value" else chance.randrange(5)
    if name in PLAIN:
        return PLAIN[name].format(number=number)
    return chance.choice(WORDS)
