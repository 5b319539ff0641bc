"""Search: the same hits in the same order on both databases, and the words marked where they stand."""

import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.fulltext import highlight, marked
from api.main import app
from api.pagination import digest, encode
from api.routes import RESOURCES
from models import Treaty
from models.base import columns
from models.database import writing
from models.document import KINDS, Searchable
from models.text import tokens
from seed.derived import touch
from tests.revisions import commit
from tests.trade import data, insert, refused

SEEN: dict[str, Any] = {}


def hits(client: TestClient, **query: str) -> list[Any]:
    answer = client.get("/v1/search", params={"limit": "200", **query})
    assert answer.status_code == 200, answer.text
    assert answer.json()["page"]["total"] == len(answer.json()["data"])
    return list(answer.json()["data"])


@pytest.mark.parametrize("q", ["customs union", "KAZAKHSTAN", "казах", "integr", "russia 2013", "éurasian"])
def test_both_databases_find_the_same_in_the_same_order(q: str, seeded: TestClient) -> None:
    found = hits(seeded, q=q)
    assert SEEN.setdefault(q, found) == found
    assert found or q == "казах"


def test_titles_come_first_and_the_words_are_marked(seeded: TestClient) -> None:
    found = hits(seeded, q="customs un")
    marks = ("<mark>Customs</mark>", "<mark>Un")
    titled = [all(mark in (hit["title_marked"] or "") for mark in marks) for hit in found]
    assert titled == sorted(titled, reverse=True)
    union = next(hit for hit in found if hit["id"] == "customs-union")
    assert union["title_marked"].startswith("<mark>Customs</mark> <mark>Union</mark>")
    article = next(hit for hit in found if hit["id"] == "rus-kaz-alliance-2013.art-10")
    assert "<mark>Customs</mark> <mark>Union</mark>" in article["snippet"]
    assert seeded.get(article["path"]).json()["number"] == "10"


def test_every_article_that_mentions_customs_is_one_request(seeded: TestClient) -> None:
    found = {hit["id"] for hit in hits(seeded, q="customs", kind="article")}
    assert found == {record["id"] for record in data(seeded, "/v1/articles?q=customs&limit=200")}
    assert found


@pytest.mark.parametrize("q", ["union", "cooperation", "r", "2013"])
def test_search_finds_what_each_resource_finds(q: str, seeded: TestClient) -> None:
    for kind in KINDS:
        resource = next(resource for resource in RESOURCES if resource.table.name == kind)
        records = {record["id"] for record in data(seeded, f"/v1/{resource.path}?q={q}&limit=200")}
        if kind in list(Searchable):
            assert {hit["id"] for hit in hits(seeded, q=q, kind=kind)} == records
        for record in data(seeded, f"/v1/{resource.path}?limit=200"):
            texts = " ".join(str(value) for value in record.values())
            if record["id"] in records:
                assert all(any(word.startswith(part) for word in tokens(texts)) for part in tokens(q))


def test_pages_neither_repeat_nor_skip(crowded: TestClient) -> None:
    whole = hits(crowded, q="e")
    assert len(whole) > 30
    walked: list[Any] = []
    url = "/v1/search?q=e&limit=7"
    while url:
        body = crowded.get(url).json()
        walked += body["data"]
        url = body["links"]["next"]
    assert walked == whole


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/v1/search", "required"),
        ("/v1/search?q=", "at least 1"),
        ("/v1/search?q=a&kind=treatys", "treaty"),
        ("/v1/search?q=a&limit=201", "200"),
    ],
)
def test_what_cannot_be_searched_is_refused(path: str, words: str, seeded: TestClient) -> None:
    refused(seeded, path, words)


def test_operators_of_the_databases_are_plain_words(seeded: TestClient) -> None:
    for q in (
        '"',
        "NOT",
        "a OR b",
        "union:*",
        "title_words: x",
        "(",
        "^union",
        "union & customs",
        "'",
        "\\",
        "*",
        "!?",
    ):
        assert seeded.get("/v1/search", params={"q": q}).status_code == 200, q
    assert hits(seeded, q="?!") == []
    assert {hit["id"] for hit in hits(seeded, q="union & customs")} == {
        hit["id"] for hit in hits(seeded, q="union customs")
    }


def test_a_changed_record_is_found_as_it_is_now(empty: str) -> None:
    client = TestClient(app)
    row = {"id": "t", "title": "Transit of grain", "kind": "treaty"}
    with writing(empty) as connection:
        insert(connection, Treaty, row)
        touch(connection, columns(Treaty), [row], [])
        commit(connection, "new")
    assert [hit["id"] for hit in hits(client, q="grain")] == ["t"]
    with writing(empty) as connection:
        touch(connection, columns(Treaty), [row | {"title": "Transit of oil"}], [row])
        commit(connection, "changed")
    assert hits(client, q="grain") == []
    assert [hit["id"] for hit in hits(client, q="oil")] == ["t"]
    with writing(empty) as connection:
        touch(connection, columns(Treaty), [], [row])
        commit(connection, "gone")
    assert hits(client, q="oil") == []


def test_text_is_escaped_before_it_is_marked() -> None:
    assert highlight("<b>union</b> & more", ["uni"]) == "&lt;b&gt;<mark>union</mark>&lt;/b&gt; &amp; more"


@given(st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_marked_is_what_was_asked_for(text: str, asked: list[str]) -> None:
    words = tokens(" ".join(asked)) or ["a"]
    last = 0
    for start, end in marked(text, words):
        assert last <= start < end <= len(text)
        found = tokens(text[start:end])
        assert any(word in words or word.startswith(words[-1]) for word in found)
        last = end
    plain = unescape(re.sub("</?mark>", "", highlight(text, words, whole=True)))
    assert "mark" in text or plain == unescape(text) or "&" in text


def test_a_search_costs_four_queries_at_most(seeded: TestClient, statements: list[str]) -> None:
    hits(seeded, q="union")
    assert len([sql for sql in statements if "revision" not in sql]) <= 4


def test_a_word_that_unfolds_is_no_fault(seeded: TestClient) -> None:
    for path in ("/v1/search", "/v1/treaties"):
        assert seeded.get(path, params={"q": "\u3316" * 200}).status_code == 200


@pytest.mark.parametrize("tier", [-5, -1, 2])
def test_a_forged_place_is_refused(tier: int, seeded: TestClient) -> None:
    kinds = tuple(map(str, Searchable))
    cursor = encode(digest("search", repr((["union"], kinds))), [tier, 0])
    assert seeded.get("/v1/search", params={"q": "union", "cursor": cursor}).status_code == 404
