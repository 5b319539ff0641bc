"""Imports over HTTP in tests: keys, uploads, and their ends."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import api.jobs
from api.main import app
from models.api_key import KeyScope
from models.database import writing
from seed.keys import create

SAMPLES = Path(__file__).parent / "seed" / "samples"
COUNTRIES = (SAMPLES / "countries.csv").read_bytes()
PATH = "/v1/imports?format=countries&filename=countries.csv"
CSV = {"Content-Type": "text/csv"}
ZIP = {"Content-Type": "application/zip"}


def key(url: str, *scopes: KeyScope) -> str:
    """Make a key."""
    with writing(url) as connection:
        return create(connection, "test", scopes or (KeyScope.IMPORT,))


def holder(url: str, *scopes: KeyScope) -> TestClient:
    """Give a client with a key."""
    return TestClient(app, raise_server_exceptions=False, headers={"X-API-Key": key(url, *scopes)})


def ended(client: TestClient, answer: Any) -> dict[str, Any]:
    """Wait for the end of an import that was taken in, and give its job."""
    assert answer.status_code == 202, answer.text
    for running in list(api.jobs.RUNNING):
        running.thread.join()
    job: dict[str, Any] = client.get(answer.headers["location"]).json()
    return job


def imported(client: TestClient, path: str = PATH, content: bytes = COUNTRIES, **headers: str) -> dict[str, Any]:
    """Import something over HTTP, and give its job."""
    return ended(client, client.post(path, content=content, headers=CSV | headers))


def zipped(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """Make a zip."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return raw.getvalue()
