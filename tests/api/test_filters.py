"""What the operators mean, on text and on partial dates."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.dates import days
from tests.crowd import DATES, WORDS

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def found(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    answer = client.get("/v1/treaties", params={"limit": 200, **params})
    assert answer.status_code == 200, answer.text
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


def everything(client: TestClient) -> list[dict[str, Any]]:
    return found(client)


@given(asked=st.sampled_from(DATES), operator=st.sampled_from(["", "__gte", "__lte", "__gt", "__lt", "__not"]))
@relaxed
def test_a_date_filter_matches_what_could_satisfy_it(asked: str, operator: str, crowded: TestClient) -> None:
    want = days(asked)

    def could(text: str | None) -> bool:
        if text is None:
            return operator == "__not"
        has = days(text)
        return {
            "": has.earliest <= want.latest and has.latest >= want.earliest,
            "__not": has.earliest < want.earliest or has.latest > want.latest,
            "__gte": has.latest >= want.earliest,
            "__lte": has.earliest <= want.latest,
            "__gt": has.latest > want.latest,
            "__lt": has.earliest < want.earliest,
        }[operator]

    expected = {record["id"] for record in everything(crowded) if could(record["signed"])}
    assert {record["id"] for record in found(crowded, **{f"signed{operator}": asked})} == expected


@pytest.mark.parametrize("word", WORDS)
def test_text_is_compared_without_case_and_accents(word: str, crowded: TestClient) -> None:
    escaped = word.replace("\\", "\\\\").replace(",", "\\,")
    same = {"Éire": {"Éire", "eire"}, "eire": {"Éire", "eire"}, "Алматы": {"Алматы", "алматы"}}.get(word)
    same = same or ({"Алматы", "алматы"} if word == "алматы" else {word})
    assert {r["title"] for r in found(crowded, title=escaped)} == same & {r["title"] for r in everything(crowded)}
    assert {r["title"] for r in found(crowded, title__contains=word.upper())} >= same & {
        r["title"] for r in everything(crowded)
    }


def test_a_text_that_folds_to_nothing_finds_nothing(crowded: TestClient) -> None:
    assert found(crowded, title__contains="\u0301") == []


def test_a_backslash_and_a_comma_are_told_apart(crowded: TestClient) -> None:
    one, other = ("/v1/treaties?title=a%5C%5C&title=eire", "/v1/treaties?title=a%5C%5C%5C,eire")
    first, second = crowded.get(one).json(), crowded.get(other).json()
    assert (first["page"]["total"] > 0, second["page"]["total"]) == (True, 0)
    assert first["links"]["self"] != second["links"]["self"]
    assert crowded.get(first["links"]["self"]).json() == first


def test_wildcards_of_sql_are_plain_text(crowded: TestClient) -> None:
    assert {r["title"] for r in found(crowded, title__contains="%")} == {"a%b_c"}
    assert {r["title"] for r in found(crowded, title__contains="_")} == {"a%b_c"}


def test_lists_are_written_with_commas_or_repeated(crowded: TestClient) -> None:
    commas = crowded.get("/v1/treaties?kind=treaty,protocol&limit=200").json()
    repeated = crowded.get("/v1/treaties?kind=treaty&kind=protocol&limit=200").json()
    assert commas["data"] == repeated["data"]
    assert {r["kind"] for r in commas["data"]} == {"treaty", "protocol"}
    assert commas["links"] == repeated["links"]


def test_all_asks_for_every_value(crowded: TestClient) -> None:
    acts = crowded.get("/v1/participations?limit=200").json()["data"]
    by_treaty: dict[str, set[str]] = {}
    for act in acts:
        by_treaty.setdefault(act["treaty"], set()).add(act["party"])
    treaty, parties = max(by_treaty.items(), key=lambda item: len(item[1]))
    assert len(parties) >= 2
    some = sorted(parties)[:2]
    expected = {id for id, has in by_treaty.items() if set(some) <= has}
    assert treaty in expected
    assert {r["id"] for r in found(crowded, party=",".join(some), party__all="true")} == expected
    assert {r["id"] for r in found(crowded, party=",".join(some))} == {
        id for id, has in by_treaty.items() if set(some) & has
    }


def test_full_text_finds_whole_words_and_a_beginning(seeded: TestClient) -> None:
    def titles(q: str) -> set[str]:
        return {r["id"] for r in found(seeded, q=q)}

    assert titles("GOOD neighbor") == {"rus-kaz-alliance-2013"}
    assert titles("alliance good-") == {"rus-kaz-alliance-2013"}
    assert titles("neighb allian") == set()
    assert titles("?!") == set()
    names = seeded.get("/v1/countries?q=КАЗАХ").json()["data"]
    assert [country["id"] for country in names] == ["KAZ"]


def test_numbers_are_compared_as_numbers(seeded: TestClient) -> None:
    article = "/v1/trade-metrics?source=caci-analyst-2013-11-27"
    answer = seeded.get(f"{article}&value__gt=70&sort=-value").json()["data"]
    assert [metric["value"] for metric in answer] == [5000, 200, 80]
    assert seeded.get(f"{article}&value=23.80").json()["page"]["total"] == 1


def test_what_is_over_nobody_says_since_when_is_valid_on_no_day(crowded: TestClient) -> None:
    unknown = "/v1/treaties?status=terminated,superseded&terminated__isnull=true&in_force__isnull=false"
    assert crowded.get(unknown).json()["page"]["total"] > 0
    assert crowded.get(f"{unknown}&valid_at=1900/2100").json()["page"]["total"] == 0
