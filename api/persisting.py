"""Writes that outlast a change of the primary: done again until they are there, and never twice."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import sqlalchemy as sa

from api.faults import is_passing
from models import Revision
from models.base import columns
from models.lifeline import is_cut, left

BUDGET = 7.5
"""Seconds that a request to write has: longer than it takes to promote another primary."""

LAST = 0.5
"""Seconds before they are over when it waits no longer for another writer, nor for its turn.

What it would do then takes time too: after an outage all whose turn comes would be too late otherwise, one by one.
"""

FIRST, LONGEST = 0.05, 0.5
"""Seconds before the first try again, and at most between two."""

Result = TypeVar("Result")
revision = columns(Revision)


class Attempts:
    """The attempts of one request to make a revision, told apart by the moment that each gives it.

    Where a connection breaks while it commits, nobody but the database knows whether it did.
    """

    def __init__(self, actor: str) -> None:
        self.actor, self.moments = actor, list[datetime]()
        self.existed = False

    def begin(self) -> datetime:
        """Give the moment of another attempt."""
        self.moments.append(datetime.now(UTC))
        return self.moments[-1]

    def succeeded(self, connection: sa.Connection) -> bool:
        """Tell whether an earlier attempt made its revision after all."""
        mine = sa.select(revision.c.number).where(
            revision.c.actor == self.actor, revision.c.committed_at.in_(self.moments)
        )
        return bool(self.moments) and connection.scalar(mine) is not None


def patience() -> float:
    """Give the seconds that the work in this thread may wait for another writer."""
    return max(0.1, left() - LAST)


def persisting(work: Callable[[], Result]) -> Result:
    """Do work that writes, again and again while what stops it may pass, for as long as somebody waits."""
    pause = FIRST
    while True:
        try:
            return work()
        except sa.exc.SQLAlchemyError as error:
            if is_cut() or not is_passing(error) or pause > left():
                raise
        # In a thread of its own; at random, so that not all come back at once.
        time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311
        pause = min(2 * pause, LONGEST)
