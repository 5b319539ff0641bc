"""The migrations of this code, in the folder `alembic`."""

from functools import cache

import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from models.settings import ROOT


def config() -> Config:
    """Give what Alembic has to know."""
    found = Config()
    found.set_main_option("script_location", str(ROOT / "alembic"))
    return found


@cache
def head() -> str | None:
    """Give the newest one."""
    return ScriptDirectory.from_config(config()).get_current_head()


@cache
def known() -> frozenset[str]:
    """Give all of them."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def current(connection: sa.Connection) -> str | None:
    """Give the last one that a database has had; None for none."""
    there = sa.inspect(connection).has_table("alembic_version")
    return connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if there else None


def is_later(migration: str | None) -> bool:
    """Tell whether a migration is of a later release: this code has all that came before its own.

    Later ones only add, so this code can go on with what they leave: in an update, servers are replaced one by one
    after the database was migrated.
    """
    return migration is not None and migration not in known()
