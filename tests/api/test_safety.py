"""What every answer tells a browser."""

import pytest
from fastapi.testclient import TestClient

from tests.wire import app_with, asked, listening

pytestmark = pytest.mark.alike

OF_DATA = "default-src 'none'; frame-ancestors 'none'"
ANSWERS = {
    "/v1/treaties": 200,
    "/v1/treaties?limit=0": 422,
    "/v1/treaties/none": 404,
    "/v1/treaties/export": 200,
    "/v1/trade-metrics?q=%00": 400,
    "/nowhere": 404,
    "/healthz": 200,
    "/openapi.json": 200,
    "/": 307,
    "/assets/pages.css": 200,
    "/assets/none": 404,
}


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
@pytest.mark.parametrize("origins", ["*", "https://front.example"])
def test_every_answer_is_safe_in_a_browser(seeded: TestClient, path: str, status: int, origins: str) -> None:
    """New or kept, unchanged, of a method that is not served, or before a request from another origin."""
    app = app_with("ENTENTE_CORS_ORIGINS", origins)
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    answers = [client.get(path) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {status}
    known = {"If-None-Match": answers[0].headers.get("etag", "*")}
    origin = {"Origin": "https://front.example", "Access-Control-Request-Method": "GET"}
    answers += [client.get(path, headers=known), client.patch(path), client.head(path)]
    answers.append(client.options(path, headers=origin))
    for answer in answers:
        told = [value for name, value in answer.headers.multi_items() if name in SAFE]
        assert told == ["nosniff", "no-referrer", OF_DATA], (answer.request.method, answer.headers)


SAFE = ("x-content-type-options", "referrer-policy", "content-security-policy")


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/explorer", "/problems", "/problems/conflict"])
def test_a_page_loads_what_is_served_here_and_nothing_else(seeded: TestClient, path: str) -> None:
    answer = seeded.get(path)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert ("unsafe" in policy["style-src"]) is (path == "/redoc")
    assert "<style" not in answer.text
    assert "<script>" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_the_server_refuses_by_itself_is_safe_too(empty: str) -> None:
    with listening(app_with("ENTENTE_CORS_ORIGINS", "*")) as address:
        (answer,) = asked(address, b"nonsense\r\n\r\n")
    assert [answer.headers[name] for name in SAFE] == ["nosniff", "no-referrer", OF_DATA]
