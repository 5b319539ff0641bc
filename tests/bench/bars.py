"""What the API must reach, against its peers, the limits and itself."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.bench.contenders import BARE, COLD, OURS, TENTH
from tests.bench.results import Results


class Bar(NamedTuple):
    """A measured value, and the least or the most that it may be."""

    words: str
    value: float
    limit: float
    least: bool = True

    @property
    def passed(self) -> bool:
        """Whether it is kept."""
        return self.value >= self.limit if self.least else self.value <= self.limit


READ = {"datasette": 5.0, "tutorial": 6.0, "litestar": 0.7}
SUMMED = {"datasette": 3.0, "tutorial": 3.0, "litestar": 1.0}
FOUND = {"datasette": 1.5, "tutorial": 1.5}
AGAINST = {
    "item": READ,
    "list": READ,
    "pair": READ,
    "sums": SUMMED,
    "top": SUMMED,
    "search": FOUND,
}
"""Requests a second, cold, as a multiple of a peer's."""


def bars(results: Results) -> list[Bar]:
    """Give the bars for what was measured."""
    found = [*_peers(results), *_limits(results), *_export(results), *_steadiness(results)]
    return [Bar(words, value, limit, least) for words, value, limit, least in found if value is not None]


Measured = Iterator[tuple[str, float | None, float, bool]]


def _peers(results: Results) -> Measured:
    for kind, limits in AGAINST.items():
        for peer, limit in limits.items():
            yield f"{kind}, times {peer}", results.ratio((kind, OURS), (kind, peer)), limit, True


def _limits(results: Results) -> Measured:
    for workload, limit in [*((f"{kind}, hot", 0.45) for kind in COLD), ("pair, 304", 0.6)]:
        yield f"{workload}, of the bare server", results.ratio((workload, OURS), (workload, BARE)), limit, True


def _export(results: Results) -> Measured:
    ours, theirs = ("export", OURS), ("export", "datasette")
    yield "export, MB a second, times datasette", results.ratio(ours, theirs), 5, True
    yield "export, rows a second, times datasette", results.ratio(ours, theirs, "rows"), 5, True
    yield "export, MB above idle", results.of(*ours, "memory"), 120, False
    yield "export, ms to the first byte", results.of(*ours, "first"), 100, False


def _steadiness(results: Results) -> Measured:
    yield "search, p99 in ms", results.of("search", OURS, "p99"), 60, False
    yield (
        "pair, crowd: p99 over p50",
        results.ratio(("pair, crowd", OURS), ("pair, crowd", OURS), "p99", "p50"),
        4,
        False,
    )
    yield "page far in over first page, p50", results.ratio(("deep", OURS), ("first", OURS), "p50"), 1.2, False
    for kind in ("item", "list", "pair", "first"):
        slower = results.ratio((kind, OURS), (kind, TENTH), "p50")
        yield f"{kind}, ten times the rows, p50", slower, 1.3, False
