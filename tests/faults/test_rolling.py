"""Two instances behind a proxy, restarted one after the other while clients ask at a steady rate."""

import re
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
import yaml  # type: ignore[import-untyped]

from models.settings import ROOT
from tests.faults.cluster import ports, until
from tests.server import Address, serving

pytestmark = pytest.mark.faults

RATE = 50
"""Requests a second."""

ASKED = (
    "/v1/treaties?limit=20",
    "/v1/statements",
    "/v1/meta",
    "/v1/treaties/export?format=ndjson",
    "/v1/articles",
)

CHANGES = (
    # Names and ports of a Docker network.
    (r"resolvers names\n(    .*\n)+", ""),
    (r" resolvers names init-addr \S+", ""),
    (r"    server api.*\n", ""),
    # What is sent again would hide what an instance does not answer.
    (r"    retries 2\n    option redispatch\n", "    retries 0\n"),
    (r"bind :8080", "bind 127.0.0.1:{port}"),
    # Whether it knows that all instances are there.
    (
        r"    default_backend api\n",
        "    http-request return status 200 if {{ path /whole }} {{ nbsrv(api) ge 2 }}\n    default_backend api\n",
    ),
)
"""What is not as in the documented configuration of HAProxy; each must be found there."""


def documented(port: int, instances: list[str]) -> str:
    """Write the documented configuration for these instances, without its databases; it sends no request again."""
    found = (ROOT / "deploy" / "haproxy.cfg").read_text().partition("\n# Patroni")[0].rstrip() + "\n"
    for old, new in CHANGES:
        found, count = re.subn(old, new.format(port=port), found)
        assert count, old
    servers = (f"    server s{n} {base.removeprefix('http://')} check\n" for n, base in enumerate(instances))
    return found + "".join(servers)


def instance() -> dict[str, str]:
    """Give how long an instance of the documented service takes to stop."""
    said = yaml.safe_load((ROOT / "deploy" / "service.yml").read_text())["services"]["api"]["environment"]
    return {name: said[name] for name in ("ENTENTE_DRAIN", "ENTENTE_STOP")}


@contextmanager
def proxied(folder: Path, instances: list[str]) -> Iterator[str]:
    """Put HAProxy before some instances, and give its address; it sends no request again."""
    if (tool := shutil.which("haproxy")) is None:
        pytest.skip("HAProxy is not installed")
    (port,) = ports(1)
    (folder / "haproxy.cfg").write_text(documented(port, instances))
    process = subprocess.Popen([tool, "-f", str(folder / "haproxy.cfg"), "-db"])  # noqa: S603
    try:
        base = f"http://127.0.0.1:{port}"
        whole(base)
        yield base
    finally:
        process.kill()
        process.wait()


def whole(base: str) -> None:
    """Wait until the proxy knows that all instances are there."""
    until(lambda: httpx.get(f"{base}/whole").status_code == 200, 30, "what the proxy knows")


class Traffic:
    """Requests at a steady rate, whether or not earlier ones are answered, and how each ended."""

    def __init__(self, base: str) -> None:
        self.client, self.ended = httpx.Client(base_url=base, timeout=30), threading.Event()
        self.done: Counter[str] = Counter()
        self.thread = threading.Thread(target=self.run)

    def one(self, number: int) -> None:
        """Send one request, and read all of its answer."""
        try:
            answer = self.client.get(ASKED[number % len(ASKED)])
            # Who refuses says why: an instance in a problem document, the proxy in a page.
            how = "200" if answer.status_code == 200 else f"{answer.status_code}: {answer.text[:120]}"
        except httpx.HTTPError as error:
            how = type(error).__name__
        self.done[how] += 1

    def run(self) -> None:
        """Send requests until the end."""
        began, number = time.monotonic(), 0
        with ThreadPoolExecutor(100) as threads:
            while not self.ended.wait(max(0, began + number / RATE - time.monotonic())):
                threads.submit(self.one, number)
                number += 1

    def __enter__(self) -> "Traffic":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()
        self.client.close()


def rolled(url: str, folder: Path, rounds: int, **environment: str) -> Counter[str]:
    """Restart two instances in turn, so many times, and tell how the requests meanwhile ended."""
    own = [{**environment, "ENTENTE_PORT": str(port)} for port in ports(2)]
    running = [ExitStack(), ExitStack()]
    start: list[Callable[[], Address]] = [
        lambda n=n: running[n].enter_context(serving(url, None, **own[n]))  # type: ignore[misc]
        for n in range(2)
    ]
    try:
        instances = [begin() for begin in start]
        with proxied(folder, [str(base) for base in instances]) as base, Traffic(base) as traffic:
            for n in [0, 1] * rounds:
                instances[n].process.send_signal(signal.SIGTERM)
                instances[n].process.wait(40)
                running[n].close()
                instances[n] = start[n]()
                whole(base)
        return traffic.done
    finally:
        for stack in running:
            stack.close()


def test_a_rolling_restart_is_invisible(own: str, tmp_path: Path) -> None:
    done = rolled(own, tmp_path, 2, **instance())
    print(done)  # noqa: T201
    assert done.total() > 500
    assert set(done) == {"200"}


def test_without_a_drain_it_is_not(own: str, tmp_path: Path) -> None:
    done = rolled(own, tmp_path, 1)
    print(done)  # noqa: T201
    assert done.total() - done["200"] > 0
