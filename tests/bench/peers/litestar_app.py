"""Litestar and msgspec on the database's own driver: the fastest that a good programmer would plainly write."""

import csv
import io
from collections.abc import Iterator

from litestar import Litestar, get
from litestar.exceptions import NotFoundException
from litestar.response import Stream

from tests.bench.peers import reading
from tests.bench.peers.reading import URL, Hit, Metric, Sum, Top, Treaty, TreatyWithParties

# SQLite answers in less time than a thread takes to wake up; PostgreSQL is waited for.
THREADS = not URL.startswith("sqlite")


@get("/treaties/{id:str}", sync_to_thread=THREADS)
def item(id: str) -> TreatyWithParties:
    """A treaty with its parties."""
    found = reading.item(id=id)
    if found is None:
        raise NotFoundException
    return found


@get("/treaties", sync_to_thread=THREADS)
def list_(kind: str, since: str) -> list[Treaty]:
    """The newest treaties of a kind."""
    return reading.list_(kind=kind, since=since)


@get("/trade-metrics", sync_to_thread=THREADS)
def pair(reporter: str, partner: str) -> list[Metric]:
    """The newest observations of a pair."""
    return reading.pair(reporter=reporter, partner=partner)


@get("/trade-metrics/sums", sync_to_thread=THREADS)
def sums(reporter: str, indicator: str, flow: str) -> list[Sum]:
    """Sums by year."""
    return reading.sums(reporter=reporter, indicator=indicator, flow=flow)


@get("/trade-metrics/top", sync_to_thread=THREADS)
def top(reporter: str, indicator: str, flow: str) -> list[Top]:
    """The ten greatest partners."""
    return reading.top(reporter=reporter, indicator=indicator, flow=flow)


@get("/trade-metrics/page", sync_to_thread=THREADS)
def page(day: str = "", id: str = "") -> list[Metric]:
    """The hundred rows after a day and id."""
    return reading.page(day=day, id=id)


@get("/search", sync_to_thread=THREADS)
def search(q: str) -> list[Hit]:
    """The best articles for some words."""
    return reading.search(q=q)


@get("/trade-metrics/csv", sync_to_thread=False)
def export(reporter: str) -> Stream:
    """All observations of some reporters as CSV."""
    return Stream(lines(reporter.split(",")), media_type="text/csv")


def lines(reporters: list[str]) -> Iterator[str]:
    """Write the rows of an export, a chunk at a time."""
    for chunk in reading.export(reporters):
        text = io.StringIO()
        csv.writer(text).writerows(chunk)
        yield text.getvalue()


app = Litestar([item, list_, pair, sums, top, page, search, export], openapi_config=None)
