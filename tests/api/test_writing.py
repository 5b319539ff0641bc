"""Writing one record: what it takes, what it refuses, and what it leaves behind."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.main import app
from api.routes import RESOURCES
from api.routes.changes import PATHS
from models.api_key import KeyScope
from models.database import writing
from seed.files import DataError
from seed.keys import create
from seed.loader import load
from tests.conftest import copied
from tests.server import serving

RACES = 200

TREATY = {
    "title": "A treaty",
    "kind": "treaty",
    "signed": "2020-05",
    "citations": [{"source": "caci-analyst-2013-11-27", "locator": "para 1"}],
}


def key(*scopes: str) -> dict[str, str]:
    with writing() as connection:
        return {"X-API-Key": create(connection, "a test", map(KeyScope, scopes))}


@pytest.fixture
def client(lean: str) -> TestClient:
    """A client that may write, over a copy of most of the project's own data."""
    return TestClient(app, raise_server_exceptions=False, headers=key("write"))


def test_a_record_is_created_changed_and_deleted(client: TestClient) -> None:
    made = client.put("/v1/treaties/new", json=TREATY)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == "/v1/treaties/new"
    read = client.get(made.headers["content-location"])
    assert (read.json(), read.headers["etag"]) == (made.json(), made.headers["etag"])
    changed = client.put("/v1/treaties/new?reason=A better title", json=TREATY | {"title": "The treaty"})
    assert (changed.status_code, changed.json()["title"]) == (200, "The treaty")
    assert client.get("/v1/treaties?q=better+treaty").json()["page"]["total"] == 0
    assert client.get("/v1/treaties?title=the treaty").json()["page"]["total"] == 1
    assert client.delete("/v1/treaties/new?reason=A mistake").status_code == 204
    gone = client.get("/v1/treaties/new")
    assert (gone.status_code, gone.json()["type"]) == (410, "/problems/gone")
    assert "A mistake" in gone.json()["detail"]
    history = client.get("/v1/treaties/new/history").json()["data"]
    assert [(entry["action"], entry["reason"]) for entry in history] == [
        *(("deleted", "A mistake"), ("changed", "A better title"), ("created", "created the treaty new"))
    ]
    assert [entry["record"] and entry["record"]["title"] for entry in history] == [None, "The treaty", "A treaty"]
    assert {entry["actor"] for entry in history} == {f"key:{client.headers['X-API-Key'].split('_')[1]}"}
    assert client.put("/v1/treaties/new", json=TREATY).status_code == 201


@pytest.mark.parametrize(
    "path", ["treaties", *(pytest.param(p, marks=pytest.mark.slow) for p in sorted(PATHS.values()) if p != "treaties")]
)
def test_what_is_read_can_be_written_back(client: TestClient, path: str) -> None:
    """Both as a record is answered, and as its history has it: nothing changes, and nothing is refused."""
    resource = next(r for r in RESOURCES if r.path == path)
    parts = [name for name in ("citations", "relations", "participants", "outcomes") if name in resource.all_includes]
    own = [name for name in parts if name != "outcomes" or resource.name == "forum"]
    include = f"&include={','.join(own)}" if own else ""
    before = client.get("/v1/meta").json()["revision"]
    for record in client.get(f"/v1/{path}?limit=8{include}").json()["data"]:
        address = f"/v1/{path}/{record['id']}"
        if resource.name != "forum":
            back = client.put(address, json=record)
            assert back.status_code == 200, back.text
        body = client.get(f"{address}/history").json()["data"][0]["record"]
        assert client.put(address, json=body).status_code == 200
    assert client.get("/v1/meta").json()["revision"] == before


