"""Reading from a replica: never older than the newest revision, and going on while the primary is away."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

import api.serving
from api.main import app
from models.engines import driver_url, is_sqlite
from models.settings import settings
from tests.api.test_writing import TREATY, key
from tests.conftest import Databases, disconnect, use
from tests.relay import Relay, relayed


@pytest.fixture
def split(own: str, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TestClient, Relay, str]]:
    """A client, the way to the primary, and a replica that stays where it is now: it has a key, and no more."""
    if is_sqlite(own):
        pytest.skip("SQLite has no replicas")
    headers = key("write")
    disconnect(own)
    replica = databases.make(own)
    with relayed(own) as (url, relay):
        use(url)
        monkeypatch.setattr(settings(), "database_read_url", replica)
        monkeypatch.setattr(api.serving, "AWAY", 0.0)
        try:
            yield TestClient(app, raise_server_exceptions=False, headers=headers), relay, replica
        finally:
            # A question that nobody waits for any more may still have a connection out.
            disconnect(url, patience=3)
            disconnect(replica)
            use(own)


def test_who_has_written_sees_it(split: tuple[TestClient, Relay, str]) -> None:
    client, _, _ = split
    before = client.get("/v1/meta").json()["revision"]
    assert client.put("/v1/treaties/new", json=TREATY).status_code == 201
    assert client.get("/v1/treaties/new").json()["title"] == TREATY["title"]
    # Once more, when it is kept.
    assert client.get("/v1/treaties/new").status_code == 200
    assert client.get("/v1/meta").json()["revision"] == before + 1


def test_reads_go_on_without_the_primary(split: tuple[TestClient, Relay, str]) -> None:
    client, relay, _ = split
    assert client.get("/v1/treaties").status_code == 200
    for fault in (relay.close, relay.freeze):
        fault()
        assert client.get("/v1/treaties?limit=3").status_code == 200
        assert client.get("/v1/treaties").status_code == 200
        assert client.get("/v1/treaties/export").status_code == 200
        assert client.get("/readyz").status_code == 200
        relay.open()
        assert client.get("/v1/treaties?limit=4").status_code == 200


def test_reads_go_to_the_primary_without_replicas(
    split: tuple[TestClient, Relay, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _, replica = split
    nowhere = replica.replace("/test_", "/nowhere_")
    monkeypatch.setattr(settings(), "database_read_url", nowhere)
    assert client.get("/v1/treaties").status_code == 200
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ("postgresql://u:p@a:1,b:2/name?target_session_attrs=standby", ("a:1", "b:2")),
        ("postgres://a,b/name", ("a", "b")),
        ("postgresql://u@a:1/name", None),
    ],
)
def test_several_hosts_are_one_database(given: str, hosts: tuple[str, ...] | None) -> None:
    url = sa.make_url(driver_url(given))
    assert (url.database, url.query.get("host")) == ("name", hosts)
    assert given.count("target_session_attrs") == ("target_session_attrs" in url.query)
