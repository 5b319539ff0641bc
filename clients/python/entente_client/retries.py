"""When a request is sent again, and after how long."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

STATUSES = frozenset({429, 502, 503, 504})
"""Answers that may be others a little later."""

IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})

HOPELESS = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)
"""Faults of a request itself, which no other attempt mends."""


@dataclass(frozen=True)
class Retries:
    """How patient a client is.

    At most `attempts` are made, none after `budget` seconds. Before each retry it waits between nothing and `base`
    seconds, doubled each time up to `most`: clients that failed together do not come back together. To that comes what
    `Retry-After` asks for.
    """

    attempts: int = 5
    budget: float = 60.0
    base: float = 0.5
    most: float = 20.0
    random: Callable[[], float] = random.random
    clock: Callable[[], float] = time.monotonic

    def wait(
        self, request: httpx.Request, failure: httpx.Response | Exception, sent: int, began: float
    ) -> float | None:
        """Give the seconds to wait before a request is sent again, None if it is not; `began` is of the `clock`."""
        if sent >= self.attempts or not repeatable(request) or not passing(failure):
            return None
        named = asked(failure) if isinstance(failure, httpx.Response) else 0.0
        wait = named + self.random() * min(self.most, self.base * 2 ** (sent - 1))
        return wait if self.clock() + wait <= began + self.budget else None


def repeatable(request: httpx.Request) -> bool:
    """Tell whether a request does no harm when it arrives twice."""
    return request.method in IDEMPOTENT or "Idempotency-Key" in request.headers


def passing(failure: httpx.Response | Exception) -> bool:
    """Tell whether a failure may pass by itself."""
    if isinstance(failure, httpx.Response):
        return failure.status_code in STATUSES
    return not isinstance(failure, HOPELESS)


def asked(response: httpx.Response) -> float:
    """Give the seconds that `Retry-After` asks for, in either of its forms; 0 where it asks for none."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value)
    until = moment(value)
    # By the clock of the server where it tells the time: that of this machine may be wrong.
    now = moment(response.headers.get("Date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) if until else 0.0


def moment(value: str) -> datetime | None:
    """Read a date of HTTP; None where it is none."""
    try:
        read = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
