"""Imports over HTTP when processes stop: a real server, killed or asked to end in the middle, and another beside it."""

import http.client
import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from models import ImportJob
from models.database import noting
from seed.cli import migrate
from seed.jobs import STOPPED, begin
from tests.conftest import Databases
from tests.importing import COUNTRIES, CSV, PATH, key
from tests.killing import is_storing
from tests.packages import held
from tests.seed.test_importing import rows
from tests.server import Address, serving
from tests.trade import trade

pytestmark = pytest.mark.slow
LINES = 30_000
LAYOUT = [("set", "indicator=goods"), ("set", "flow=export"), ("set", "source=one"), ("column", "reporter=from")]
LAYOUT += [("column", "partner=to"), ("column", "period=day"), ("column", "value=usd")]
ASKED = f"/v1/imports?{urlencode([('format', 'trade-csv'), *LAYOUT])}"


@pytest.fixture(scope="module")
def generated() -> bytes:
    """Observations of which each is another one: of pairs, by years and months."""
    pairs = [(a, b) for a in ("AAA", "BBB", "CCC", "WLD", "EUU") for b in ("AAA", "BBB", "CCC", "WLD", "EUU") if a != b]
    months = [f"{year}-{month:02}" for year in range(1900, 2025) for month in range(1, 13)]
    lines = (f"{a},{b},{month},{len(month)}.5\n" for month in months for a, b in pairs)
    return ("from,to,day,usd\n" + "".join(lines)).encode()


@pytest.fixture
def known(databases: Databases) -> str:
    """A database with what the observations refer to."""
    url = databases.migrated()
    trade(url, {})
    migrate()
    return url


def child_of(server: Address) -> int:
    """Give the process that imports: the only one that a server has started."""
    found = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    others = [path.read_text().split() for path in Path(f"/proc/{server.process.pid}/task").glob("*/children")]
    (pid,) = {*found, *(pid for part in others for pid in part)}
    return int(pid)


@contextmanager
def watched(pid: int) -> Iterator[None]:
    """See that a process ends within two minutes after something is done."""
    process = os.pidfd_open(pid)
    try:
        yield
        assert select.select([process], [], [], 120)[0], "the import lives on"
    finally:
        os.close(process)


def sent(url: str, server: Address, headers: dict[str, str], content: bytes) -> dict[str, Any]:
    """Send a file, and give its job when the import is in the middle of storing what it holds."""
    answer = httpx.post(f"{server}{ASKED}", content=content, headers=CSV | headers)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()
    assert job["status"] == "running"
    while not is_storing(url):
        pass
    return job


def seen(server: Address, headers: dict[str, str], job: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{server}/v1/imports/{job['id']}", headers=headers).json()
    return found


def failed(url: str, job: dict[str, Any], words: str) -> None:
    """See that a job is marked as failed."""
    (row,) = rows(url, ImportJob, id=job["id"])
    assert (row["status"], row["revision"], row["report"]) == ("failed", None, None)
    assert words in row["error"]


def test_a_killed_server_leaves_the_data_as_it_was(known: str, generated: bytes) -> None:
    headers, before = {"X-API-Key": key(known)}, held(known)
    with serving(known) as one, serving(known) as other:
        job = sent(known, one, headers, generated)
        assert seen(other, headers, job)["status"] == "running"
        answer = httpx.post(f"{other}{PATH}", content=COUNTRIES, headers=CSV | headers)
        assert (answer.status_code, job["id"] in answer.text) == (409, True)
        with watched(child_of(one)):
            one.process.kill()
            one.process.wait()
        assert held(known) == before
        # The other one need not be started anew to know.
        found = seen(other, headers, job)
        assert (found["status"], found["error"]) == ("failed", STOPPED)
        failed(known, job, STOPPED)
        # Nothing of it is in the way of the same file.
        again = sent(known, other, headers, generated)
        with watched(child_of(other)):
            pass
        done = seen(other, headers, again)
        assert (done["status"], done["report"]["lines"]["accepted"]) == ("done", LINES)


def test_an_import_that_is_stopped_is_told_to_have_failed(known: str, generated: bytes) -> None:
    own = key(known)
    id, headers = own.split("_")[1], {"X-API-Key": own}
    values = {"format": "hs", "filename": "x", "options": "{}", "reason": "x", "media_type": "x", "digest": "x"}
    with noting(known) as connection:
        left = begin(connection, api_key=id, bytes=1, **values)
    before = held(known)
    with serving(known) as server:
        # As it starts, a server looks for what another has left.
        failed(known, {"id": left}, STOPPED)
        job = sent(known, server, headers, generated)
        with watched(pid := child_of(server)):
            os.kill(pid, signal.SIGKILL)
        while seen(server, headers, job)["status"] == "running":
            pass
        failed(known, job, "signal 9")
        job = sent(known, server, headers, generated)
        with watched(child_of(server)):
            server.process.terminate()
            server.process.wait(timeout=20)
        failed(known, job, STOPPED)
    assert held(known) == before


def test_a_request_whose_body_is_still_coming(known: str) -> None:
    headers = CSV | {"X-API-Key": key(known), "Idempotency-Key": "one"}
    with serving(known) as server:
        slow = http.client.HTTPConnection(urlsplit(server).netloc)
        slow.putrequest("POST", PATH)
        for name, value in (headers | {"Content-Length": str(len(COUNTRIES)), "Expect": "100-continue"}).items():
            slow.putheader(name, value)
        slow.endheaders(COUNTRIES[:10])
        # It has read the head, and waits for the rest.
        assert b"100" in slow.sock.recv(100)
        for token in ("one", "two"):
            answer = httpx.post(f"{server}{PATH}", content=COUNTRIES, headers=headers | {"Idempotency-Key": token})
            assert (answer.status_code, "being taken in" in answer.text) == (409, True)
        slow.send(COUNTRIES[10:])
        assert slow.getresponse().status == 202
        slow.close()
        # One that breaks off is none.
        broken = http.client.HTTPConnection(urlsplit(server).netloc)
        other = headers | {"X-API-Key": key(known), "Content-Length": "1000", "Expect": "100-continue"}
        broken.request("POST", PATH, COUNTRIES[:10], other)
        assert b"100" in broken.sock.recv(100)
        broken.close()
        answer = httpx.post(
            f"{server}{PATH}", content=COUNTRIES, headers=other | {"Content-Length": str(len(COUNTRIES))}
        )
        assert answer.status_code in (202, 409)
    assert [row["idempotency_key"] for row in rows(known, ImportJob)][:1] == ["one"]
