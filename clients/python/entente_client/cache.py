"""Answers that were read before, to be asked only whether they still hold."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple


class Kept(NamedTuple):
    """An answer, with the validator that it came with."""

    etag: str
    body: bytes


class Cache:
    """Keeps answers in memory, `size` bytes of them at most; what was not used for the longest time goes first."""

    def __init__(self, size: int = 16 * 2**20) -> None:
        self.size, self.used = size, 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, url: str) -> Kept | None:
        """Give what is kept of an address, None where nothing is."""
        with self._lock:
            if url in self._kept:
                self._kept.move_to_end(url)
            return self._kept.get(url)

    def keep(self, url: str, etag: str, body: bytes) -> None:
        """Keep an answer in place of the one before; one that is larger than all there is room for is not kept."""
        with self._lock:
            self._drop(url)
            if len(body) > self.size:
                return
            self._kept[url] = Kept(etag, body)
            self.used += len(body)
            while self.used > self.size:
                self._drop(next(iter(self._kept)))

    def _drop(self, url: str) -> None:
        if kept := self._kept.pop(url, None):
            self.used -= len(kept.body)

    def __len__(self) -> int:
        return len(self._kept)
