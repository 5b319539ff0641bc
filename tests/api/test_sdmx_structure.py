"""Structure by SDMX REST, read by sdmx1 and pysdmx; the form of an answer; and what is refused, clearly."""

from typing import Any

import httpx
import pytest
from pysdmx.api.fmr import RegistryClient
from pysdmx.io import read_sdmx

from api.sdmx.concepts import COMPONENTS, DIMENSIONS, TIME
from api.sdmx.media import CSV, JSON, STRUCTURE_JSON, STRUCTURE_XML, XML, Media
from tests.sdmx_clients import client

pytestmark = pytest.mark.alike

DATA, STRUCTURE = "/sdmx/v2/data/dataflow/ENTENTE/TRADE/1.0", "/sdmx/v2/structure"
FIRST = "/sdmx/v1/data/TRADE"
EVERYTHING = f"{STRUCTURE}/dataflow/ENTENTE/TRADE/1.0?references=all"


def get(served: str, path: str, form: Media) -> str:
    answer = httpx.get(f"{served}{path}", headers={"Accept": form.full})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == form.full
    return answer.text


def names(served: str, path: str, field: str = "name") -> dict[str, str]:
    """Read the names of records of the API, page by page."""
    following: str | None = f"/v1/{path}?limit=200"
    found: dict[str, str] = {}
    while following:
        page = httpx.get(f"{served}{following}").json()
        found |= {record["id"]: record[field] for record in page["data"]}
        following = page["links"]["next"]
    return found


@pytest.mark.parametrize("form", [STRUCTURE_JSON, STRUCTURE_XML], ids=lambda form: form.ending)
def test_pysdmx_reads_a_valid_structure(form: Media, served: str) -> None:
    found = read_sdmx(get(served, EVERYTHING, form), validate=True)
    (structure,) = found.get_data_structure_definitions()
    assert [component.id for component in structure.components] == [component.id for component in COMPONENTS]
    assert [part.id for part in structure.components.dimensions] == [part.id for part in (*DIMENSIONS, TIME)]
    assert [flow.short_urn for flow in found.get_dataflows()] == ["Dataflow=ENTENTE:TRADE(1.0)"]
    lists = {one.id: {code.id: code.name for code in one.codes} for one in found.get_codelists()}
    assert lists["CL_AREA"] == {**names(served, "countries"), "_Z": "Not applicable"}
    assert lists["CL_INDICATOR"] == names(served, "indicators")
    assert lists["CL_SOURCE"] == names(served, "sources", "title")
    assert {code.removeprefix("HS_"): name for code, name in lists["CL_PRODUCT"].items()} == names(served, "products")
    assert {"A", "Q", "M"} < set(lists["CL_FREQ"])


def test_pysdmx_reads_it_by_url(served: str) -> None:
    assert read_sdmx(f"{served}{EVERYTHING}").get_dataflows()


def test_the_registry_client_of_pysdmx_finds_its_way(served: str) -> None:
    registry = RegistryClient(f"{served}/sdmx/v2")
    assert {code.id for code in registry.get_codes("ENTENTE", "CL_FLOW", "1.0").codes} >= {"X", "M", "_T", "_Z"}
    concepts = registry.get_concepts("ENTENTE", "TRADE_CONCEPTS", "1.0")
    assert [concept.id for concept in concepts.concepts] == [component.id for component in COMPONENTS]


def test_sdmx1_reads_it_with_names_in_russian(served: str) -> None:
    message = client(served).dataflow("TRADE", params={"references": "all"})
    structure = message.dataflow["TRADE"].structure
    assert [part.id for part in structure.dimensions] == [part.id for part in (*DIMENSIONS, TIME)]
    areas = structure.dimensions.get("REF_AREA").local_representation.enumerated
    russian = names(served, "countries", "name_ru")
    assert areas["KAZ"].name.localizations == {"en": "Kazakhstan", "ru": russian["KAZ"]}
    assert {id: areas[id].name.localizations.get("ru") for id in russian} == russian


REFERENCES = {
    "dataflow/ENTENTE/TRADE/1.0": ["dataflows"],
    "dataflow?references=children": ["dataStructures", "dataflows"],
    "dataflow/*/TRADE/+?references=descendants": ["codelists", "conceptSchemes", "dataStructures", "dataflows"],
    "datastructure/ENTENTE/TRADE/~/": ["dataStructures"],
    "datastructure/ENTENTE/TRADE?references=parents": ["dataStructures", "dataflows"],
    "datastructure/ENTENTE/TRADE?references=conceptscheme": ["conceptSchemes", "dataStructures"],
    "codelist/ENTENTE/CL_FREQ/1.0?references=ancestors": ["codelists", "dataStructures", "dataflows"],
    "codelist/ENTENTE/CL_FREQ?references=parentsandsiblings": ["codelists", "conceptSchemes", "dataStructures"],
    "*": ["codelists", "conceptSchemes", "dataStructures", "dataflows"],
}


@pytest.mark.parametrize(("path", "kinds"), REFERENCES.items())
def test_references_bring_what_they_name(path: str, kinds: list[str], served: str) -> None:
    found: dict[str, Any] = httpx.get(f"{served}{STRUCTURE}/{path}", headers={"Accept": STRUCTURE_JSON.full}).json()
    assert sorted(found["data"]) == kinds


