"""What is said of a record that is not there: that it never was, is gone since a revision, or is at another address."""

import sqlalchemy as sa

from api.problems import Problem
from models import Past, Revision
from models.base import columns

past, revision = columns(Past), columns(Revision)


def absent(connection: sa.Connection, resource: str, id: str, never: str) -> Problem:
    """Give the problem: `gone`, `moved`, or `not-found` in the words of `never`."""
    newest = (
        sa.select(past.c.body.is_(None).label("gone"), past.c.moved_to, past.c.revision)
        .where(past.c.resource == resource, past.c.record == id)
        .order_by(past.c.revision.desc())
        .limit(1)
        .subquery()
    )
    made = revision.c.number == newest.c.revision
    found = connection.execute(
        sa.select(newest, revision.c.committed_at, revision.c.reason).join(revision, made)
    ).first()
    if found is None or not found.gone:
        return Problem("not-found", never)
    noun = resource.replace("_", " ")
    when = f"in revision {found.revision}, on {found.committed_at:%Y-%m-%d}: {found.reason}"
    if found.moved_to is None:
        return Problem("gone", f"The {noun} {id!r} was deleted {when}.")
    return Problem("moved", f"The {noun} {id!r} is {found.moved_to!r} now, {when}.", moved=(id, found.moved_to))
