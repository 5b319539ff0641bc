"""Rate limits over HTTP: what is told, what is refused, and who counts as whom."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

import api.windows
from api.limits import Limits, network
from api.windows import MOST, Windows
from models.api_key import KeyScope
from models.database import writing
from models.settings import Settings
from seed.keys import revoke
from tests.api.test_problems import is_problem
from tests.server import serving
from tests.writing import audited, client, guarded, key, logged, sent

pytestmark = pytest.mark.alike

Limited = Callable[..., TestClient]
NOW = 1_800_000_000.0
"""A moment at which a minute begins."""


class Clock:
    """The time, which passes when a test says so."""

    now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time that requests are counted by."""
    made = Clock()
    monkeypatch.setattr(api.windows, "time", made)
    return made


@pytest.fixture
def limited(empty: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Limited:
    """Gives a client of an app with limits."""

    def give(address: str = "3/minute", key: str = "5/minute", **given: Any) -> TestClient:
        found = Limits(Settings(rate_limit=address, rate_limit_key=key, **given))
        monkeypatch.setattr(guarded(), "limits", found)
        return client()

    return give


def standing(answer: Any) -> tuple[str, ...]:
    """Read `RateLimit`: name, requests left, seconds."""
    found = re.fullmatch(r'"(\w+)";r=(\d+);t=(\d+)', answer.headers["ratelimit"])
    assert found
    return found.groups()


def test_each_answer_tells_how_many_are_left_and_one_too_many_is_refused(limited: Limited, clock: Clock) -> None:
    asks = limited()
    clock.now = NOW + 20.5
    for left, path in ((2, "/v1/treaties"), (1, "/v1/nothing"), (0, "/v1/treaties?x=1")):
        answer = asks.get(path)
        assert standing(answer) == ("address", str(left), "40")
        assert answer.headers["ratelimit-policy"] == '"address";q=3;w=60'
    refused = asks.get("/v1/treaties", headers={"Origin": "https://page.example"})
    assert "Wait 40 seconds" in is_problem(refused, 429)["detail"]
    assert (refused.headers["retry-after"], standing(refused)) == ("40", ("address", "0", "40"))
    # A page of another origin may read why, and how long.
    assert refused.headers["access-control-allow-origin"] == "*"
    exposed = refused.headers["access-control-expose-headers"]
    assert {"RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"} <= set(exposed.split(", "))


def test_who_waits_as_told_may_ask_again(limited: Limited, clock: Clock) -> None:
    asks = limited("7/minute")
    for start in (0.0, 13.7, 59.9, 100.0, 119.0, 121.5, 200.2):
        clock.now = NOW + start
        while (answer := asks.get("/v1/treaties")).status_code == 200:
            continue
        clock.now += int(answer.headers["retry-after"])
        assert asks.get("/v1/treaties").status_code == 200, start


def test_the_turn_of_a_window_lets_nobody_have_twice_the_limit(limited: Limited, clock: Clock) -> None:
    asks = limited("10/minute")
    clock.now = NOW + 59
    assert [asks.get("/v1/treaties").status_code for _ in range(11)] == [200] * 10 + [429]
    clock.now = NOW + 61
    assert [asks.get("/v1/treaties").status_code for _ in range(2)] == [200, 429]
    clock.now = NOW + 90
    assert [asks.get("/v1/treaties").status_code for _ in range(5)] == [200] * 4 + [429]
    clock.now = NOW + 240
    assert standing(asks.get("/v1/treaties"))[1] == "9"


def test_what_watches_a_service_is_not_turned_away(limited: Limited) -> None:
    asks = limited("1/minute")
    asks.get("/v1/treaties")
    for path in ("/healthz", "/readyz", "/assets/pages.css"):
        answer = asks.get(path)
        assert answer.status_code != 429
        assert "ratelimit" not in answer.headers
    assert asks.get("/docs").status_code == 429


def test_a_valid_key_counts_by_itself_and_an_invented_one_does_not(limited: Limited) -> None:
    asks = limited("2/minute")
    mine, other, gone = (key(KeyScope.WRITE) for _ in range(3))
    with writing() as connection:
        revoke(connection, gone.split("_")[1])
    for left in ("4", "3"):
        assert standing(asks.get("/v1/treaties", headers=sent(mine)))[:2] == ("key", left)
    assert standing(asks.put("/v1/write/x", headers=sent(other)))[:2] == ("key", "4")
    assert asks.get("/v1/treaties", headers=sent(gone)).status_code == 200
    for number in range(3):
        invented = f"ent_{number:08}_{number:064}"
        assert asks.get("/v1/treaties", headers=sent(invented)).status_code == (200 if number == 0 else 429)
    assert standing(asks.get("/v1/treaties", headers=sent(mine)))[:2] == ("key", "2")


def test_a_key_that_sends_too_much_is_named_in_the_log(limited: Limited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_LOG_FORMAT", "json")
    asks = limited("2/minute", "1/minute")
    mine = key(KeyScope.WRITE)
    with logged() as lines:
        assert [asks.get("/v1/treaties", headers=sent(mine)).status_code for _ in range(2)] == [200, 429]
    found = [(line["key"], line["route"], line["status"]) for line in audited(lines)]
    assert found == [(mine.split("_")[1], "/v1/treaties", 429)]


@pytest.mark.parametrize(("address", "key_", "plain", "keyed"), [("", "1/minute", 3, 1), ("1/minute", "", 1, 3)])
def test_a_limit_that_is_empty_is_none(address: str, key_: str, plain: int, keyed: int, limited: Limited) -> None:
    asks, mine = limited(address, key_), key(KeyScope.WRITE)
    for headers, passed in (({}, plain), (sent(mine), keyed)):
        found = [asks.get("/v1/treaties", headers=headers).status_code for _ in range(3)]
        assert found == [200] * passed + [429] * (3 - passed)


@pytest.mark.parametrize(
    ("host", "whom"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1%eth0", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("made up", "unknown"),
        ("", "unknown"),
    ],
)
def test_whom_an_address_stands_for(host: str, whom: str) -> None:
    assert network(host) == whom


def remaining(base: str, **headers: str) -> int:
    return int(standing(httpx.get(f"{base}/v1/meta", headers={n.replace("_", "-"): v for n, v in headers.items()}))[1])


@pytest.mark.slow
def test_an_address_that_no_trusted_proxy_wrote_is_not_believed(seeded_url: str) -> None:
    given: Any = {"ENTENTE_RATE_LIMIT": "100/day"}
    with serving(seeded_url, **given) as base:
        assert [remaining(base, X_Forwarded_For=f"192.0.2.{n}") for n in range(3)] == [99, 98, 97]
    with serving(seeded_url, **given, ENTENTE_TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8") as base:
        assert remaining(base, X_Forwarded_For="192.0.2.1") == 99
        assert remaining(base, X_Forwarded_For="198.51.100.9, 192.0.2.1") == 98
        assert remaining(base, X_Forwarded_For="198.51.100.9, 192.0.2.1, 10.1.2.3") == 97
        assert remaining(base, X_Forwarded_For="192.0.2.2") == 99
        assert remaining(base, X_Forwarded_For="2001:db8::1") == 99
        assert remaining(base, X_Forwarded_For="2001:db8::2") == 98
        assert remaining(base) == 99


def test_while_the_store_is_away_requests_pass_and_that_is_said_once(limited: Limited) -> None:
    asks = limited(rate_limit_store="redis://:s3cret@127.0.0.1:1/0")
    with logged() as lines:
        answers = [asks.get("/v1/treaties") for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    warned = [line for line in lines if "entente.limits" in line]
    assert len(warned) == 1
    assert "rate limits are off" in warned[0]
    assert "s3cret" not in warned[0]


def test_memory_is_bounded() -> None:
    windows = Windows()
    for number in range(MOST + 10):
        assert windows.acquire_sliding_window_entry(str(number), 1, 86_400 * 365)
    assert len(windows.held[86_400 * 365][2]) == MOST
    assert not windows.acquire_sliding_window_entry("0", 1, 86_400 * 365)


@pytest.mark.parametrize(
    "given",
    [
        {"rate_limit": "many"},
        {"rate_limit": "0/minute"},
        {"rate_limit": "1/minute;2/hour"},
        {"rate_limit_key": "1/fortnight"},
        {"rate_limit_store": "memcached://x"},
        {"rate_limit_store": "redis://host:x/0"},
        {"trusted_proxies": "*"},
        {"trusted_proxies": "10.0.0.1/8"},
        {"trusted_proxies": "127.0.0.1,"},
        {"log_format": "xml"},
    ],
)
def test_a_setting_that_cannot_be_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError):
        Settings(**given)
