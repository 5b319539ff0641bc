"""What there is to cite: readers of BibTeX and CSL that nobody here wrote find what the records say."""

from functools import cache
from typing import Any

import citeproc  # type: ignore[import-untyped]
import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from api.resource import Resource
from api.routes import RESOURCES
from api.standards.bibtex import bibtex
from api.standards.cite import Work
from api.standards.csl import issued
from models.dates import days
from tests.standards import records, some_or_all

pytestmark = pytest.mark.alike

each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from("\\{}$&#%_^~-`'\"@,=<> "))
TYPES = {"bibtex": "application/x-bibtex", "csl": "application/vnd.citationstyles.csl+json"}


@cache
def latex() -> LatexNodes2Text:
    """What LaTeX makes of its macros; the decoder does not know all that LaTeX itself has for marks."""
    known = get_default_latex_context_db()
    own = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    known.add_context_category("marks", [MacroTextSpec(*item) for item in own.items()], prepend=True)
    return LatexNodes2Text(known)


def entries(text: str, *, decoded: bool = True) -> list[dict[str, str]]:
    """Read BibTeX as its readers do; unless told otherwise, with what LaTeX would make of it, which takes longer."""
    middleware = [LatexDecodingMiddleware(decoder=latex())] if decoded else None
    library = parse_string(text, append_middleware=middleware)
    assert not library.failed_blocks, library.failed_blocks
    return [{field.key: field.value for field in entry.fields} | {"key": entry.key} for entry in library.entries]


def answered(client: TestClient, path: str, form: str) -> Any:
    answer = client.get(f"{path}/{form}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == TYPES[form]
    return answer


def named(record: dict[str, Any]) -> set[str]:
    """Give the ids of the sources that a record names."""
    said = [*record.get("citations", ()), *record.get("values", ()), record]
    return {part["source"] for part in said if "source" in part and "locator" in part}


@cache
def words() -> set[str]:
    """The types and the variables that the schema of CSL knows."""
    found = etree.parse(citeproc.SCHEMA_PATH).iter("{http://relaxng.org/ns/structure/1.0}value")
    return {value.text for value in found}


def check(resource: Resource, record: dict[str, Any], client: TestClient) -> None:
    path = f"/v1/{resource.path}/{record['id']}"
    read = entries(answered(client, path, "bibtex").text, decoded=False)
    items = answered(client, path, "csl").json()
    assert len(read) == len(items) == len({entry["key"] for entry in read}), path
    sources = {record["id"]} if resource.path == "sources" else named(record)
    cited = items if resource.path == "sources" else items[1:]
    assert {item["id"].removeprefix("sources.") for item in cited} == sources
    assert all(entry["title"] for entry in read)
    for item in items:
        assert {item["type"], *item} - {"id", "type"} <= words()


@each
@some_or_all
def test_a_record_and_its_sources_are_there(most: int | None, resource: Resource, seeded: TestClient) -> None:
    for record in records(seeded, resource, most):
        check(resource, record, seeded)


@each
@some_or_all
def test_odd_records_are_cited_too(most: int | None, resource: Resource, crowded: TestClient) -> None:
    for record in records(crowded, resource, most):
        check(resource, record, crowded)


@each
def test_other_readers_take_it(resource: Resource, seeded: TestClient) -> None:
    path = f"/v1/{resource.path}/{resource.example}"
    items = answered(seeded, path, "csl").json()
    for entry, item in zip(entries(answered(seeded, path, "bibtex").text), items, strict=True):
        assert entry["title"] == " ".join(item["title"].split())
        assert entry.get("note", "") == item.get("note", "")
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    assert len(bibliography.bibliography()) == len(items)


def test_the_article_of_2013_is_cited_with_its_places(seeded: TestClient) -> None:
    own, first, *_ = entries(answered(seeded, "/v1/treaties/rus-kaz-alliance-2013", "bibtex").text)
    assert own["title"].startswith("Treaty for good-neighborliness and alliance")
    assert own["number"] == "/v1/treaties/rus-kaz-alliance-2013"
    assert own["note"].startswith("Revision ")
    assert "url" not in own
    assert first["author"] == "Georgiy Voloshin"
    assert (first["year"], first["month"], first["day"]) == ("2013", "11", "27")
    assert "para 1" in first["note"]
    assert "para 2 (gist)" in first["note"]


def test_each_author_is_one(seeded: TestClient) -> None:
    (item,) = answered(seeded, "/v1/sources/tota", "csl").json()
    authors = [author["literal"] for author in item["author"]]
    assert authors == ["W. Alschner", "J. Seiermann", "D. Skougarevskiy"]
    (entry,) = entries(answered(seeded, "/v1/sources/tota", "bibtex").text, decoded=False)
    assert entry["author"] == " and ".join(f"{{{author}}}" for author in authors)


def test_a_number_is_cited_by_its_own_source(seeded: TestClient) -> None:
    path = "/v1/trade-metrics/RUS.KAZ.trade-turnover.total.TOTAL.annual.2012.caci-analyst-2013-11-27"
    _, source = answered(seeded, path, "csl").json()
    assert source["id"] == "sources.caci-analyst-2013-11-27"
    assert source["issued"] == {"date-parts": [[2013, 11, 27]]}
    assert source["note"] == "para 4"


def test_a_public_address_is_cited(seeded: TestClient, public: str) -> None:
    own, *_ = answered(seeded, "/v1/forums/rkf-10", "csl").json()
    assert own["URL"] == f"{public}/v1/forums/rkf-10"
    own, *_ = entries(answered(seeded, "/v1/forums/rkf-10", "bibtex").text)
    assert own["url"] == f"{public}/v1/forums/rkf-10"
    assert seeded.get("/v1/forums/rkf-10/jsonld").json()["@id"] == f"{public}/v1/forums/rkf-10"


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_no_text_breaks_out_of_its_field(title: str, author: str, note: str) -> None:
    work = Work("a.b", "article", title or "x", authors=(author,), note=note)
    (entry,) = entries(bibtex([work, work._replace(key="c")]).decode())[:1]
    for name, text in (("title", title or "x"), ("author", author), ("note", note)):
        assert entry.get(name, "") == " ".join(text.split())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_address_breaks_out_of_its_field(url: str) -> None:
    works = [Work("a", "article", "t", url="https://example.org/" + url.replace("\n", "")), Work("b", "article", "t")]
    assert [entry["key"] for entry in entries(bibtex(works).decode("utf-8", "replace"))] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013-11-27", {"date-parts": [[2013, 11, 27]]}),
        ("1992-05", {"date-parts": [[1992, 5]]}),
        ("2012~", {"date-parts": [[2012]], "circa": True}),
        ("2013-10-24/2013-10-25", {"date-parts": [[2013, 10, 24], [2013, 10, 25]]}),
        ("199X", {"literal": "199X"}),
        ("../2015-01", {"literal": "../2015-01"}),
        ("2013-11-XX", {"literal": "2013-11-XX"}),
    ],
)
def test_a_date_is_cited_as_precise_as_it_is(text: str, expected: dict[str, Any]) -> None:
    assert days(text)
    assert issued(text) == expected
