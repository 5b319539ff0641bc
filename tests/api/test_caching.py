"""Validators, HEAD, content codings and CORS, as caches and browsers rely on them."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.routes import RESOURCES
from models.database import writing
from seed.loader import load
from tests.conftest import copied, use
from tests.revisions import commit

pytestmark = pytest.mark.alike

PATHS = [f"/v1/{resource.path}" for resource in RESOURCES] + ["/v1/meta", "/v1/treaties/rus-kaz-alliance-2013"]


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_answer_is_a_304(path: str, seeded: TestClient, statements: list[str]) -> None:
    first = seeded.get(path)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    statements.clear()
    for header in (etag, f"W/{etag}", f'"other", {etag}'):
        again = seeded.get(path, headers={"If-None-Match": header})
        assert again.status_code == 304
        assert again.content == b""
        assert etag.startswith(again.headers["etag"][:-1])
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert again.headers["vary"] == first.headers["vary"]
    assert all("revision" in sql for sql in statements if sql.startswith("SELECT"))
    assert seeded.get(path, headers={"If-None-Match": "*"}).status_code == 304
    assert seeded.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_what_does_not_exist_is_never_unchanged(seeded: TestClient) -> None:
    for path in ("/v1/treaties/nothing", "/v1/treaties?cursor=nothing"):
        assert seeded.get(path, headers={"If-None-Match": "*"}).status_code == 404


def test_an_asset_is_a_304_too(seeded: TestClient) -> None:
    asset = seeded.get("/assets/swagger-ui/swagger-ui.css", headers={"Accept-Encoding": "gzip"})
    assert asset.headers["content-encoding"] == "gzip"
    again = seeded.get("/assets/swagger-ui/swagger-ui.css", headers={"If-None-Match": asset.headers["etag"]})
    assert (again.status_code, again.headers["etag"]) == (304, asset.headers["etag"])


def test_another_database_has_other_etags(lean: str, seeded: TestClient, seeded_url: str) -> None:
    use(seeded_url)
    before = seeded.get("/v1/treaties").headers["etag"]
    use(lean)
    answer = seeded.get("/v1/treaties", headers={"If-None-Match": before})
    assert (answer.status_code, answer.json()["meta"]["revision"]) == (200, 1)


def test_a_query_has_one_etag_however_it_is_written(seeded: TestClient) -> None:
    spellings = ("kind=treaty,contract&limit=25", "limit=25&kind=treaty&kind=contract", "kind=treaty%2Ccontract")
    answers = [seeded.get(f"/v1/treaties?{query}") for query in spellings]
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert len({answer.content for answer in answers}) == 1
    assert seeded.get("/v1/treaties?kind=contract,treaty").headers["etag"] != answers[0].headers["etag"]


def test_a_new_revision_is_a_new_etag(empty: str, tmp_path: Path) -> None:
    from api.main import app

    client = TestClient(app)
    assert client.get("/v1/meta").status_code == 503
    assert client.get("/readyz").status_code == 503
    with writing() as connection:
        load(connection, copied(tmp_path))
    before = client.get("/v1/treaties").headers["etag"]
    assert client.get("/readyz").status_code == 200
    with writing() as connection:
        commit(connection, "a test")
    answer = client.get("/v1/treaties", headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert answer.json()["meta"]["revision"] == 2
    assert client.get("/v1/meta").json()["reason"] == "a test"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_each_coding_has_an_etag_of_its_own(coding: str, seeded: TestClient) -> None:
    plain = seeded.get("/v1/statements", headers={"Accept-Encoding": "identity"})
    coded = seeded.get("/v1/statements", headers={"Accept-Encoding": coding})
    assert "content-encoding" not in plain.headers
    assert coded.headers["content-encoding"] == coding
    assert coded.headers["etag"] == f'{plain.headers["etag"][:-1]}-{coding}"'
    assert {plain.headers["vary"], coded.headers["vary"]} == {"Accept-Encoding, Accept-Language"}
    etag = coded.headers["etag"]
    assert seeded.get("/v1/statements", headers={"If-None-Match": etag}).headers["etag"] == etag


@pytest.mark.parametrize(
    "path", [*PATHS, "/healthz", "/readyz", "/docs", "/redoc", "/openapi.json", "/problems", "/v1/x"]
)
def test_head_is_get_without_the_body(path: str, seeded: TestClient) -> None:
    # A problem carries the id of its request: here the same.
    get, head = (seeded.request(method, path, headers={"X-Request-Id": "x"}) for method in ("GET", "HEAD"))
    assert head.status_code == get.status_code
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


def test_browsers_may_read_from_anywhere(seeded: TestClient) -> None:
    answer = seeded.get("/v1/treaties?limit=1", headers={"Origin": "https://front.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"ETag", "Link"} <= set(answer.headers["access-control-expose-headers"].split(", "))
    assert "access-control-allow-credentials" not in answer.headers
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "If-None-Match"}
    preflight = seeded.options("/v1/treaties", headers=asked | {"Origin": "https://front.example"})
    assert preflight.status_code == 200
    error = seeded.get("/v1/treaties?x=1", headers={"Origin": "https://front.example"})
    assert error.headers["access-control-allow-origin"] == "*"


def test_links_are_relative_and_trust_no_host(seeded: TestClient) -> None:
    answer = seeded.get("/v1/treaties?limit=1", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text + str(answer.headers)
    assert answer.json()["links"]["next"].startswith("/v1/treaties?")


@pytest.mark.parametrize("path", ["/v1/relations/RUS/KAZ", "/v1/treaties/rus-kaz-alliance-2013/articles/10"])
def test_an_etag_is_coded_once_whichever_way_an_answer_goes(path: str, seeded: TestClient) -> None:
    etags = {seeded.get(path, headers={"Accept-Encoding": "gzip"}).headers["etag"] for _ in range(3)}
    assert len(etags) == 1
    assert etags.pop().count("-gzip") <= 1


def test_a_question_mark_in_a_path_begins_no_query(seeded: TestClient) -> None:
    for path in ("/v1/treaties/rus-kaz-alliance-2013", "/v1/treaties/stats"):
        for query in ("include=parties", "group_by=kind"):
            seeded.get(f"{path}?{query}")
            assert seeded.get(f"{path}%3F{query}").status_code == 404
