"""How requests are counted: in a sliding window, in memory or in Redis, by the library `limits`.

It takes those of this window, and those of the last one by the part of it that is not yet a whole window ago: two
numbers for each client. A fixed window would take one, and let twice the limit pass around its turn; a list of moments
would be exact, and grow with the limit.
"""

from collections.abc import Awaitable, Callable
from math import floor
from time import time
from typing import Any

from limits import RateLimitItem
from limits.storage import MemoryStorage, storage_from_string

MOST = 100_000
"""Clients that are counted in one window at most: who comes on top is not, since memory is not for them to fill."""

PATIENCE = 0.25
"""Seconds to wait for Redis."""

Counted = tuple[int, float, int, float]
"""The requests of the last window, in how many seconds they are over for good, and the same of this one."""

Count = Callable[[RateLimitItem, str], Awaitable[tuple[bool, Counted]]]
"""Counts a request of somebody; tells whether it may pass, and the counts after it."""


class Windows(MemoryStorage):
    """The library's storage in memory, with all counts of a window in one dictionary that is dropped as a whole.

    The library itself looks through all of them a hundred times a second, in a thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[int, tuple[int, dict[str, int], dict[str, int]]] = {}

    def _window(self, expiry: int) -> tuple[dict[str, int], dict[str, int], float]:
        """Give the counts of the last window and of this one, and how many seconds of it are left."""
        number, past = divmod(time(), expiry)
        held = self.held.get(expiry)
        if held is None or held[0] != number:
            last = held[2] if held is not None and held[0] == number - 1 else {}
            held = self.held[expiry] = (int(number), last, {})
        return held[1], held[2], expiry - past

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count a request, if there is room for it."""
        last, counts, left = self._window(expiry)
        count = counts.get(key, 0) + amount
        if floor(last.get(key, 0) * left / expiry) + count > limit:
            return False
        if len(counts) < MOST or count > amount:
            counts[key] = count
        return True

    def get_sliding_window(self, key: str, expiry: int) -> Counted:
        """Give the count of the last window and when it is over for good, and the same of this one."""
        last, counts, left = self._window(expiry)
        return last.get(key, 0), left, counts.get(key, 0), left + expiry


def in_memory() -> Count:
    """Count in this process."""
    windows = Windows()

    async def count(item: RateLimitItem, who: str) -> tuple[bool, Counted]:
        key, length = item.key_for(who), item.get_expiry()
        return windows.acquire_sliding_window_entry(key, item.amount, length), windows.get_sliding_window(key, length)

    return count


def in_redis(url: str) -> Count:
    """Count for all processes together."""
    options: dict[str, Any] = {"implementation": "redispy", "wrap_exceptions": True}
    store: Any = storage_from_string(
        f"async+{url}", **options, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
    )

    async def count(item: RateLimitItem, who: str) -> tuple[bool, Counted]:
        key, length = item.key_for(who), item.get_expiry()
        passes = await store.acquire_sliding_window_entry(key, item.amount, length)
        return passes, await store.get_sliding_window(key, length)

    return count
