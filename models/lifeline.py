"""A way to set free whoever waits for a server that does not answer at all.

A server ends a statement that takes too long, if it still runs; one that is frozen, or behind a broken network, ends
nothing, and its driver waits for as long as the system lets it.
"""

import os
import socket
from contextvars import ContextVar
from math import inf
from threading import Lock
from time import monotonic
from typing import Any


class Lifeline:
    """The connection to a server that some work uses at the moment; whoever holds the other end may cut it.

    They do so when the work has not ended `until` then, on the monotonic clock.
    """

    def __init__(self, until: float) -> None:
        self.until = until
        self.lock, self.driver, self.is_cut = Lock(), None, False

    def hold(self, driver: Any) -> None:
        """Note which connection the work uses, none when it has given it back.

        Once cut, the next one is cut at once: nobody waits for the work any more.
        """
        with self.lock:
            self.driver = driver
            if self.is_cut and driver is not None:
                _shut(driver)

    def cut(self) -> None:
        """Break the connection, if there is one: the work fails as if the server had closed it."""
        with self.lock:
            self.is_cut = True
            if self.driver is not None:
                _shut(self.driver)


def _shut(driver: Any) -> None:
    if driver.closed:
        return
    # Of the same connection, by another name: the driver still has to close its own.
    with socket.socket(fileno=os.dup(driver.fileno())) as other:
        other.shutdown(socket.SHUT_RDWR)


HELD: ContextVar[Lifeline | None] = ContextVar("lifeline", default=None)
"""The lifeline of the work that runs in this thread."""


def is_cut() -> bool:
    """Tell whether nobody waits any more for the work that runs in this thread."""
    line = HELD.get()
    return line is not None and line.is_cut


def left() -> float:
    """Give the seconds for which somebody still waits for the work that runs in this thread."""
    line = HELD.get()
    return line.until - monotonic() if line else inf
