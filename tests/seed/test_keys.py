"""The command `entente keys`."""

import hashlib
import logging
import re

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from models import ApiKey
from models.base import columns
from models.database import reading
from seed.cli import app

KEY = re.compile(r"ent_([a-z0-9]{8})_([0-9a-f]{64})")


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["keys", *arguments])
    assert result.exit_code == code, result.output
    return result


def stored() -> list[sa.Row[tuple[object, ...]]]:
    with reading() as connection:
        return list(connection.execute(sa.select(columns(ApiKey)).order_by(columns(ApiKey).c.created_at)))


def test_a_key_is_shown_once_and_stored_as_its_hash(empty: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made = run("create", "the [bold]editors[/bold]", "--scope", "write", "--scope", "import", "--scope", "write")
    form = KEY.fullmatch(made.stdout.strip())
    assert form
    id, secret = form.groups()
    row = stored()[0]
    assert (row.id, row.name, row.scopes) == (id, "the [bold]editors[/bold]", "import write")
    assert row.hash == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(row) + repr(ApiKey.model_validate(row._mapping)) + caplog.text
    listed = run("list").output
    assert all(
        words in listed
        for words in (id, "the [bold]editors[/bold]", "import write", f"{row.created_at:%Y-%m-%d %H:%M}Z")
    )
    assert secret not in listed
    assert row.hash[:8] not in listed + repr(ApiKey.model_validate(row._mapping))


def test_keys_differ(empty: str) -> None:
    made = {run("create", "one", "--scope", "write").stdout for _ in range(5)}
    assert len(made) == len({row.id for row in stored()}) == 5


def test_a_revoked_key_stays_in_the_list(empty: str) -> None:
    first, second = (KEY.fullmatch(run("create", name, "--scope", "write").stdout.strip()) for name in ("a", "b"))
    assert first
    assert second
    run("revoke", first[1])
    since = stored()[0].revoked_at
    assert f"{since:%Y-%m-%d %H:%M}Z" in run("list").output
    assert [row.revoked_at is None for row in stored()] == [False, True]
    run("revoke", first[1])
    assert stored()[0].revoked_at == since


def test_what_cannot_be_is_told(empty: str) -> None:
    assert "NAME" in run("create", "", "--scope", "write", code=1).output
    assert "NAME" in run("create", "a\x1bb", "--scope", "write", code=1).output
    assert "--scope" in run("create", "x", code=2).output
    assert "nope" in run("create", "x", "--scope", "nope", code=2).output
    key = run("create", "x", "--scope", "write").stdout.strip()
    output = run("revoke", key, code=1).output
    assert "entente keys list" in output
    assert key not in output
    assert len(stored()) == 1
