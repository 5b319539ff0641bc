"""`If-Match` and `If-None-Match` of a write (RFC 9110, 13.1), so that nobody's work is lost.

The ETag of any answer says which revision of the data it was read at. It still matches a record that has not changed
since, although the ETag of the same answer is another one by now, when other records have.
"""

import re

import sqlalchemy as sa
from starlette.types import Scope

from api.caching import MARK, header, mark_of
from api.problems import Problem
from models import Revision
from models.base import columns

ETAG = re.compile(rf'(?<!W/)"(\d{{1,9}})-([0-9a-f]{{{MARK}}})[0-9a-f]+(?:-[a-z]+)?"')


def check(scope: Scope, connection: sa.Connection, revision: int | None) -> None:
    """Hold a write to its conditions; `revision` is that of the record as it stands, none where there is none.

    Raises a problem `precondition-failed`.
    """
    wanted, unwanted = header(scope, b"if-match").strip(), header(scope, b"if-none-match").strip()
    if wanted and (revision is None or not (wanted == "*" or _any(wanted, connection, revision))):
        raise _failed("It has changed since, or is gone" if revision else "There is no such record")
    if unwanted and revision is not None and (unwanted == "*" or _any(unwanted, connection, revision)):
        raise _failed("There is a record of this id already")


def _any(tags: str, connection: sa.Connection, revision: int) -> bool:
    return any(_current(int(number), mark, connection, revision) for number, mark in ETAG.findall(tags))


def _current(number: int, mark: str, connection: sa.Connection, revision: int) -> bool:
    """Tell whether what was read at a revision of the data is still so."""
    table = columns(Revision)
    stamp = connection.scalar(sa.select(sa.cast(table.c.committed_at, sa.Text)).where(table.c.number == number))
    return number >= revision and stamp is not None and mark_of(stamp) == mark


def _failed(what: str) -> Problem:
    return Problem("precondition-failed", f"{what}. Read it again, and repeat the change on what you find.")
