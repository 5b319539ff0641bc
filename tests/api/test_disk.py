"""What is said of a disk that is full or broken."""

import errno
from pathlib import Path

import psycopg.errors
import pytest
import sqlalchemy as sa

from api.faults import as_problem
from models.engines import engine


def full(folder: Path) -> sa.exc.DBAPIError:
    """Fill a file that may not grow."""
    (file := folder / "full.db").touch()
    with engine(f"sqlite:///{file}", writes=True).connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 2")
        with pytest.raises(sa.exc.DBAPIError) as found:
            connection.exec_driver_sql("CREATE TABLE a AS SELECT zeroblob(100000)")
        connection.invalidate()
    return found.value


def test_a_disk_is_named_with_what_to_do(tmp_path: Path) -> None:
    broken = psycopg.errors.IoError("could not write block")
    wrapped = sa.exc.DBAPIError.instance("INSERT", None, broken, psycopg.Error)
    for error, words in (
        (full(tmp_path), "the database is full"),
        (wrapped, "the database cannot be read or written"),
        (OSError(errno.ENOSPC, "No space left on device"), "temporary files is full"),
        (OSError(errno.EIO, "Input/output error"), "temporary files cannot be read or written"),
    ):
        problem = as_problem(error)
        assert (problem.kind, problem.headers) == ("unavailable", {"Retry_After": "60"})
        assert f"The disk of {words}; nothing was written." in problem.detail
        assert "send the request again" in problem.detail
