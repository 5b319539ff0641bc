"""Runs migrations on the database of the settings, or on the one that the caller names."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel.sql.sqltypes import UTCDateTime

from models import metadata
from models.database import WRITE_LOCK
from models.engines import driver_url, is_sqlite, sqlite
from models.settings import settings
from seed.derived import rebuild
from seed.migrations import current, head


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that old revisions outlive SQLModel's own."""
    if kind != "type" or not isinstance(item, sa.String | UTCDateTime):
        return False
    return "sa.DateTime(timezone=True)" if isinstance(item, UTCDateTime) else "TEXT"


def known(index: sa.Index) -> bool:
    """Tell whether SQLite can say what an index is on: not where a column descends."""
    return all(isinstance(part, sa.Column) for part in index.expressions)


# What full text keeps for itself: migrations write it by hand, and the models do not know it.
FULL_TEXT = ("document_words", "fts_")
UNKNOWN = {index.name for table in metadata.tables.values() for index in table.indexes if not known(index)}


PATIENCE = 3
"""Seconds that a table may be in use by others: whoever reads it meanwhile waits behind us, and gives up after five."""


def run(url: str) -> None:
    """Migrate in one transaction, with one process at a time."""
    # An engine of its own: with foreign keys on, SQLite's way of changing a table would delete the rows that refer to it.
    driver = {"module": sqlite} if is_sqlite(url) else {}
    engine = sa.create_engine(driver_url(url), poolclass=sa.NullPool, **driver)
    if is_sqlite(url):

        @sa.event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None

        @sa.event.listens_for(engine, "begin")
        def start(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    steps: list[bool] = []
    with engine.begin() as connection:
        if not is_sqlite(url):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_LOCK)))
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            render_item=render_item,
            include_name=lambda name, kind, _: (
                not (str(name).startswith(FULL_TEXT) or (kind == "index" and is_sqlite(url) and name in UNKNOWN))
            ),
            on_version_apply=lambda step, **_: steps.append(step.is_upgrade),
        )
        context.run_migrations()
        # Only then: to look through millions of rows takes minutes, in which nobody could write.
        if steps and is_sqlite(url) and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
            raise RuntimeError(f"the migration left rows that refer to nothing: {broken}")
        # What is kept beside the records is made by the models, which know no tables but the newest.
        if any(steps) and current(connection) == head():
            rebuild(connection)
    engine.dispose()


run(settings().database_url)
