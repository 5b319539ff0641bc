"""The command `entente`."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from models import Conflict, Document, TradeByPartner, TradeByPeriod, TradeMetric
from models.base import columns
from models.database import reading
from models.settings import Settings, variable
from models.settings import settings as settings_
from seed.cli import app
from tests.conftest import copied

pytestmark = pytest.mark.alike


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command load a copy of the data files without the bulky ones."""
    monkeypatch.setenv("ENTENTE_DATA", str(copied(tmp_path / "own")))
    settings_.cache_clear()


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def test_load_says_what_it_did(empty: str) -> None:
    assert "revision 1: " in run("load")
    assert "nothing to change" in run("load")


def test_a_fault_is_printed_and_nothing_is_written(empty: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[sources]]\nid = "x"\ntitle = "X"\nkind = "blog"\n')
    for command in ("check", "load"):
        output = run(command, str(tmp_path), code=1)
        assert "sources.toml: x: kind" in output
        assert ("nothing was written" in output) == (command == "load")
    assert "there is no such folder" in run("check", str(tmp_path / "none"), code=1)


def test_migrate_goes_down_and_up(empty: str) -> None:
    run("migrate", "base", "--down")
    run("migrate")
    assert "revision 1: " in run("load")


@pytest.mark.slow
def test_a_database_with_data_is_brought_to_what_this_code_keeps_beside_it(empty: str) -> None:
    run("load")
    run("migrate", "0001", "--down")
    run("migrate")
    with reading(empty) as connection:
        for table in (Document, TradeByPeriod, TradeByPartner, Conflict):
            assert connection.scalar(sa.select(sa.func.count()).select_from(columns(table))), table
        values = connection.execute(sa.select(columns(TradeMetric).c.value_in_units)).scalars()
        assert 23_800_000_000 in set(values)
    # What sources say instead went down with its column, products with their table.
    assert "98 rows new, " in run("load")
    assert "nothing to change" in run("load")


def test_settings_are_shown_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:s3cret@host/name")
    settings_.cache_clear()
    output = run("settings")
    assert "s3cret" not in output
    assert "postgresql://user:***@host/name" in output
    for name in Settings.model_fields:
        assert variable(name) in output
    monkeypatch.undo()
    settings_.cache_clear()


def test_a_wrong_setting_is_named_without_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("memcached://:s3cret@host", "redis://:s3cret@host:x/y"):
        monkeypatch.setenv("ENTENTE_RATE_LIMIT_STORE", wrong)
        monkeypatch.setattr("models.settings.find_spec", lambda _name: None)
        settings_.cache_clear()
        result = CliRunner().invoke(app, ["settings"])
        assert result.exit_code == 1
        assert "ENTENTE_RATE_LIMIT_STORE" in result.output
        assert "s3cret" not in result.output
    monkeypatch.undo()
    settings_.cache_clear()


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_PORT", "many")
    settings_.cache_clear()
    result = CliRunner().invoke(app, ["settings"])
    assert result.exit_code == 1
    assert "ENTENTE_PORT" in result.output
    monkeypatch.undo()
    settings_.cache_clear()
