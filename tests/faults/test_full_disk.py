"""A disk without room: an import and a server say so in words, lose nothing, and go on when there is room."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from models.api_key import KeyScope
from seed.cli import migrate
from tests.conftest import disconnect, use
from tests.faults.cluster import until
from tests.faults.imports import IMPORT, Run, command, done, files, importing, prepare, state
from tests.importing import key
from tests.server import serving

pytestmark = pytest.mark.faults
SIZE = 24
"""Megabytes of the disk."""
TREATY = {"title": "A treaty", "kind": "treaty", "citations": [{"source": "one", "locator": "row 1"}]}


@contextmanager
def disk(folder: Path) -> Iterator[Path]:
    """A small file system in memory, where one may be mounted."""
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder)]
    mounted = subprocess.run(asked, capture_output=True, text=True)  # noqa: S603
    if mounted.returncode:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A small disk with a database."""
    with disk(tmp_path / "small") as folder:
        use(url := f"sqlite:///{folder / 'entente.db'}")
        migrate()
        prepare(url)
        yield folder
        disconnect(url)


def filled(folder: Path, left: int = 0) -> Path:
    """Leave so many bytes of the disk, and no more."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        free = os.statvfs(folder)
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - left)
    return ballast


def test_an_import_that_does_not_fit(small: Path, tmp_path: Path) -> None:
    url, kept = f"sqlite:///{small / 'entente.db'}", tmp_path / "said"
    first, second = files(tmp_path, 10_000)
    done(url, first, kept)
    before, ballast = state(url), filled(small, 10**6)
    run = Run(command, url, kept, *importing(second))
    run.go()
    assert run.end() == 1, run.said
    assert "The disk of the database is full; nothing was written." in run.said
    assert "Traceback" not in run.said
    assert state(url) == before
    ballast.unlink()
    done(url, second, kept)
    assert state(url).revision == before.revision + 1


def test_a_server_goes_on(small: Path) -> None:
    url = f"sqlite:///{small / 'entente.db'}"
    headers = {"X-API-Key": key(url, KeyScope.WRITE)}
    with serving(url) as base, httpx.Client(base_url=str(base), headers=headers, timeout=30) as client:
        assert client.put("/v1/treaties/before", json=TREATY).status_code == 201
        ballast, told = filled(small), 0
        for number in range(200):
            # The log of what was written has some room in its last page.
            answer = client.put(f"/v1/treaties/full-{number}", json=TREATY)
            if answer.status_code != 201:
                assert answer.status_code == 503, answer.text
                assert answer.headers["content-type"] == "application/problem+json"
                assert "disk of the database" in answer.json()["detail"]
                assert client.get(f"/v1/treaties/full-{number}").status_code == 404
                told += 1
            assert client.get("/v1/treaties/before").status_code == 200
            assert client.get("/v1/trade-metrics", params={"limit": number + 1}).status_code == 200
            if told == 20:
                break
        assert told == 20
        ballast.unlink()
        assert client.put("/v1/treaties/after", json=TREATY).status_code == 201
    assert state(url)


def test_an_import_over_http_that_does_not_fit(small: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{small / 'entente.db'}"
    first, second = files(tmp_path, 10_000)
    done(url, first, tmp_path / "said")
    before = state(url)
    with serving(url) as base, importer(base, url) as client:
        ballast = filled(small, 10**6)
        job = ended(client, client.post(IMPORT, content=second.read_bytes()))
        assert job["status"] == "failed"
        assert job["error"] == "The disk of the database is full; nothing was written."
        ballast.unlink()
        # It is there still when there is room.
        assert client.get(f"/v1/imports/{job['id']}").json() == job
        assert ended(client, client.post(IMPORT, content=second.read_bytes()))["status"] == "done"
    assert state(url).revision == before.revision + 1


def test_no_room_for_temporary_files(own: str, tmp_path: Path) -> None:
    with (
        disk(tmp_path / "temporary") as folder,
        serving(own, TMPDIR=str(folder)) as base,
        importer(base, own) as client,
    ):
        content = files(tmp_path, 1_000)[0].read_bytes()
        # Python looks once which folder it may write to.
        assert ended(client, client.post(IMPORT, content=content))["id"]
        until(lambda: not list(folder.iterdir()), 5, "an empty folder")
        ballast = filled(folder)
        for answer in (client.post(IMPORT, content=content), client.get("/v1/trade-metrics/export?format=csv")):
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "60"), answer.text
            assert "The disk of temporary files is full; nothing was written." in answer.json()["detail"]
        assert client.get("/v1/treaties?limit=1").status_code == 200
        ballast.unlink()
        assert ended(client, client.post(IMPORT, content=content))["id"]
        assert client.get("/v1/trade-metrics/export?format=csv").status_code == 200
        # Nothing of what failed is left behind.
        until(lambda: not list(folder.iterdir()), 5, "an empty folder")


def importer(base: str, url: str) -> httpx.Client:
    """Give a client that may import."""
    return httpx.Client(base_url=base, headers={"X-API-Key": key(url), "Content-Type": "text/csv"}, timeout=60)


def ended(client: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    """Wait for the end of an import that was taken in, and give its job."""
    assert answer.status_code == 202, answer.text

    def job() -> Any:
        return client.get(answer.headers["location"]).json()

    until(lambda: job()["status"] != "running", 60, "the end of the import")
    return dict(job())
