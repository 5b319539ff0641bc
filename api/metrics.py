"""`/metrics`: what this server has answered, and how it stands, in the text format of Prometheus.

It is for who runs the service: a proxy refuses it to everybody else.
"""

import os
import resource
import sys
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from starlette.concurrency import run_in_threadpool

from api.caching import kept
from api.counting import BOUNDS, COUNTS, Seen, added, others
from api.gate import TOGETHER, gate
from api.problems import Problem
from api.serving import newest
from api.stopping import STOPPING

routes = APIRouter(include_in_schema=False)

TOTALS = {
    "entente_cache_hits": "Requests for data that a kept answer was given to.",
    "entente_cache_misses": "Requests for data that were worked on.",
    "entente_process_cpu_seconds": "Seconds of a processor that all processes have taken.",
}
LEVELS = {
    "entente_cache_bytes": "Memory that kept answers take.",
    "entente_process_resident_bytes": "Memory of all processes.",
    "entente_processes": "Processes that answer.",
    "entente_stopping": "Processes that are about to stop.",
}
PLACES = {
    "entente_places": "Places for work on the database, by kind.",
    "entente_places_used": "Places that are taken.",
    "entente_places_waiting": "Requests that wait for a place.",
}
"""What is told of each kind of place; its kind is written after a slash."""


def seen() -> Seen:
    """Say what this process has counted, and how it stands."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    totals = (kept().hits, kept().misses, used.ru_utime + used.ru_stime)
    levels = (kept().size, _resident(), 1, int(STOPPING.is_set()))
    return Seen(
        os.getpid(),
        list(COUNTS.cells.items()),
        dict(zip(TOTALS, totals, strict=True)),
        dict(zip(LEVELS, levels, strict=True)) | _places(),
    )


def _resident() -> int:
    """Give the bytes of memory of this process; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _places() -> dict[str, float]:
    found, turns = gate(), gate().turns
    limiters = {"read": found.places, "export": found.exports, "write": found.writer}
    stand = {kind: limiter.statistics() for kind, limiter in limiters.items()}
    numbers = {kind: (s.total_tokens, s.borrowed_tokens, s.tasks_waiting) for kind, s in stand.items()}
    numbers["short"] = (TOGETHER, turns.begun, len(turns.line))
    return {f"{n}/{kind}": v for kind, values in numbers.items() for n, v in zip(PLACES, values, strict=True)}


def families(all: Seen, revision: int | None) -> Iterator[Metric]:
    """Give the metrics: of all processes, and of the database that they read (no revision where it is away)."""
    requests = CounterMetricFamily(
        "entente_requests", "Requests that were answered.", None, ["route", "method", "status"]
    )
    steps: dict[str, list[float]] = {}
    for (route, method, status), numbers in sorted(all.requests):
        requests.add_metric([route, method, status.decode()], sum(numbers[:-1]))
        steps[route] = [a + b for a, b in zip(steps.get(route) or [0] * len(numbers), numbers, strict=True)]
    took = HistogramMetricFamily("entente_request_seconds", "From the head of a request to its end.", labels=["route"])
    for route, numbers in steps.items():
        ends = zip((*map(str, BOUNDS), "+Inf"), accumulate(numbers[:-1]), strict=True)
        took.add_metric([route], list(ends), numbers[-1])
    yield from (requests, took)
    yield from (CounterMetricFamily(name, words, all.totals[name]) for name, words in TOTALS.items())
    yield from (GaugeMetricFamily(name, words, all.levels[name]) for name, words in LEVELS.items())
    for name, words in PLACES.items():
        places = GaugeMetricFamily(name, words, labels=["kind"])
        for level, number in all.levels.items():
            if level.startswith(f"{name}/"):
                places.add_metric([level.rpartition("/")[2]], number)
        yield places
    yield GaugeMetricFamily("entente_database_up", "Whether the database tells its revision.", revision is not None)
    if revision is not None:
        yield GaugeMetricFamily("entente_revision", "Revision of the data.", revision)


class Told:
    """Metrics as the library wants them."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self.families = families

    def collect(self) -> Iterable[Metric]:
        """Give them."""
        return self.families


async def revision() -> int | None:
    """Ask the database for its revision; nothing where it does not answer."""
    try:
        return (await newest()).revision
    except Problem:
        return None


@routes.get("/metrics")
async def get_metrics() -> Response:
    """Tell what all processes of this server have counted."""
    all: Any = await run_in_threadpool(lambda: list(others()))
    text = generate_latest(Told(families(added([seen(), *all]), await revision())))
    return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})
