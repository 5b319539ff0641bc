"""More clients than a server can answer at once: it answers as many as it can, and turns the others away politely."""

import json
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server import serving

pytestmark = pytest.mark.faults

SCRIPT = Path(__file__).with_name("overload.lua")


def load(base: str, connections: int, seconds: int) -> dict[str, Any]:
    """Ask over so many connections, each again as soon as it is answered."""
    if (wrk := shutil.which("wrk")) is None:
        pytest.skip("wrk is not installed")
    command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT), base]
    found = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True)  # noqa: S603
    line = next(line for line in found.stdout.splitlines() if line.startswith("{"))
    return dict(json.loads(line))


class Pulse:
    """How long `/healthz` takes, ten times a second."""

    def __init__(self, base: str) -> None:
        self.base, self.took, self.ended = base, list[float](), threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        """Ask until the end."""
        with httpx.Client(base_url=self.base, timeout=10) as client:
            while not self.ended.wait(0.1):
                began = time.monotonic()
                client.get("/healthz").raise_for_status()
                self.took.append(time.monotonic() - began)

    def __enter__(self) -> "Pulse":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()


def test_a_crowd_does_not_bring_it_down(crowded_url: str) -> None:
    with serving(crowded_url) as base:
        load(base, 32, 2)
        usual = load(base, 32, 8)
        with Pulse(base) as pulse:
            crowd = load(base, 512, 30)
        began = time.monotonic()
        assert httpx.get(f"{base}/v1/trade-metrics", params={"limit": 7}, timeout=10).status_code == 200
        back, health = time.monotonic() - began, sorted(pulse.took)[int(len(pulse.took) * 0.99)]
    share = crowd["ok"] / crowd["seconds"] / (usual["ok"] / usual["seconds"])
    print(f"{share:.2f} of the usual rate; {crowd}; /healthz p99 {health:.3f} s; normal after {back:.3f} s")  # noqa: T201
    assert (usual["busy"], usual["other"], usual["lost"]) == (0, 0, 0)
    assert (crowd["other"], crowd["lost"]) == (0, 0)
    assert share >= 0.6
    assert len(pulse.took) > 100
    assert health < 0.5
    assert back < 2
