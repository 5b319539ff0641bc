"""Catalogues: others read them as their standards say, and everything that they point to is there."""

import csv
import io
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from frictionless import Package
from pydantic import ValidationError
from pyld import jsonld  # type: ignore[import-untyped]
from rdflib import DCAT, DCTERMS, RDF, Dataset, URIRef

from api.files import Format
from api.main import app
from api.routes import RESOURCES
from models.settings import Settings
from tests.standards import leaves, refuse

pytestmark = pytest.mark.alike

BASE = "https://entente.example"
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
PATHS = ("/v1/dcat", "/v1/datapackage.json", "/.well-known/api-catalog", "/llms.txt")


def there(client: TestClient, path: str) -> bool:
    """Tell whether a path is served; one of a standard that is not served yet is nobody's."""
    return client.get(path).status_code == 200


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")
def test_dcat_is_read_by_others(seeded: TestClient) -> None:
    answer = seeded.get("/v1/dcat")
    assert answer.headers["content-type"] == "application/ld+json"
    assert jsonld.expand(answer.json(), {"base": BASE, "documentLoader": refuse})
    graph = Dataset(default_union=True)
    graph.parse(data=answer.text, format="json-ld", publicID=BASE)
    catalogue = URIRef(f"{BASE}/v1/dcat")
    assert (catalogue, RDF.type, DCAT.Catalog) in graph
    datasets = {*graph.objects(catalogue, DCAT.dataset)}
    assert datasets == {URIRef(f"{BASE}/v1/{resource.path}") for resource in RESOURCES}
    for term in {*graph.predicates(), *graph.objects(None, RDF.type)}:
        space = next((space for space in (DCAT, DCTERMS) if str(term).startswith(str(space))), None)
        # `version` came with DCAT 3, which rdflib does not know yet.
        assert space is None or str(term) in {*map(str, dir(space)), f"{DCAT}version"}, term
    for dataset in datasets:
        assert graph.value(dataset, DCTERMS.title)
        assert graph.value(dataset, DCTERMS.license)
        files = [graph.value(part, DCAT.downloadURL) for part in graph.objects(dataset, DCAT.distribution)]
        assert len(files) == len(Format)
        for file in files:
            assert there(seeded, str(file).removeprefix(BASE))


def test_the_data_package_describes_the_exports(seeded: TestClient) -> None:
    package = seeded.get("/v1/datapackage.json").json()
    assert package["version"] == str(seeded.get("/v1/meta").json()["revision"])
    assert len(package["sources"]) == seeded.get("/v1/sources").json()["page"]["total"]
    described = {resource["name"]: resource for resource in package["resources"]}
    for resource in RESOURCES:
        found = described[resource.path]
        text = seeded.get(f"/v1/{found['path']}").text
        fields = [field["name"] for field in found["schema"]["fields"]]
        rows = csv.reader(io.StringIO(text, newline=""))
        assert next(rows) == fields
        for field in found["schema"]["fields"]:
            assert field["description"], field
        for key in found["schema"].get("foreignKeys", ()):
            assert key["reference"].get("resource", resource.path) in described
            assert {*key["fields"]} <= {*fields}


def test_a_linkset_is_as_the_rfc_has_it(seeded: TestClient) -> None:
    for ask in (seeded.get, seeded.head):
        answer = ask("/.well-known/api-catalog")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == LINKSET
        assert answer.headers["link"] == '</.well-known/api-catalog>; rel="api-catalog"'
    assert answer.content == b""
    contexts = seeded.get("/.well-known/api-catalog").json()["linkset"]
    anchors = [context.pop("anchor") for context in contexts]
    assert anchors[0] == "/.well-known/api-catalog"
    assert [item["href"] for item in contexts[0]["item"]] == anchors[1:]
    for context in contexts:
        for relation, targets in context.items():
            assert re.fullmatch(r"[a-z-]+", relation)
            assert all({"href"} <= {*target} <= {"href", "type", "title"} for target in targets)


def test_everything_in_the_linkset_is_there(seeded: TestClient) -> None:
    served = "".join(app.openapi()["paths"])
    for context in seeded.get("/.well-known/api-catalog").json()["linkset"]:
        for target in (t for targets in context.values() if isinstance(targets, list) for t in targets):
            if target["href"].startswith("/"):
                answer = seeded.get(target["href"])
                assert answer.status_code == 200, target
                assert answer.headers["content-type"].startswith(target.get("type", "")), target
    assert "/v1/meta" in served


def test_a_model_of_language_is_told_what_works(seeded: TestClient) -> None:
    answer = seeded.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "# Entente"
    assert lines[2].startswith("> ")
    links = re.findall(r"^- \[[^\]]+\]\(([^)]+)\)", answer.text, re.M)
    assert len(links) > 4 * len(RESOURCES)
    for link in links:
        answer = seeded.get(link)
        assert answer.status_code == 200, link
        if answer.headers["content-type"] == "application/json" and "data" in answer.json():
            assert answer.json()["data"], link


@pytest.mark.parametrize("path", PATHS)
def test_nothing_depends_on_who_is_asked(path: str, seeded: TestClient) -> None:
    answers = [seeded.get(path, headers={"Host": host}).content for host in ("one.example", "two.example")]
    assert answers[0] == answers[1]
    assert b"one.example" not in answers[0]
    first = seeded.get(path)
    assert seeded.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_a_public_address_stands_before_every_path(path: str, seeded: TestClient, public: str) -> None:
    answer = seeded.get(path)
    assert public in answer.text
    if "json" in answer.headers["content-type"]:
        found = [leaf for leaf in leaves(answer.json()) if isinstance(leaf, str)]
        assert not [leaf for leaf in found if leaf.startswith(("/", "treaties/"))]


@pytest.mark.parametrize("url", ["data.example.org", "https://example.org/", "https://example.org?x", "ftp://x", " "])
def test_a_public_address_has_its_form(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings(public_url=url)


@pytest.mark.slow
def test_the_exports_are_as_the_data_package_says(seeded: TestClient, tmp_path: Path) -> None:
    """A validator that nobody here wrote reads every row: types, constraints, keys and what they refer to."""
    package = seeded.get("/v1/datapackage.json").json()
    for resource in package["resources"]:
        (tmp_path / f"{resource['name']}.csv").write_bytes(seeded.get(f"/v1/{resource['path']}").content)
        resource["path"] = f"{resource['name']}.csv"
    report = Package.from_descriptor(package, basepath=str(tmp_path)).validate()
    assert report.valid, report.flatten(["title", "fieldName", "note"])[:10]
    assert report.stats["tasks"] == len(RESOURCES)
