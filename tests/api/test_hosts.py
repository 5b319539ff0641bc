"""The names that the service answers to."""

import pytest
from fastapi.testclient import TestClient

from tests.api.test_problems import is_problem
from tests.wire import app_with

pytestmark = pytest.mark.alike


@pytest.fixture
def named(seeded: TestClient) -> TestClient:
    """A client of a service with two names."""
    return TestClient(app_with("ENTENTE_HOSTS", "data.example, [::1]"), raise_server_exceptions=False)


@pytest.mark.parametrize("host", ["data.example", "DATA.example.", "data.example:8000", "[::1]", "[::1]:8000"])
def test_a_service_answers_to_its_names(named: TestClient, host: str) -> None:
    assert named.get("/v1/treaties", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "data.example.evil.example", "x.data.example", "[::2]:80", "", ":80"])
def test_a_service_does_not_answer_to_another_name(named: TestClient, host: str) -> None:
    for path in ("/v1/treaties", "/docs", "/nowhere"):
        assert "does not answer to" in is_problem(named.get(path, headers={"Host": host}), 421)["detail"]
    # What watches it knows its address only.
    assert named.get("/healthz", headers={"Host": host}).status_code == 200
    assert named.get("/v1/treaties", headers={"Host": "data.example"}).status_code == 200


def test_any_name_will_do_where_none_is_set(seeded: TestClient) -> None:
    assert seeded.get("/v1/treaties", headers={"Host": "any.example"}).status_code == 200
