"""Revisions of changes that tests make by hand."""

import sqlalchemy as sa

from models.revision import RevisionKind, Why
from seed import history


def commit(connection: sa.Connection, reason: str) -> int:
    """Give the data its next revision."""
    return history.commit(connection, history.following(connection), Why(RevisionKind.LOAD, reason))
