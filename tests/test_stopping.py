"""How a server stops: it says so first, ends what it has begun, and never makes a part look like the whole."""

import json
import signal
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest

from api.main import app
from api.stopping import STOPPING
from tests.faults.cluster import until
from tests.server import serving
from tests.wire import asked, heard, joined, listening

WHOLE = b"GET /v1/trade-metrics/export?format=ndjson HTTP/1.1\r\nHost: test\r\n\r\n"
END = b"\r\n0\r\n\r\n"
"""How a chunked answer ends that is whole (RFC 9112, 7.1)."""


def begun(address: tuple[str, int]) -> socket.socket:
    """Ask for a file, and do not read it."""
    client = socket.socket()
    client.settimeout(20)
    # So small that the file does not fit into what the systems keep.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(address)
    client.sendall(WHOLE)
    assert client.recv(9) == b"HTTP/1.1 "
    return client


def refuses(address: tuple[str, int]) -> Callable[[], bool]:
    def refused() -> bool:
        try:
            joined(address).close()
        except ConnectionRefusedError:
            return True
        return False

    return refused


@pytest.mark.usefixtures("seeded")
def test_who_stops_says_so_with_every_answer() -> None:
    request = "GET {} HTTP/1.1\r\nHost: test\r\n\r\n"
    with listening(app) as address:
        STOPPING.set()
        try:
            for path, status in (("/readyz", 503), ("/healthz", 200), ("/v1/meta", 200), ("/v1/none", 404)):
                (answer,) = asked(address, request.format(path).encode())
                assert (answer.status, answer.headers["connection"]) == (status, "close"), path
                if path == "/readyz":
                    assert json.loads(answer.body)["detail"] == "The process is about to stop."
        finally:
            STOPPING.clear()


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_ends_what_it_has_begun(own: str, workers: int) -> None:
    with serving(own, ENTENTE_WORKERS=str(workers), ENTENTE_DRAIN="2", ENTENTE_STOP="3") as base:
        at = urlsplit(base)
        address = (str(at.hostname), int(at.port or 0))
        patient, stalled = begun(address), begun(address)
        began = time.monotonic()
        base.process.send_signal(signal.SIGTERM)
        until(lambda: httpx.get(f"{base}/readyz").status_code == 503, 1.5, "the word that it stops")
        # A proxy needs time to see it: until then, everybody is served.
        answer = httpx.get(f"{base}/v1/treaties")
        assert (answer.status_code, answer.headers["connection"]) == (200, "close")
        until(refuses(address), 5, "an end of new connections")
        drained = time.monotonic() - began
        assert base.process.poll() is None
        with patient:
            assert heard(patient).endswith(END)
        base.process.wait(10)
        stopped = time.monotonic() - began
        with stalled:
            rest = b""
            stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**22)
            try:
                while part := stalled.recv(2**16):
                    rest += part
            except ConnectionResetError:
                pass
        print(f"drained in {drained:.1f} s, stopped in {stopped:.1f} s; {len(rest)} bytes were cut off")  # noqa: T201
        assert not rest.endswith(END)
        assert 2 <= drained < 4
        assert 5 <= stopped < 9
