"""What happens between the word to stop and the end.

First `/readyz` says no, and every answer is the last one on its connection, for the seconds of `ENTENTE_DRAIN`: whoever
sends requests here goes elsewhere meanwhile. Then nobody is let in any more, and what is under way has the seconds of
`ENTENTE_STOP` to end.
"""

import asyncio
import signal
import threading
from typing import Any

from api.problems import Problem
from models.settings import settings

STOPPING = threading.Event()
"""Set from the word to stop on."""


def ending(detail: str) -> Problem:
    """Give the problem of a request that a process does not answer because it stops."""
    return Problem("unavailable", detail, Retry_After="1")


def heed() -> None:
    """Have SIGTERM, as the server of this event loop takes it, begin with the drain.

    A second one changes nothing: a supervisor tells a whole group of processes, and their parent tells them again.
    """
    stop = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(stop):
        return
    loop = asyncio.get_running_loop()

    def drain(number: int, _frame: Any) -> None:
        if not STOPPING.is_set():
            STOPPING.set()
            loop.call_soon_threadsafe(loop.call_later, settings().drain, stop, number, None)

    signal.signal(signal.SIGTERM, drain)
