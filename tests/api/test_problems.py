"""Whatever is wrong with a request, the answer is a problem document that says what to do."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.problems import KINDS

HUGE = str(2**63)
BAD: list[tuple[str, int, str]] = [
    ("/v1/treaties?tytle=x", 422, "Did you mean title?"),
    ("/v1/treaties?sgined__gte=2013", 422, "Did you mean signed__gte?"),
    ("/v1/treaties?page=2", 422, "Did you mean cursor?"),
    ("/v1/treaties?order_by=signed", 422, "Did you mean sort?"),
    ("/v1/indicators?expand=x", 422, "Did you mean include?"),
    ("/v1/treaties?kind=treatie", 422, "Did you mean treaty?"),
    ("/v1/treaties?sort=sined", 422, "Did you mean signed?"),
    ("/v1/treaties?include=partys", 422, "Did you mean parties?"),
    ("/v1/memberships?country=kaz", 422, "Did you mean KAZ?"),
    ("/v1/memberships?country=Kazakhstan", 422, "does not have the form"),
    ("/v1/trade-metrics?product=1", 422, "does not have the form"),
    ("/v1/treaties?signed=2013-13", 422, "not a day of the calendar"),
    ("/v1/treaties?signed=2013-02-30", 422, "not a day of the calendar"),
    ("/v1/treaties?signed=2020-99-99", 422, "not a day of the calendar"),
    ("/v1/treaties?signed=11.11.2013", 422, "write it like 2013-11-11"),
    ("/v1/treaties?signed=2015/2013", 422, "ends before it starts"),
    ("/v1/treaties?signed=0", 422, "not a date in EDTF"),
    ("/v1/treaties?signed=", 422, "not a date in EDTF"),
    ("/v1/memberships?valid_at=yesterday", 422, "not a date in EDTF"),
    ("/v1/treaties?limit=0", 422, "greater than or equal to 1"),
    ("/v1/treaties?limit=201", 422, "less than or equal to 200"),
    ("/v1/treaties?limit=1_0", 422, "whole number"),
    ("/v1/treaties?limit=1.0", 422, "whole number"),
    (f"/v1/treaties?limit={HUGE}", 422, "less than or equal to 200"),
    (f"/v1/articles?ordinal={HUGE}", 422, "less than or equal to"),
    ("/v1/articles?ordinal__lte=-9007199254740992", 422, "greater than or equal to"),
    ("/v1/articles?ordinal__lte=2147483648", 422, "less than or equal to"),
    (f"/v1/articles?ordinal=-{HUGE}", 422, "greater than or equal to"),
    ("/v1/trade-metrics?value=1e999", 422, "finite"),
    ("/v1/trade-metrics?value=nan", 422, "a number, like 23.8"),
    ("/v1/treaties?total=yes", 422, "true or false"),
    ("/v1/treaties?limit=5&limit=6", 422, "name it once"),
    ("/v1/treaties?cursor=nonsense", 404, "no page under this cursor"),
    ("/v1/treaties?q=%00", 400, "NUL byte"),
    ("/v1/treaties?title=a%00b", 400, "NUL byte"),
    ("/v1/treaties/%00", 400, "NUL byte"),
    ("/v1/treaties/nothing", 404, "no treaty with the id 'nothing'"),
    ("/v1/treaties/rus-kaz-alliance-2013/articles/99", 404, "no article '99'"),
    (f"/v1/articles/{HUGE}", 404, "no article"),
    ("/v1/treatis", 404, "nearest path is /v1/treaties"),
    ("/nowhere", 404, "nearest path"),
    ("/v1/treaties/", 404, "nearest path is /v1/treaties"),
    ("/v1/meta?x=1", 422, "no parameters"),
    ("/healthz?x=1", 422, "no parameters"),
    ("/problems/none", 404, "lists them"),
    ("/assets/none.js", 404, ""),
]


def is_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert list(body) == ["type", "title", "status", "detail", "instance", "errors"]
    assert body["status"] == status
    assert body["type"].removeprefix("/problems/") in KINDS
    return body


@pytest.mark.parametrize(("path", "status", "words"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_request_is_told_what_to_do(path: str, status: int, words: str, seeded: TestClient) -> None:
    assert words in is_problem(seeded.get(path), status)["detail"]


ALLOWED = {
    "/v1/treaties": "GET, HEAD",
    "/v1/treaties/x": "GET, HEAD, PUT, DELETE",
    "/v1/conflicts/x": "GET, HEAD",
    "/v1/imports": "GET, HEAD, POST",
    "/healthz": "GET, HEAD",
}


@pytest.mark.parametrize("path", ALLOWED)
def test_a_wrong_method_is_told_the_right_ones(path: str, seeded: TestClient) -> None:
    for method in {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - set(ALLOWED[path].split(", ")):
        answer = seeded.request(method, path)
        is_problem(answer, 405)
        assert set(answer.headers["allow"].split(", ")) == set(ALLOWED[path].split(", "))


def test_all_faults_are_named_at_once(seeded: TestClient) -> None:
    body = is_problem(seeded.get("/v1/treaties?kind=x&limit=0&signed=x&tytle=y&sort=z"), 422)
    assert {error["parameter"] for error in body["errors"]} == {"kind", "limit", "signed", "tytle", "sort"}
    assert next(e for e in body["errors"] if e["parameter"] == "tytle")["nearest"] == "title"


def test_faults_that_are_not_listed_are_counted(seeded: TestClient) -> None:
    body = is_problem(seeded.get("/v1/treaties?" + "&".join(f"x{number}=1" for number in range(30))), 422)
    assert len(body["errors"]) == 20
    assert "And 10 more faults" in body["detail"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_is_a_page(kind: str, seeded: TestClient) -> None:
    page = seeded.get(f"/problems/{kind}")
    assert page.status_code == 200
    assert KINDS[kind].title in page.text
    assert f"/problems/{kind}" in seeded.get("/problems").text


def test_an_unexpected_fault_says_nothing_of_its_inside(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM /path")

    monkeypatch.setattr("api.router.enveloped", fail)
    body = is_problem(seeded.get("/v1/treaties?limit=24"), 500)
    assert "secret" not in str(body)


def test_a_database_that_is_away_is_said_plainly(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conftest import use

    use("postgresql://nobody@127.0.0.1:1/none")
    for path in ("/v1/treaties", "/readyz"):
        answer = seeded.get(path)
        is_problem(answer, 503)
        assert int(answer.headers["retry-after"]) > 0
    assert seeded.get("/healthz").json() == {"status": "ok"}
