"""Walks through pages, moved records, and files that are cut, as both Python clients have them."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from entente_client import Cache, Cut, Problem, Unexpected
from entente_client.calls import Call
from entente_client.models import DatasetMeta
from tests.clients.test_recorded_faults import BUSY, busy, fine
from tests.clients.wires import RESET, Broken, Face

pytestmark = pytest.mark.alike


def page(cursor: str | None, *kinds: str) -> httpx.Response:
    data = [{"kind": "treaty", "id": k, "path": "/", "title": k, "title_marked": k, "snippet": None} for k in kinds]
    about = {"limit": 2, "next_cursor": cursor, "has_more": cursor is not None, "total": None}
    return fine({"data": data, "page": about, "links": {"self": "/", "next": None}, "meta": {"revision": 1}})


def test_pages_are_read_as_they_are_needed(face: Face) -> None:
    client, script = face.scripted(page("b", "1", "2"), page("c"), page(None, "3"))
    hits = client.search(q="union, customs", kind=["treaty"])
    assert not script.sent
    assert face.first(hits).id == "1"
    assert len(script.sent) == 1
    client, script = face.scripted(page("b", "1", "2"), page("c"), page(None, "3"))
    assert [hit.id for hit in face.all(client.search(q="union", kind=["a,b", "c"]))] == ["1", "2", "3"]
    asked = [request.url.params for request in script.sent]
    assert [params.get("cursor") for params in asked] == [None, "b", "c"]
    assert {params["total"] for params in asked} == {"false"}
    assert asked[2].get_list("kind") == ["a\\,b", "c"]


def test_a_walk_always_ends(face: Face) -> None:
    client, script = face.scripted(page("b", "1"), page("b", "1"))
    with pytest.raises(Unexpected, match="names itself"):
        face.all(client.search(q="union"))
    assert len(script.sent) == 2


def test_a_cursor_of_another_query_is_told(face: Face) -> None:
    refused = httpx.Response(422, json=BUSY | {"status": 422, "type": "/problems/cursor-mismatch"})
    client, script = face.scripted(refused)
    with pytest.raises(Problem) as caught:
        face.all(client.treaties.list(cursor="abc", kind="treaty"))
    assert caught.value.kind == "cursor-mismatch"
    assert len(script.sent) == 1


def moved(to: str) -> httpx.Response:
    return httpx.Response(308, headers={"Location": to})


def test_a_record_that_moved_is_read_where_it_is(face: Face) -> None:
    client, script = face.scripted(moved("/v1/meta?a=b"), fine(), key="secret")
    assert face.do(client.meta()).revision == 7
    assert [request.headers["X-API-Key"] for request in script.sent] == ["secret", "secret"]
    for steps in ([moved("http://evil.example/")], [moved("https://api.example/v1/meta")], [moved("/v1/meta")]):
        client, script = face.scripted(*steps, key="secret")
        with pytest.raises(Unexpected, match="leads"):
            face.do(client.meta())
        assert {request.url.host for request in script.sent} == {"api.example"}
    client, script = face.scripted(moved("/v1/treaties/other"), key="secret")
    with pytest.raises(Unexpected):
        face.do(client.treaties.delete("old"))
    assert len(script.sent) == 1


def test_memory_is_bounded(face: Face) -> None:
    size = len(fine().content)
    client, script = face.scripted(lambda _: fine(ETag='"1"'), cache=(cache := Cache(size=2 * size + 9)))
    for path in ("a", "b", "a", "c", "a", "b"):
        face.do(client.read(Call(f"/{path}", {}, DatasetMeta)))
    # What was used last is still there when another has to go.
    assert ["If-None-Match" in request.headers for request in script.sent] == [False, False, True, False, True, False]
    assert (len(cache), cache.used) == (2, 2 * size)
    client, script = face.scripted(lambda _: fine(ETag='"1"'), cache=Cache(size=size - 1))
    assert face.do(client.meta()) == face.do(client.meta())
    assert all("If-None-Match" not in request.headers for request in script.sent)


def file(*parts: bytes, error: Exception | None = None, kind: str = "application/x-ndjson") -> httpx.Response:
    headers = {"Content-Type": kind, "Transfer-Encoding": "chunked"}
    return httpx.Response(200, headers=headers, stream=Broken(*parts, error=error))


@pytest.mark.parametrize(
    "cut",
    [
        lambda: file(b'{"id": "a"}\n', error=RESET),
        lambda: file(b'{"id": "a"}\n', error=httpx.RemoteProtocolError("incomplete chunked read")),
        lambda: file(b'{"id": "a"}\n{"id"'),
        lambda: file(b"id\r\na\r\nb", kind="text/csv; charset=utf-8"),
        lambda: httpx.Response(200, headers={"Content-Type": "text/csv"}, stream=Broken(b"id\n")),
    ],
)
def test_a_file_that_is_cut_never_ends_well(cut: Any, face: Face, tmp_path: Path) -> None:
    client, _ = face.scripted(lambda _: cut())
    with pytest.raises(Cut, match=r"cut after \d+ bytes"):
        face.all(client.treaties.export(format="ndjson"))
    with pytest.raises(Cut):
        face.do(client.treaties.export(format="ndjson").save(tmp_path / "treaties.ndjson"))
    assert not list(tmp_path.iterdir())


def test_a_whole_file_is_saved(face: Face, tmp_path: Path) -> None:
    client, script = face.scripted(busy(), file(b'{"id": "a"}\n', b'{"id": "b"}\n'))
    saved = face.do(client.treaties.export(format="ndjson", fields=["id"]).save(tmp_path / "treaties.ndjson"))
    assert saved.read_bytes() == b'{"id": "a"}\n{"id": "b"}\n'
    assert list(tmp_path.iterdir()) == [saved]
    assert len(script.waited) == 1
    client, _ = face.scripted(httpx.Response(202, json={}))
    with pytest.raises(Unexpected, match="in place of a file"):
        face.all(client.treaties.export())


def test_a_strange_kind_of_file_is_taken_as_it_is(face: Face) -> None:
    client, _ = face.scripted(file(b"PAR1", b"PAR1", kind="application/vnd.apache.parquet"))
    assert b"".join(face.all(client.treaties.export())) == b"PAR1PAR1"
