"""Tools that attackers use, on a real server: they find nothing, and what they would find is shown beside it."""

import asyncio
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.faults.attackers import Resource, resource, run, sqlmap, wapiti
from tests.faults.test_hostile import everyone_else
from tests.faults.traffic import Traffic, late, told
from tests.faults.traffic import run as running
from tests.faults.vulnerable import vulnerable
from tests.server import serving

pytestmark = pytest.mark.faults

RESOURCES = ("/v1/treaties", "/v1/trade-metrics", "/v1/statements")

SLOW = {
    "-H": ("GET", "/v1/treaties"),
    "-B": ("PUT", "/v1/treaties/slow"),
    "-X": ("GET", "/v1/trade-metrics?limit=200"),
}
"""Slow heads, slow bodies, and slow readers."""

BAD = ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
"""Settings that would have a tool go elsewhere than to the server."""


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have tools ask the server itself."""
    for name in BAD:
        monkeypatch.delenv(name, raising=False)


def resources(base: str) -> list[Resource]:
    """Give three resources, all of whose addresses have an answer."""
    found = [resource(base, path) for path in RESOURCES]
    for each in found:
        for url in [*each.targets().values(), *each.together()]:
            assert httpx.get(base + url).status_code == 200, url
    return found


def test_sqlmap_finds_no_parameter_that_takes_sql(own: str, tmp_path: Path) -> None:
    with serving(own) as base:
        urls = [base + url for each in resources(base) for url in each.targets().values()]
        begun = time.monotonic()
        outcomes = sqlmap(tmp_path, urls)
    print(f"\nsqlmap: {Counter(outcomes.values())} in {time.monotonic() - begun:.0f} s")  # noqa: T201
    print([url for url, outcome in outcomes.items() if outcome == "dismissed"])  # noqa: T201
    assert {url: outcome for url, outcome in outcomes.items() if outcome not in ("clean", "dismissed")} == {}


def test_sqlmap_finds_a_parameter_that_takes_sql(tmp_path: Path) -> None:
    with vulnerable() as base:
        urls = [f"{base}/records?limit=2&{pair}" for pair in ("title=x", "limited=1")] + [f"{base}/records/a"]
        outcomes = sqlmap(tmp_path, [*urls, "http://127.0.0.1:9/nobody?is=there"])
    assert list(outcomes.values()) == ["found", "clean", "found", "untested"]


def test_wapiti_finds_nothing(own: str, tmp_path: Path) -> None:
    with serving(own) as base:
        found = resources(base)
        begun = time.monotonic()
        scan = wapiti(tmp_path, base, [url for each in found for url in each.together()])
    named = {(each.path, name) for each in found for name in each.given}
    took = time.monotonic() - begun
    print(f"\nwapiti: {len(named)} parameters, {scan.requests} requests in {took:.0f} s")  # noqa: T201
    assert scan.found == {}
    assert scan.changed == named


def test_wapiti_finds_holes(tmp_path: Path) -> None:
    with vulnerable() as base:
        scan = wapiti(tmp_path, base, ["/records?limit=2&title=x&q=y"])
    assert scan.found.keys() >= {"SQL Injection", "Cross Site Scripting", "Internal Server Error"}
    assert scan.changed == {("/records", name) for name in ("limit", "title", "q")}


@pytest.mark.parametrize("way", SLOW)
def test_slowhttptest_finds_the_service_available(own: str, tmp_path: Path, way: str) -> None:
    verb, path = SLOW[way]
    shape = ("-c200", "-r100", "-i2", "-l30", "-p3", "-g", "-oslow", "-fapplication/json")

    async def suffer(base: str) -> Traffic:
        async with Traffic(base, everyone_else(), 30) as traffic:
            arguments = (way, *shape, f"-t{verb}", f"-u{base}{path}")
            await asyncio.to_thread(run, "slowhttptest", tmp_path, *arguments, seconds=60)
        return traffic

    with serving(own) as base:
        traffic = running(suffer(base))
    lines = [list(map(int, line.split(","))) for line in (tmp_path / "slow.csv").read_text().split()[2:]]
    most = max(closed + connected for _, closed, _, connected, _ in lines)
    worst = late(traffic.done)
    came = f"{most} came, {lines[-1][0]} s, others' p99 {1000 * worst:.0f} ms"
    print(f"\nslowhttptest {way}: {came}\n{told(traffic.done)}")  # noqa: T201
    # Bodies of nobody are refused at once: the tool ends before it has counted the last.
    assert most >= 150
    assert all(available for *_, available in lines)
    assert len(traffic.done) > 20
    assert not [done for done in traffic.done if not done.right]
    assert worst < 0.3