REFUSED: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "no citation": (lambda r: {**r, "citations": []}, "/citations"),
    "citations missing": (lambda r: {n: v for n, v in r.items() if n != "citations"}, "/citations"),
    "an unknown field": (lambda r: {**r, "titel": "T"}, "title"),
    "a wrong date": (lambda r: {**r, "signed": "2020-13"}, "/signed"),
    "a number for a text": (lambda r: {**r, "title": 5}, "/title"),
    "an unknown source": (
        lambda r: {**r, "citations": [{"source": "nobody", "locator": "1"}]},
        '"/citations/0/source","code":"unfit","detail":"there is no source \'nobody\'',
    ),
    "the same citation twice": (lambda r: {**r, "citations": 2 * r["citations"]}, "/citations/1"),
    "another id": (lambda r: {**r, "id": "other"}, "/id"),
    "what has its own address": (lambda r: {**r, "articles": []}, "a record of its own"),
    "a contradiction": (lambda r: {**r, "in_force": "2019"}, "/in_force"),
    "an unknown value": (lambda r: {**r, "kind": "agreemnt"}, '"nearest":"agreement"'),
    "no object": (lambda _: [1], "JSON object"),
}


def test_a_wrong_record_is_refused_with_what_to_do(client: TestClient) -> None:
    for case, (change, words) in REFUSED.items():
        answer = client.put("/v1/treaties/new", json=change(TREATY))
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-record"), case
        assert words in answer.text, case
    assert client.get("/v1/treaties/new").status_code == 404


