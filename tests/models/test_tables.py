"""What the database itself refuses, whoever writes, and the rules that every table keeps."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from models import Article, Citation, Membership, StatementTarget, TradeMetric, Treaty, TreatyRelation, metadata
from models.base import Searched, columns, derive, marked, tables
from models.database import writing
from models.document import KINDS

CITATION = {"id": "c", "resource": "treaty", "record": "t", "source": "none", "locator": "x", "confidence": "sourced"}
TREATY = {"id": "t", "title": "T", "kind": "treaty"}


def insert(table: Any, **row: Any) -> None:
    with writing() as connection:
        values = {name: 1 if name == "revision" else None for name in table.model_fields} | row
        connection.execute(sa.insert(columns(table)).values(derive(table, values)))


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (Treaty, TREATY | {"kind": "bogus"}),
        (Treaty, TREATY | {"status": "unknown"}),
        (Treaty, TREATY | {"title": None}),
        (Membership, {"id": "m", "organization": "none", "country": "KAZ", "status": "member"}),
        (TreatyRelation, {"id": "r", "treaty": "t", "kind": "treaty", "relation": "amends", "related": "none"}),
        (StatementTarget, {"statement": "none", "role": "about", "kind": "topic", "target": "x"}),
        (
            Citation,
            {"id": "c", "resource": "treaty", "record": "t", "source": "none", "locator": "x", "confidence": "sourced"},
        ),
        (Article, {"id": "b", "treaty": "t", "number": "1", "ordinal": 1, "completeness": "gist"}),
    ],
)
def test_the_database_refuses(table: Any, row: dict[str, Any], empty: str) -> None:
    insert(Treaty, **TREATY | {"id": "t"})
    insert(Article, id="a", treaty="t", number="1", ordinal=1, completeness="gist")
    with pytest.raises(IntegrityError):
        insert(table, **row | ({"id": "u"} if row.get("id") == "t" else {}))


def test_derived_columns_follow_their_field() -> None:
    row = derive(Treaty, TREATY | {"title": "Éire", "signed": "1992-05", "place": None})
    assert row["title_folded"] == "eire"
    assert (str(row["signed_earliest"]), str(row["signed_latest"])) == ("1992-05-01", "1992-05-31")
    assert row["place_folded"] is None
    metric = {"value": 0.07, "unit_mult": 9, "period": "2012"}
    assert derive(TradeMetric, metric)["value_in_units"] == 70_000_000
    assert {name for name, model in tables().items() if marked(model, Searched)} == set(KINDS)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_has_a_name(table: sa.Table) -> None:
    for constraint in table.constraints:
        assert str(constraint.name).startswith(("pk_", "fk_", "ck_", "uq_"))
    for index in table.indexes:
        assert str(index.name).startswith("ix_")
        assert len(str(index.name)) <= 63


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_reference_has_an_index(table: sa.Table) -> None:
    first = {index.columns[0].name for index in table.indexes} | {next(iter(table.primary_key)).name}
    assert {column.name for column in table.columns if column.foreign_keys} - first == set()
