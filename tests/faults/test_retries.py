"""Retries never duplicate: imports that are sent many times at once, and again after the server was killed."""

import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial

import httpx
import pytest
import sqlalchemy as sa

from models import ImportJob, Revision, TradeMetric
from models.base import columns
from models.database import reading
from models.revision import RevisionKind
from seed.jobs import STOPPED
from tests.faults.alone import signalled
from tests.faults.cluster import until
from tests.faults.imports import IMPORT, prepare
from tests.importing import key
from tests.server import Address, free, serving

pytestmark = pytest.mark.faults

CALLERS, EACH, TIMES, KILLS, AFTERWARDS = 4, 25, 50, 3, 3
"""Holders of a key; for each the idempotency keys, one after the other; for each of these posts at once; kills; and
posts of each after all of them."""

PROGRESS = ("status", "finished_at", "outcome", "revision", "error", "report")
"""What of an answer tells how far its job is: all else is the same from the first answer on."""

PATIENCE = 120
"""Seconds in which a client that sends again and again must be answered."""


class Service:
    """A server with two processes, which may be killed as a whole and is then started again on the same port."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.url, self.port, self.stack = url, str(free()), stack
        self.base = self.start()

    def start(self) -> Address:
        """Start it."""
        return self.stack.enter_context(serving(self.url, None, ENTENTE_PORT=self.port, ENTENTE_WORKERS="2"))

    def kill(self) -> None:
        """Kill all of its processes, and start it again."""
        signalled(self.base.process, signal.SIGKILL)
        self.base.process.wait()
        self.base = self.start()


class Caller:
    """Who sends each of some imports many times at once, and each again until it is answered, and done."""

    def __init__(self, service: Service, number: int, *, keyed: bool = True) -> None:
        self.number, self.keyed, self.again = number, keyed, 0
        self.headers = {"X-API-Key": key(service.url), "Content-Type": "text/csv"}
        self.client = httpx.Client(base_url=str(service.base), headers=self.headers, timeout=30)
        self.answers = dict[str, set[str]]()

    def send(self, named: str, content: bytes) -> httpx.Response:
        """Send an import until there is an answer; who is told to come again does."""
        end, headers = time.monotonic() + PATIENCE, {"Idempotency-Key": named} if self.keyed else {}
        while time.monotonic() < end:
            with suppress(httpx.TransportError):
                answer = self.client.post(IMPORT, content=content, headers=headers)
                if answer.status_code not in (409, 503):
                    return answer
                assert int(answer.headers["retry-after"]) > 0
            self.again += 1
            # Sooner than it is told to: so most come while the import begins and ends.
            time.sleep(0.4)
        raise AssertionError(f"{named} was not answered")

    def many(self, each: int, times: int, ended: list[str]) -> None:
        """Send so many imports, each so many times at once, and follow them; `ended` gets the keys."""
        with ThreadPoolExecutor(times) as threads:
            for number in range(each):
                named, content = f"{self.number}-{number}", observed(self.number * each + number)
                answers = list(threads.map(self.send, [named] * times, [content] * times))
                assert {answer.status_code for answer in answers} == {202}, answers[0].text
                self.answers[named] = set(map(lasting, answers))
                for said in self.answers[named]:
                    id = json.loads(said)["id"]
                    until(partial(self.is_done, id, named, content), PATIENCE, f"the end of {named}")
                ended.append(named)

    def is_done(self, id: str, named: str, content: bytes) -> bool:
        """Look at a job; one that a server left undone is sent again, as it says."""
        job = self.client.get(f"/v1/imports/{id}").json()
        if job["status"] == "failed":
            assert job["error"] == STOPPED
            assert self.send(named, content).json()["id"] == id
        return bool(job["status"] == "done")


def lasting(answer: httpx.Response) -> str:
    """Give what every answer to the same request has to say, with the address of the job."""
    said = {name: value for name, value in answer.json().items() if name not in PROGRESS}
    return json.dumps(said | {"location": answer.headers["location"]}, sort_keys=True)


def observed(number: int) -> bytes:
    """Write a file with one observation, which no other file has."""
    return f"reporter,partner,period,value\nAAA,BBB,{1900 + number},1\n".encode()


def counted(url: str) -> tuple[int, int, int]:
    """Count the jobs, the observations of the imports, and the revisions that these made."""
    metric, revision = columns(TradeMetric), columns(Revision)
    with reading(url) as connection:
        return (
            connection.scalar(sa.select(sa.func.count()).select_from(columns(ImportJob))) or 0,
            connection.scalar(sa.select(sa.func.count()).where(metric.c.source == "one")) or 0,
            connection.scalar(sa.select(sa.func.count()).where(revision.c.kind == RevisionKind.IMPORT)) or 0,
        )


def sent(service: Service, callers: list[Caller], each: int, times: int, kills: int) -> None:
    """Have callers send their imports, and kill the server so many times meanwhile."""
    ended, all_of_them = list[str](), len(callers) * each
    with ThreadPoolExecutor(len(callers)) as threads:
        sending = [threads.submit(caller.many, each, times, ended) for caller in callers]
        for kill in range(1, kills + 1):
            until(lambda part=kill: len(ended) >= part * all_of_them // (kills + 1), 180, "a part of the imports")  # type: ignore[misc]
            service.kill()
        for one in sending:
            one.result()


@pytest.fixture
def service(empty: str) -> Iterator[Service]:
    """A server on a database with what the observations refer to."""
    prepare(empty)
    with ExitStack() as stack:
        yield Service(empty, stack)


def test_the_same_request_is_done_once(service: Service) -> None:
    callers = [Caller(service, number) for number in range(CALLERS)]
    sent(service, callers, EACH, TIMES, KILLS)
    keys = {named: said for caller in callers for named, said in caller.answers.items()}
    print(f"{len(keys)} keys, {sum(caller.again for caller in callers)} sent again, counted {counted(service.url)}")  # noqa: T201
    assert len(keys) == CALLERS * EACH == 100
    assert all(len(said) == 1 for said in keys.values())
    assert counted(service.url) == (100, 100, 100)
    for caller in callers:
        for number in range(EACH):
            named, content = f"{caller.number}-{number}", observed(caller.number * EACH + number)
            # Once it is done, all of the answer is the same.
            assert len({caller.send(named, content).content for _ in range(AFTERWARDS)}) == 1
            answer = caller.send(named, observed(9_000))
            assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-mismatch")
        caller.client.close()
    assert counted(service.url) == (100, 100, 100)


def test_without_a_key_it_is_not(service: Service) -> None:
    """What counts above would see a duplicate."""
    caller = Caller(service, 0, keyed=False)
    sent(service, [caller], 1, 5, 0)
    caller.client.close()
    assert len(caller.answers["0-0"]) == 5
    assert counted(service.url) == (5, 1, 1)
