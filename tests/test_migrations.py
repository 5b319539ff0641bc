"""Migrations go up, match the models, come down, and go up again; what is loaded survives a look at both."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from models import Conflict, ConflictValue, metadata
from models.base import columns
from models.database import reading, writing
from models.engines import engine
from models.settings import ROOT
from seed.cli import migrate
from seed.loader import load
from seed.migrations import config
from tests.conftest import SEED, disconnect


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
