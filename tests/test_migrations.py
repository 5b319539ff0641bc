"""Migrations go up, match the models, come down, and go up again; what is loaded survives a look at both."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import Script, ScriptDirectory
from fastapi.testclient import TestClient

from api.main import app
from models import Conflict, ConflictValue, metadata
from models.api_key import KeyScope
from models.base import columns
from models.database import reading, writing
from models.engines import driver_url, engine
from models.settings import ROOT
from seed.cli import migrate
from seed.loader import load
from seed.migrations import config, head
from tests.api.test_problems import is_problem
from tests.api.test_writing import TREATY
from tests.conftest import SEED, disconnect
from tests.migrating import LATER, later
from tests.packages import held
from tests.seed.test_cli import run
from tests.writing import key, sent


def names(url: str) -> set[str]:
    return {name for name in sa.inspect(engine(url)).get_table_names() if not name.startswith("document_words")}


# SQLite cannot say what a descending index is on, so those are compared on PostgreSQL alone.
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_up_check_down_and_up_again(empty: str) -> None:
    command.check(config())
    assert names(empty) == {table.name for table in metadata.sorted_tables} | {"alembic_version"}
    migrate("base", down=True)
    engine(empty).dispose()
    assert names(empty) == {"alembic_version"}
    migrate()
    command.check(config())
    with writing() as connection:
        assert load(connection, SEED).revision == 1


def test_only_a_migration_looks_through_all_rows(own: str) -> None:
    """Where there are millions of rows that takes minutes, in which nobody can write: no start may do it."""
    kept = (columns(ConflictValue), columns(Conflict))
    with writing() as connection:
        for table in kept:
            connection.execute(sa.delete(table))
    found = []
    for back in (False, True):
        if back:
            disconnect(own)
            migrate("-1", down=True)
        migrate()
        with reading() as connection:
            found.append(all(connection.execute(sa.select(table).limit(1)).first() for table in kept))
    assert found == [False, True]


def test_the_vocabularies_of_the_database_are_those_of_the_models(empty: str) -> None:
    inspector = sa.inspect(engine(empty))
    for table in metadata.sorted_tables:
        stored = {str(check["name"]): check["sqltext"] for check in inspector.get_check_constraints(table.name)}
        declared = {str(c.name): str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert stored.keys() == declared.keys()
        for name, text in declared.items():
            assert set(text.split("'")[1::2]) == set(stored[name].split("'")[1::2])


def test_the_folder_does_not_hide_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


@pytest.mark.parametrize("path", sorted((ROOT / "alembic" / "versions").glob("*.py")), ids=lambda path: path.name)
def test_a_migration_can_be_undone_and_outlives_the_models(path: Path) -> None:
    text = path.read_text()
    assert "sqlmodel" not in text
    assert "def downgrade" in text
    assert "pass" not in text.split("def downgrade")[1]


def schema(url: str) -> list[str]:
    """Give the tables of a database, with their columns and indexes."""
    found = sa.inspect(engine(url))
    parts = (found.get_multi_columns(), found.get_multi_indexes())
    return sorted(f"{name} {entry['name']}" for part in parts for (_, name), all_ in part.items() for entry in all_)


def test_what_a_later_release_has_added_is_in_nobody_s_way(own: str, tmp_path: Path) -> None:
    """In an update the database is migrated first: servers of this release go on, and one that starts again starts."""
    client = TestClient(app, raise_server_exceptions=False, headers=sent(key(KeyScope.WRITE)))
    before = client.get("/v1/treaties?limit=200").json()["data"]
    command.upgrade(later(tmp_path / "later"), "head")
    assert client.get("/readyz").json()["migration"] == LATER
    assert "of a later release, at migration 9999" in run("migrate")
    assert client.get("/v1/treaties?limit=200").json()["data"] == before
    assert client.put("/v1/treaties/new", json=TREATY).status_code == 201
    assert client.delete("/v1/treaties/new").status_code == 204
    assert client.get("/readyz").json()["migration"] == LATER


def test_older_tables_are_not_ready(own: str) -> None:
    migrate("-1", down=True)
    answer = TestClient(app, raise_server_exceptions=False).get("/readyz")
    assert "run `entente migrate`" in is_problem(answer, 503)["detail"]
    migrate()
    assert TestClient(app).get("/readyz").json()["migration"] == head()


def test_a_migration_that_fails_leaves_nothing(own: str, tmp_path: Path) -> None:
    before, tables = held(own), schema(own)
    disconnect(own)
    with pytest.raises(RuntimeError, match="in the middle"):
        command.upgrade(later(tmp_path / "later", 'raise RuntimeError("in the middle")'), "head")
    assert (held(own), schema(own)) == (before, tables)
    command.upgrade(later(tmp_path / "mended"), "head")
    assert "treaty later" in schema(own)


FIRST = "0002"
"""The last migration that was made before there was a rule."""


def test_a_migration_only_adds(empty: str) -> None:
    """And what it adds, nobody has to write: the code before it still reads and writes all that it knows."""
    migrate(FIRST, down=True)
    before = columns_of(empty)
    for step in reversed([script.revision for script in scripts() if script.revision > FIRST]):
        command.upgrade(config(), step)
        after = columns_of(empty)
        assert before.keys() <= after.keys(), step
        tables = {table for table, _ in before}
        assert [name for name in after.keys() - before.keys() if name[0] in tables and not after[name]] == [], step
        assert [name for name in before if before[name] and not after[name]] == [], step
        before = after


def scripts() -> list[Script]:
    return list(ScriptDirectory.from_config(config()).walk_revisions())


def columns_of(url: str) -> dict[tuple[str, str], bool]:
    """Give the columns of all tables, and whether a row may be written without each."""
    with sa.create_engine(driver_url(url), poolclass=sa.NullPool).connect() as connection:
        found = sa.inspect(connection).get_multi_columns()
    return {
        (str(table), column["name"]): bool(column["nullable"] or column.get("default"))
        for (_, table), columns in found.items()
        for column in columns
        if not str(table).startswith("document_words")
    }
