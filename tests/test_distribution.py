"""The tables keep what Citus asks of them, so that the data may outgrow one machine; and the command that does it.

The rules are those that a Citus 13.2 was seen to hold a schema to. Where `ENTENTE_TEST_CITUS_URL` names an empty
database of a cluster, the command is run on it.
"""

import os

import pytest
import sqlalchemy as sa

from models import TradeMetric, metadata
from models.base import columns
from models.database import reading, writing
from models.engines import engine
from seed.cli import migrate
from seed.distribute import BY, DISTRIBUTED, distribute, references
from seed.loader import load
from tests.conftest import SEED, use
from tests.seed.test_cli import run

POSTGRESQL = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
CITUS = os.environ.get("ENTENTE_TEST_CITUS_URL", "")


def unique(table: sa.Table) -> list[set[str]]:
    """Give the columns of everything that makes rows of a table unique."""
    constraints = [c for c in table.constraints if isinstance(c, sa.PrimaryKeyConstraint | sa.UniqueConstraint)]
    return [set(c.columns.keys()) for c in constraints] + [set(i.columns.keys()) for i in table.indexes if i.unique]


def faults(table: sa.Table, distributed: sa.Table, by: str) -> list[str]:
    """Tell what Citus would refuse in a table."""
    keys = [key for key in table.foreign_key_constraints if key.referred_table is distributed]
    found = [f"{key.name} refers to the distributed table" for key in keys]
    found += [f"{c.name} is deferrable" for c in table.constraints if c.deferrable]
    if table is not distributed:
        return found
    found += [f"{sorted(names)} is unique without {by}" for names in unique(table) if by not in names]
    for column in table.columns:
        constant = str(getattr(column.server_default, "arg", "0")).strip("'").isalnum()
        if column.identity or not constant or isinstance(column.default, sa.Sequence):
            found.append(f"{column.name} is made by the server")
    if table.autoincrement_column is not None:
        found.append(f"{table.autoincrement_column.name} counts up")
    return found


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_a_table_keeps_the_rules(table: sa.Table) -> None:
    assert faults(table, DISTRIBUTED, BY.name) == []
    assert {key.referred_table for key in DISTRIBUTED.foreign_key_constraints} <= set(references())


def test_the_rules_tell_what_breaks_them() -> None:
    of = sa.MetaData()
    main = sa.Table(
        "main",
        of,
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, sa.Identity(), unique=True),
        sa.Column("main", sa.ForeignKey("main.id", name="loop", deferrable=True)),
        sa.Column("at", sa.DateTime, server_default=sa.func.now()),
        sa.Column("constant", sa.Integer, server_default="0"),
        sa.Index("ix", "number", unique=True),
    )
    other = sa.Table("other", of, sa.Column("main", sa.ForeignKey("main.id", name="up")))
    assert faults(other, main, "id") == ["up refers to the distributed table"]
    assert len(faults(main, main, "id")) == 6
    counted = sa.Table("counted", of, sa.Column("number", sa.Integer, primary_key=True))
    assert faults(counted, counted, "number") == ["number counts up"]


def test_what_refers_to_a_table_comes_after_it() -> None:
    places = {table: place for place, table in enumerate((*references(), DISTRIBUTED))}
    assert set(places) == set(metadata.sorted_tables)
    for table in places:
        for key in table.foreign_key_constraints:
            assert places[key.referred_table] <= places[table]


@POSTGRESQL
def test_the_database_has_what_the_models_say(empty: str) -> None:
    with reading(empty) as connection:
        for what in (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT conname FROM pg_constraint WHERE condeferrable",
            "SELECT attname FROM pg_attrdef JOIN pg_attribute ON (adrelid, adnum) = (attrelid, attnum) "
            f"WHERE adrelid = '{DISTRIBUTED.name}'::regclass AND pg_get_expr(adbin, adrelid) !~ '^[0-9]+$'",
            "SELECT indexrelid::regclass::text FROM pg_index "
            f"WHERE indrelid = '{DISTRIBUTED.name}'::regclass AND indisunique AND NOT indisprimary",
        ):
            assert connection.exec_driver_sql(what).scalars().all() == [], what


def test_without_the_extension_it_says_so(empty: str) -> None:
    said = run("distribute", code=1)
    assert ("SQLite file" if empty.startswith("sqlite") else "extension citus is not installed") in said
    assert "CREATE EXTENSION citus" in said


STANDS_IN = """
CREATE TABLE citus_tables (n serial, table_name regclass, citus_table_type text);
CREATE FUNCTION create_reference_table(name regclass) RETURNS void LANGUAGE sql
  AS $$ INSERT INTO citus_tables (table_name, citus_table_type) VALUES (name, 'reference') $$;
CREATE FUNCTION create_distributed_table(name regclass, by text) RETURNS void LANGUAGE sql
  AS $$ INSERT INTO citus_tables (table_name, citus_table_type) VALUES (name, 'distributed') $$;
"""


@POSTGRESQL
def test_each_table_is_distributed_once(empty: str) -> None:
    # Functions of the same names, in place of the extension's: they tell what is asked of it, not what it answers.
    with writing(empty) as connection:
        connection.exec_driver_sql(STANDS_IN)
        connection.exec_driver_sql("SELECT create_reference_table('country')")
    said = run("distribute")
    assert "Distributed: " in said
    assert "country," not in said
    assert "already" in run("distribute")
    with reading(empty) as connection:
        rows = connection.exec_driver_sql(
            "SELECT table_name::text, citus_table_type FROM citus_tables ORDER BY n"
        ).all()
    assert rows[-1] == (DISTRIBUTED.name, "distributed")
    assert {name for name, kind in rows if kind == "reference"} == {table.name for table in references()}
    assert len(rows) == len(metadata.sorted_tables)


@pytest.mark.skipif(not CITUS, reason="ENTENTE_TEST_CITUS_URL names no empty database of a Citus cluster")
def test_a_cluster_takes_the_tables_and_the_data() -> None:
    use(CITUS)
    migrate()
    try:
        with writing() as connection:
            assert set(distribute(connection)) == {table.name for table in metadata.sorted_tables}
        with writing() as connection:
            assert distribute(connection) == []
            assert load(connection, SEED).revision == 1
        with writing() as connection:
            assert load(connection, SEED).revision is None
        with reading() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(columns(TradeMetric)))
    finally:
        migrate("base", down=True)
        engine(CITUS).dispose()
        engine(CITUS, writes=True).dispose()