def test_what_only_one_database_would_take_is_taken_or_refused_alike(client: TestClient) -> None:
    words = " ".join(f"{number:x}" for number in range(150_000))
    assert client.put("/v1/treaties/new", json=TREATY | {"gist": words}).json()["gist"] == words
    assert client.get("/v1/treaties?q=1 2 fff").json()["page"]["total"] == 1
    # Folded it is one letter: an index of the text itself would not take it.
    marks = "a" + "".join(chr(0x300 + (number * number) % 97) for number in range(10_000))
    answer = client.put("/v1/treaties/new", json=TREATY | {"subjects": [marks]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/subjects/0")


def test_bodies_that_are_none(client: TestClient) -> None:
    for body in (b"", b"{", b'{"title": "\xff"}', b"[" * 100_000):
        answer = client.put("/v1/treaties/new", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-request"), body[:10]
    kind = {"Content-Type": "text/plain"}
    assert client.put("/v1/treaties/new", content=b"{}", headers=kind).status_code == 415
    assert client.put("/v1/treaties/new", content=json.dumps(TREATY | {"gist": "g" * 1_000_000})).status_code == 413


def test_what_is_referred_to_stays(client: TestClient) -> None:
    answer = client.delete("/v1/treaties/rus-kaz-alliance-2013")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict")
    assert "the article 'rus-kaz-alliance-2013.art-1'" in answer.json()["detail"]
    assert client.get("/v1/treaties/rus-kaz-alliance-2013").status_code == 200


def test_a_record_that_moves_leaves_its_address(client: TestClient) -> None:
    client.put("/v1/treaties/old", json=TREATY)
    assert client.delete("/v1/treaties/old?moved_to=new").status_code == 422
    client.put("/v1/treaties/new", json=TREATY)
    assert client.delete("/v1/treaties/old?moved_to=new").status_code == 204
    moved = client.get("/v1/treaties/old?include=citations", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/v1/treaties/new?include=citations")
    assert client.get("/v1/treaties/old").json()["id"] == "new"
    assert client.get("/v1/treaties/old/history").json()["data"][0]["moved_to"] == "new"


def test_conditions(client: TestClient) -> None:
    address = "/v1/treaties/new"
    assert client.put(address, json=TREATY, headers={"If-Match": "*"}).status_code == 412
    assert client.put(address, json=TREATY, headers={"If-None-Match": "*"}).status_code == 201
    assert client.put(address, json=TREATY, headers={"If-None-Match": "*"}).status_code == 412
    seen = {"If-Match": client.get(address, headers={"Accept-Encoding": "gzip"}).headers["etag"]}
    # Another record changes: this one is still what was seen.
    client.put("/v1/treaties/other", json=TREATY)
    assert client.put(address, json=TREATY | {"title": "One"}, headers=seen).status_code == 200
    assert client.put(address, json=TREATY | {"title": "Two"}, headers=seen).status_code == 412
    assert client.delete(address, headers=seen).status_code == 412
    assert client.put(address, json=TREATY, headers={"If-Match": 'W/"9-abc"'}).status_code == 412
    now = client.get(address).headers["etag"]
    forged = now.replace("-", "-00000000", 1)
    assert client.put(address, json=TREATY, headers={"If-Match": forged}).status_code == 412
    assert client.put(address, json=TREATY | {"title": "Three"}, headers={"If-Match": f'"x", {now}'}).status_code == 200


@pytest.mark.slow
def test_two_writers_lose_no_update(lean: str) -> None:
    """Both read, both write what they read and one more: every change that was taken is there at the end."""
    with serving(lean) as base, httpx.Client(base_url=base, headers=key("write")) as client:
        address = "/v1/treaties/raced"
        client.put(address, json=TREATY | {"subjects": ["s-000"]})

        def write(number: int) -> int:
            read = client.get(address)
            subjects = [*read.json()["subjects"], f"s-{number:03}"]
            headers = {"If-Match": read.headers["etag"]}
            return client.put(address, json=TREATY | {"subjects": subjects}, headers=headers).status_code

        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(write, range(1, 2 * RACES + 1)))
        assert set(results) == {200, 412}
        taken = [f"s-{number:03}" for number, status in enumerate(results, 1) if status == 200]
        assert client.get(address).json()["subjects"] == ["s-000", *taken]
        entries = list(walk(client, f"{address}/history?limit=200"))
        assert len(entries) == len(taken) + 1


def walk(client: httpx.Client, address: str | None) -> Iterator[Any]:
    while address:
        page = client.get(address).json()
        yield from page["data"]
        address = page["links"]["next"]


def test_a_contradiction_is_told_from_both_ends(client: TestClient) -> None:
    statement = {
        **{"speaker": "S", "topic": "T", "stance": "supports", "kind": "paraphrase", "gist": "G"},
        "citations": TREATY["citations"],
    }
    assert client.put("/v1/statements/one", json=statement).status_code == 201
    against = {"relations": [{"relation": "contradicts", "related_statement": "one"}]}
    assert client.put("/v1/statements/two", json=statement | against).status_code == 201
    one = client.get("/v1/statements/one?include=relations").json()["relations"]
    assert [relation["related_statement"] for relation in one] == ["two"]
    assert client.put("/v1/statements/two", json=statement).status_code == 200
    assert client.get("/v1/statements/one?include=relations").json()["relations"] == []
    client.put("/v1/statements/two", json=statement | against)
    assert client.delete("/v1/statements/two").status_code == 204
    assert client.get("/v1/statements/one?include=relations").json()["relations"] == []


def test_the_data_files_do_not_undo_a_write(client: TestClient, tmp_path: Path) -> None:
    address = "/v1/treaties/rus-kaz-alliance-2013"
    read = client.get(f"{address}?include=citations,relations").json()
    client.put(address, json=read | {"place": "Yekaterinburg (corrected)"})
    client.delete("/v1/articles/rus-kaz-alliance-2013.art-10")
    with writing() as connection:
        report = load(connection, copied(tmp_path))
    assert "treaty rus-kaz-alliance-2013" in report.kept
    assert "article rus-kaz-alliance-2013.art-10" in report.kept
    assert client.get(address).json()["place"] == "Yekaterinburg (corrected)"
    assert client.get("/v1/articles/rus-kaz-alliance-2013.art-10").status_code == 410


def test_a_part_of_another_record_is_not_taken(client: TestClient) -> None:
    relations = client.get("/v1/treaties/rus-kaz-alliance-2013?include=relations").json()["relations"]
    answer = client.put("/v1/treaties/new", json=TREATY | {"relations": relations})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/relations")
    assert "is a part of another record" in answer.json()["detail"]


def test_ids_of_citations_that_meet_are_told(client: TestClient) -> None:
    article = {"treaty": "rus-kaz-alliance-2013", "ordinal": 1, "completeness": "full", "text": "T"}
    of_text = {**TREATY["citations"][0], "field": "text"}  # type: ignore[dict-item]
    assert client.put("/v1/articles/t.a", json=article | {"number": "a", "citations": [of_text]}).status_code == 201
    other = article | {"number": "b", "citations": TREATY["citations"]}
    answer = client.put("/v1/articles/t.a.text", json=other)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/citations")


def test_to_delete_twice_spares_what_took_the_place(client: TestClient) -> None:
    for id in ("old", "v1", "new"):
        client.put(f"/v1/treaties/{id}", json=TREATY)
    for id in ("old", "v1"):
        assert client.delete(f"/v1/treaties/{id}?moved_to=new").status_code == 204
        assert client.delete(f"/v1/treaties/{id}").status_code == 410
        assert client.get(f"/v1/treaties/{id}", follow_redirects=False).headers["location"] == "/v1/treaties/new"
    assert client.get("/v1/treaties/new").status_code == 200


def test_what_refers_to_itself_can_go(client: TestClient) -> None:
    product = client.get("/v1/products/01").json() | {"parent": "9901", "id": "9901", "level": "heading"}
    assert client.put("/v1/products/9901", json=product).status_code == 201
    assert client.delete("/v1/products/9901").status_code == 204


def test_no_record_takes_the_address_of_a_path(client: TestClient) -> None:
    literal = {
        path.rpartition("/")[2]
        for path in app.openapi()["paths"]
        for base in PATHS.values()
        if path.startswith(f"/v1/{base}/") and path.count("/") == 3 and "{" not in path
    }
    assert literal == {"stats", "export", "mirror"}
    for name in literal:
        assert client.put(f"/v1/treaties/{name}", json=TREATY).status_code == 422


def test_what_is_no_number_is_refused(client: TestClient) -> None:
    id = "RUS.KAZ.trade-turnover.total.TOTAL.annual.2012.caci-analyst-2013-11-27"
    observation = client.get(f"/v1/trade-metrics/{id}").json()
    answer = client.put(f"/v1/trade-metrics/{id}", json=observation | {"value": True})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/value")


def test_a_load_that_a_write_stands_in_the_way_of_says_so(client: TestClient, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    gone = folder / "treaties" / "rus-kaz-gas-contract-2013.toml"
    refers = {"treaty": gone.stem, "number": "1", "ordinal": 1, "completeness": "gist", "gist": "G"}
    assert client.put("/v1/articles/g", json=refers | {"citations": TREATY["citations"]}).status_code == 201
    gone.unlink()
    forum = folder / "forums" / "rus-kaz-regional-cooperation-forum.toml"
    forum.write_text(forum.read_text().replace("rus-kaz-gas-contract-2013", "eaeu-founding-treaty"))
    with pytest.raises(DataError, match="written on its own since"), writing() as connection:
        load(connection, folder)
    assert client.get(f"/v1/treaties/{gone.stem}").status_code == 200


def test_a_record_of_many_parts_costs_no_more_queries(client: TestClient, statements: list[str]) -> None:
    costs = []
    for id, count in (("one", 1), ("many", 60)):
        citations = [{"source": "caci-analyst-2013-11-27", "locator": f"para {n}"} for n in range(count)]
        statements.clear()
        record = TREATY | {"citations": citations, "subjects": [f"s {n}" for n in range(count)]}
        assert client.put(f"/v1/treaties/{id}", json=record).status_code == 201
        # A new connection is told its deadline once.
        costs.append(sum(not statement.startswith("SET") for statement in statements))
    assert costs[0] == costs[1] > 0
