"""The API of the World Bank, version 2: an indicator for all countries, page by page."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from hishel import SqliteStorage
from hishel.httpx import CacheTransport
from httpx_retries import Retry, RetryTransport

from seed.bulk import Batch
from seed.fetching import NotFetched
from seed.importers.layout import Catalogue, Layout
from seed.importers.world_bank import Plan, described, slug

API = "https://api.worldbank.org/v2"
PER_PAGE = 1_000
"""Entries of a page: places in the source count by it."""

RETRY = Retry(total=5, backoff_factor=0.5)


def client(
    transport: httpx.BaseTransport | None = None, retry: Retry = RETRY, cache: Path | None = None
) -> httpx.Client:
    """Give a client that asks again where the API is busy, and keeps what it says may be kept."""
    kept = cache or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "entente" / "http.db"
    kept.parent.mkdir(parents=True, exist_ok=True)
    again = RetryTransport(transport or httpx.HTTPTransport(), retry)
    # Without `rfc` it would keep everything for ever.
    caching = CacheTransport(again, SqliteStorage(database_path=kept), rfc=True)
    return httpx.Client(transport=caching, timeout=httpx.Timeout(60, connect=10), follow_redirects=True)


class Reading:
    """One indicator of the API: `plan` is known once it is made, rows are fetched as `batches` are taken.

    Raises NotFetched where the API does not answer as it should, WrongFile where the user must say more.
    """

    def __init__(self, client: httpx.Client, code: str, layout: Layout, known: Catalogue) -> None:
        self.client, self.code = client, code
        countries = [entry for page in self.pages("country") for entry in page]
        groups = frozenset(entry["id"] for entry in countries if entry["region"]["value"] == "Aggregates")
        self.ids = {entry[key]: entry["id"] for entry in countries for key in ("iso2Code", "id")}
        self.plan = Plan(layout, known, groups)
        (about,) = (entry for page in self.pages(f"indicator/{code}") for entry in page)
        self.indicator = described(code, layout, about["name"], about["sourceNote"])
        self.plan.note_indicator(code, self.indicator)

    def batches(self) -> Iterator[Batch]:
        """Give the rows, page by page."""
        check = self.plan.checked(str)
        rest = (slug(self.code), self.indicator.unit, self.indicator.flow or "")
        for number, page in enumerate(self.pages(f"country/all/indicator/{self.code}"), start=1):
            places = [f"page {number}, entry {at}" for at in range(1, len(page) + 1)]
            noted = list(self.plan.note_countries({self.of(e): e["country"]["value"] for e in page}))
            batch = check.check(places, [(self.of(e), e["date"], _text(e["value"]), *rest) for e in page])
            yield Batch(batch.lines, batch.rows, [*noted, *batch.outcomes])

    def of(self, entry: dict[str, Any]) -> str:
        """Give the code of the country of an entry, which some have in two letters only."""
        code = entry["country"]["id"]
        return str(entry["countryiso3code"] or self.ids.get(code, code))

    def pages(self, path: str) -> Iterator[list[dict[str, Any]]]:
        """Give the entries of all pages, and make sure that they are all there and belong together."""
        first: dict[str, Any] = {}
        number, found = 1, 0
        while not first or number <= first["pages"]:
            about, entries = self.page(path, number)
            first = first or about
            if any(about.get(name) != first.get(name) for name in ("total", "pages", "lastupdated")):
                raise NotFetched(f"{path}: changed while it was read; import again")
            yield entries
            number, found = number + 1, found + len(entries)
        if found != first["total"]:
            raise NotFetched(f"{path}: {found:,} entries came of {first['total']:,}; import again")

    def page(self, path: str, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Fetch one page: what is said about all, and its entries."""
        try:
            answer = self.client.get(f"{API}/{path}", params={"format": "json", "per_page": PER_PAGE, "page": number})
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NotFetched(f"{API}/{path}, page {number}: {error or type(error).__name__}") from None
        if len(found) != 2:
            raise NotFetched(f"{API}/{path}: {_message(found)}")
        return found[0], found[1] or []


def _text(value: float | None) -> str:
    return "" if value is None else repr(value)


def _message(found: Any) -> str:
    """Give the words of an answer that is an error."""
    messages = found[0].get("message", []) if found and isinstance(found[0], dict) else []
    return "; ".join(str(message.get("value")) for message in messages) or "is not what was asked for"
