"""Pages far into a long list: the questions are cursors, and those are found by walking there once."""

import json
from collections.abc import Iterator

from tests.bench.servers import Server, fetch
from tests.bench.workloads import Ask

DEPTH, STEP, PLACES = 500_000, 200, 100
"""Rows into the list; rows of a page on the way; pages that are asked for around each depth."""


def pages(server: Server, depth: int) -> dict[str, list[Ask]]:
    """Give the questions for pages around row 0 and around a depth."""
    places = [Ask("first", {}), *_walk(server, depth // STEP + PLACES)]
    return {"first": places[:PLACES], "deep": places[-PLACES:]}


def _walk(server: Server, steps: int) -> Iterator[Ask]:
    """Follow the cursors; each place is the cursor, and the day and id of the row before it."""
    path = f"/v1/trade-metrics?limit={STEP}&total=false"
    cursor = ""
    for _ in range(steps):
        status, _, body = fetch(server.port, path + cursor)
        if status != 200:
            raise SystemExit(f"{path}{cursor} is answered with {status}")
        page = json.loads(body)
        last, following = page["data"][-1], page["page"]["next_cursor"]
        cursor = f"&cursor={following}"
        yield Ask("deep", {"cursor": following, "day": f"{last['period']}-01-01", "id": last["id"]})
