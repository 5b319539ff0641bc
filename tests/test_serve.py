"""The server as people start it: a real process, from an empty database to answers, and again."""

import gzip
import http.client
from urllib.parse import urlsplit

import httpx
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from models import Revision
from models.base import columns
from models.database import reading
from seed.migrations import head
from tests.conftest import Databases
from tests.server import serving
from tests.wire import listening


@pytest.mark.slow
def test_serve_fills_an_empty_database_once(databases: Databases) -> None:
    url = databases.make()
    for _ in range(2):
        with serving(url) as base:
            meta = httpx.get(f"{base}/v1/meta").json()
            assert meta["revision"] == 1
            assert meta["counts"]["treaties"] == 169
            assert httpx.get(f"{base}/readyz").json() == {"status": "ok", "migration": head(), "revision": 1}
    with reading(url) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(columns(Revision))) == 1


@pytest.mark.slow
def test_several_workers_serve_one_database(own: str) -> None:
    with serving(own, ENTENTE_WORKERS="2") as base, httpx.Client(base_url=base) as client:
        answers = {client.get("/v1/treaties?sort=-signed").headers["etag"] for _ in range(20)}
        assert len(answers) == 1


def test_an_address_too_long_is_a_problem_too(seeded: TestClient) -> None:
    with listening(seeded.app) as address:
        for length, status in ((60_000, 422), (260_000, 414)):
            connection = http.client.HTTPConnection(*address)
            connection.request("GET", f"/v1/treaties?q={'x' * length}")
            answer = connection.getresponse()
            assert (answer.status, answer.getheader("content-type")) == (status, "application/problem+json")
            connection.close()


@pytest.mark.slow
def test_what_goes_over_the_wire(own: str) -> None:
    with serving(own) as base:
        address = urlsplit(base).netloc
        connection = http.client.HTTPConnection(address)
        connection.request("GET", "/v1/statements", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = gzip.decompress(answer.read())
        assert answer.getheader("content-encoding") == "gzip"
        assert b"Nazarbayev" in body
        # The same connection serves the next request, after an error as well.
        for path, status in (("/v1/nothing", 404), ("/v1/treaties?x=1", 422), ("/v1/meta", 200)):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == status
        connection.close()