FORMS = {
    (f"{DATA}/*", "*/*"): CSV,
    (f"{DATA}/*", "text/html,application/xhtml+xml,*/*;q=0.8"): CSV,
    (f"{DATA}/*", "text/csv"): CSV,
    (f"{DATA}/*", "application/vnd.sdmx.data+csv; labels=id; version=2.0.0, application/json;q=0.5"): CSV,
    (f"{DATA}/*", "*/*, application/vnd.sdmx.data+json"): JSON,
    (f"{DATA}/*", "text/csv;q=0.4, application/json;q=0.5"): JSON,
    (f"{DATA}/*", "application/xml"): XML,
    (FIRST, "*/*"): XML,
    (FIRST, "application/*, text/csv"): CSV,
    (FIRST, "application/json"): JSON,
    (EVERYTHING, "*/*"): STRUCTURE_XML,
    (EVERYTHING, "application/json"): STRUCTURE_JSON,
}


@pytest.mark.parametrize(("asked", "form"), FORMS.items())
def test_the_form_is_what_is_accepted(asked: tuple[str, str], form: Media, served: str) -> None:
    path, accept = asked
    with httpx.Client(base_url=served, headers={"Accept": accept, "Accept-Encoding": "gzip"}) as asking:
        answer = asking.head(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, form.full)
        assert "Accept" in [name.strip() for name in answer.headers["vary"].split(",")]
        etag = answer.headers["etag"]
        assert etag.startswith("W/")
        unchanged = asking.get(path, headers={"If-None-Match": etag})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", etag)
        assert "Accept" in unchanged.headers["vary"]
        other = asking.head(path, headers={"If-None-Match": etag, "Accept": OTHER[form].full})
        assert other.status_code == 200


OTHER = {CSV: JSON, JSON: XML, XML: CSV, STRUCTURE_XML: STRUCTURE_JSON, STRUCTURE_JSON: STRUCTURE_XML}

REFUSED = {
    f"{DATA}/A.RUS": (422, "7 parts", "FREQ.REF_AREA"),
    f"{DATA}/A.RUS.....,Q.RUS.....": (422, "7 parts", "several requests"),
    f"{DATA}/.RUX.....": (422, "REF_AREA", "RUX", "Did you mean RUS?"),
    f"{DATA}/annual......": (422, "FREQ", "annual"),
    f"{DATA}/._Z.....": (422, "REF_AREA", "_Z"),
    f"{DATA}/.._Z+KAZ....": (422, "COUNTERPART_AREA", "stands alone"),
    f"{DATA}/...trade-turnovr...": (422, "Did you mean trade-turnover?"),
    f"{DATA}/.....01.": (422, "PRODUCT", "HS_01"),
    f"{DATA}/A......?c[FREQ]=Q": (422, "key asks for the same"),
    f"{DATA}/*?c[FREQ]=A,ne:Q": (422, "ne:"),
    f"{DATA}/*?c[COUNTRY]=RUS": (422, "c[COUNTRY]", "no such parameter"),
    f"{DATA}/*?startPeriod=soon": (422, "startPeriod", "soon"),
    f"{DATA}/*?c[TIME_PERIOD]=ge:2012,2013": (422, "one period"),
    f"{DATA}/*?startPeriod=2012&c[TIME_PERIOD]=ge:2013": (422, "startPeriod asks for the same"),
    f"{DATA}/*?lastNObservations=1": (422, "lastNObservations", "no such parameter"),
    f"{DATA}/*?dimensionAtObservation=TIME_PERIOD": (422, "AllDimensions"),
    "/sdmx/v2/data/dataflow/ESTAT/TRADE/1.0/*": (404, "There is ENTENTE with TRADE"),
    "/sdmx/v2/data/dataflow/ENTENTE/TRADE/2.0/*": (404, "version 1.0"),
    "/sdmx/v2/data/provisionagreement/ENTENTE/TRADE/1.0/*": (404, "dataflow"),
    f"{DATA}/*/OBS_VALUE": (404, "TRADE"),
    f"{STRUCTURE}/codelist/ENTENTE/CL_COLOUR/1.0": (404, "CL_FREQ"),
    f"{STRUCTURE}/hierarchy/ENTENTE": (404, "hierarchy"),
    f"{STRUCTURE}/dataflow?references=friends": (422, "references"),
    f"{STRUCTURE}/dataflow?detail=allstubs": (422, "detail"),
}


@pytest.mark.parametrize(("path", "told"), REFUSED.items())
def test_what_cannot_be_answered_is_refused_clearly(path: str, told: tuple[Any, ...], served: str) -> None:
    answer = httpx.get(f"{served}{path}")
    status, *words = told
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    for word in words:
        assert word in answer.json()["detail"]


UNKNOWN = ("image/png", "application/vnd.sdmx.data+csv;version=1.0.0", "*/*;q=0", "*/*;q=much", "text/csv;labels=both")


@pytest.mark.parametrize("path", [f"{DATA}/*", EVERYTHING])
@pytest.mark.parametrize("accept", UNKNOWN)
def test_other_forms_are_not_acceptable(path: str, accept: str, served: str) -> None:
    answer = httpx.get(f"{served}{path}", headers={"Accept": accept})
    assert answer.status_code == 406
    forms = (CSV, JSON, XML) if path.startswith(DATA) else (STRUCTURE_XML, STRUCTURE_JSON)
    assert all(form.full in answer.json()["detail"] for form in forms)
    assert "Accept" in answer.headers["vary"]
