"""Names and titles in Russian where the data has them, in English where it has not, and never unsaid which."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.languages import Language, preferred
from api.routes import RESOURCES

SPEAKING = [resource for resource in RESOURCES if resource.speaks]
IN_RUSSIAN = {"Accept-Language": "ru"}


def records(client: TestClient, path: str, **headers: str) -> Iterator[dict[str, Any]]:
    """Walk a list to its end, page by page."""
    following: str | None = path
    while following:
        answer = client.get(following, headers=headers)
        assert answer.status_code == 200, answer.text
        yield from answer.json()["data"]
        following = answer.json()["links"]["next"]


@pytest.mark.parametrize("resource", SPEAKING, ids=lambda resource: resource.path)
def test_a_record_is_the_same_but_for_what_is_translated(resource: Any, seeded: TestClient) -> None:
    path = f"/v1/{resource.path}?limit=200&sort=id"
    english, russian = (seeded.get(f"{path}&lang={language}").json()["data"] for language in Language)
    assert len(english) == len(russian) > 0
    for one, other in zip(english, russian, strict=True):
        missing = set(other.pop("untranslated"))
        changed = {name for name, value in one.items() if other[name] != value}
        assert changed <= set(resource.translated) - missing
        assert {name for name in resource.translated if one[name] is not None} - missing >= changed


def test_a_name_is_its_translation(seeded: TestClient) -> None:
    english = {record["id"]: record for record in records(seeded, "/v1/organizations?limit=200")}
    russian = list(records(seeded, "/v1/organizations?limit=50&lang=ru"))
    assert len(english) == len(russian)
    for record in russian:
        own = english[record["id"]]["name_ru"]
        assert record["name"] == (own or english[record["id"]]["name"])
        assert ("name" in record["untranslated"]) == (own is None)
    assert any(record["untranslated"] for record in russian)
    assert not all(record["untranslated"] for record in russian)


def test_what_a_number_measures_is_said_in_the_language(seeded: TestClient) -> None:
    found = seeded.get("/v1/trade-metrics?indicator=goods-trade&reporter=RUS&limit=1&lang=ru")
    (record,) = found.json()["data"]
    assert (record["indicator_name"], record["reporter_name"]) == ("Торговля товарами", "Российская Федерация")
    assert record["untranslated"] == []
    assert all(one["name_ru"] for one in records(seeded, "/v1/indicators?limit=200"))


def test_in_english_there_is_nothing_to_tell(seeded: TestClient) -> None:
    for path in ("/v1/treaties", "/v1/treaties?lang=en", "/v1/timeline", "/v1/graph?country=KAZ"):
        answer = seeded.get(path)
        assert "untranslated" not in answer.text
        assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize("sort", ["title", "-title", "signed,-title"])
def test_pages_sort_by_what_they_show(sort: str, seeded: TestClient) -> None:
    whole = list(records(seeded, f"/v1/treaties?limit=200&lang=ru&sort={sort}"))
    walked = list(records(seeded, f"/v1/treaties?limit=3&lang=ru&sort={sort}"))
    assert walked == whole
    assert len({record["id"] for record in whole}) == seeded.get("/v1/treaties").json()["page"]["total"]
    assert [one["id"] for one in whole] != [one["id"] for one in records(seeded, f"/v1/treaties?sort={sort}")]


def test_a_filter_means_what_is_shown(seeded: TestClient) -> None:
    asked = "/v1/countries?name__contains=%D0%BA%D0%B0%D0%B7%D0%B0%D1%85"
    assert [record["id"] for record in seeded.get(f"{asked}&lang=ru").json()["data"]] == ["KAZ"]
    assert seeded.get(f"{asked}&lang=en").json()["data"] == []
    assert seeded.get("/v1/countries?name=Kazakhstan&lang=ru").json()["data"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/v1/treaties?limit=5",
        "/v1/treaties/rus-kaz-alliance-2013?include=parties,relations",
        "/v1/articles/rus-kaz-alliance-2013.art-10",
        "/v1/treaties/rus-kaz-alliance-2013/articles/10",
        "/v1/treaties/stats?group_by=party",
        "/v1/organizations/export?format=ndjson",
        "/v1/timeline?limit=10",
        "/v1/graph?country=ARM",
        "/v1/countries/KAZ/profile",
        "/v1/relations/RUS/KAZ",
        "/v1/trade-metrics/mirror?a=RUS&b=KAZ",
    ],
)
def test_who_prefers_russian_gets_it_without_a_word_in_the_address(path: str, seeded: TestClient) -> None:
    # First in English, so that a kept answer could be mixed up with the other.
    english = seeded.get(path, headers={"Accept-Language": "en-GB, ru;q=0.5"})
    by_header = seeded.get(path, headers={"Accept-Language": "ru-KZ, en;q=0.5"})
    by_name = seeded.get(f"{path}{'&' if '?' in path else '?'}lang=ru")
    again = seeded.get(path)
    assert english.text == again.text != by_header.text
    assert by_header.headers["etag"] == by_name.headers["etag"] != english.headers["etag"]
    if "export" not in path:
        assert by_header.text == by_name.text
    assert by_header.headers["content-language"].startswith("ru")
    for answer in (english, by_header, by_name):
        assert "Accept-Language" in answer.headers["vary"]
    same = seeded.get(path, headers={"If-None-Match": english.headers["etag"], **IN_RUSSIAN})
    assert same.status_code == 200
    known = seeded.get(path, headers={"If-None-Match": by_header.headers["etag"], **IN_RUSSIAN})
    assert known.status_code == 304
    assert "Accept-Language" in known.headers["vary"]


def test_the_address_is_stronger_than_the_header(seeded: TestClient) -> None:
    asked = seeded.get("/v1/countries/KAZ?lang=en", headers=IN_RUSSIAN)
    assert (asked.json()["name"], asked.headers["content-language"]) == ("Kazakhstan", "en")
    page = seeded.get("/v1/countries?lang=en&limit=1", headers=IN_RUSSIAN).json()
    assert seeded.get(page["links"]["next"], headers=IN_RUSSIAN).status_code == 200


def test_what_an_answer_is_in_is_said(seeded: TestClient) -> None:
    whole = seeded.get("/v1/countries/KAZ?lang=ru")
    assert whole.headers["content-language"] == "ru"
    partly = seeded.get("/v1/organizations?lang=ru&limit=200")
    assert partly.headers["content-language"] == "ru, en"


def test_a_cursor_is_of_one_language(seeded: TestClient) -> None:
    cursor = seeded.get("/v1/treaties?limit=1&lang=ru").json()["page"]["next_cursor"]
    assert seeded.get(f"/v1/treaties?limit=1&lang=ru&cursor={cursor}").status_code == 200
    answer = seeded.get(f"/v1/treaties?limit=1&cursor={cursor}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/cursor-mismatch")


def test_a_node_and_an_event_tell_what_they_lack(seeded: TestClient) -> None:
    nodes = seeded.get("/v1/graph?lang=ru").json()["nodes"]
    titles = {f"treaty.{r['id']}": r["title_ru"] for r in records(seeded, "/v1/treaties?limit=200")}
    found = {node["id"]: node for node in nodes if node["kind"] == "treaty"}
    assert found
    for id, node in found.items():
        assert node["untranslated"] == ([] if titles[id] else ["label"])
    events = [e for e in records(seeded, "/v1/timeline?limit=200&lang=ru") if e["kind"] == "statement"]
    assert events
    assert all(event["untranslated"] == ["title"] for event in events)


def test_a_file_tells_only_of_its_own_fields(seeded: TestClient) -> None:
    lines = seeded.get("/v1/organizations/export?fields=id,name&lang=ru").text.splitlines()
    assert lines[0] == "id,name,untranslated"
    assert any(line.endswith(',"[""name""]"') for line in lines)
    assert all(line.endswith((',"[""name""]"', ",[]")) for line in lines[1:])


@pytest.mark.parametrize("resource", [r for r in RESOURCES if not r.speaks], ids=lambda resource: resource.path)
def test_what_has_one_language_takes_no_other(resource: Any, seeded: TestClient) -> None:
    answer = seeded.get(f"/v1/{resource.path}?lang=ru")
    assert answer.status_code == 422
    plain = seeded.get(f"/v1/{resource.path}", headers=IN_RUSSIAN)
    assert (plain.status_code, plain.headers.get("content-language")) == (200, None)


def test_a_language_that_is_not_there_is_refused(seeded: TestClient) -> None:
    answer = seeded.get("/v1/treaties?lang=kk")
    assert answer.status_code == 422
    assert "Valid: en, ru" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("RU-ru", "ru"),
        ("kk, ru;q=0.8, en;q=0.5", "ru"),
        ("en;q=0.5, ru;q=0.4", "en"),
        ("ru;q=0", "en"),
        ("de, *;q=0.1", "en"),
        ("ru;q=x, en;q=0.1", "en"),
        ("rus", "en"),
    ],
)
def test_the_header_is_read_as_the_standard_has_it(accepted: str, language: str, seeded: TestClient) -> None:
    answer = seeded.get("/v1/countries/KAZ", headers={"Accept-Language": accepted})
    assert answer.headers["content-language"] == language


@given(st.binary(max_size=80))
def test_no_header_breaks_it(accepted: bytes) -> None:
    assert preferred({"headers": [(b"accept-language", accepted)]}) in Language
