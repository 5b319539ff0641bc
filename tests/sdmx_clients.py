"""Clients of SDMX on a live server, and what they are to find: the records of `/v1/trade-metrics` in other words."""

import json
from typing import Any

import httpx
import sdmx
from pysdmx.api.qb import ApiVersion, DataContext, DataFormat, DataQuery, RestService
from pysdmx.io import read_sdmx
from pysdmx.io.pd import PandasDataset
from sdmx.format import Version
from sdmx.source import Source

from models.dates import period_days

ALL = "/sdmx/v2/data/dataflow/ENTENTE/TRADE/1.0/*"
FREQ = {"annual": "A", "quarterly": "Q", "monthly": "M", "other": "_O"}
FLOW = {"export": "X", "import": "M", "re_export": "RX", "re_import": "RM", "total": "_T", None: "_Z"}
STATUS = {"normal": "A", "estimated": "E", "forecast": "F", "provisional": "P", "imputed": "I", "break": "B"}
TEXTS = {"UNIT_MEASURE": "unit", "QUALIFIER": "qualifier", "CONFIDENCE": "confidence", "LOCATOR": "locator"}
ABSENT = ("NOTE", "PERIOD_EDTF")
"""Attributes that an observation need not have."""

JSON = {"Accept": "application/vnd.sdmx.data+json;version=2.0.0"}


def listed(base: str, query: str = "") -> list[dict[str, Any]]:
    """Read the list, page by page, each record as its SDMX key and values."""
    following, found = f"/v1/trade-metrics?limit=200&{query}", []
    while following:
        page = httpx.get(f"{base}{following}").json()
        found += page["data"]
        following = page["links"]["next"]
    return [in_sdmx(record) for record in found]


def in_sdmx(record: dict[str, Any]) -> dict[str, Any]:
    """Say in SDMX what a record says, from what the issue asks for and not from our tables."""
    product = record["product"]
    return {
        "FREQ": FREQ[record["frequency"]],
        "REF_AREA": record["reporter"],
        "COUNTERPART_AREA": record["partner"] or "_Z",
        "INDICATOR": record["indicator"],
        "FLOW": FLOW[record["flow"]],
        "PRODUCT": product if product == "TOTAL" else f"HS_{product}",
        "SOURCE": record["source"],
        "period": record["period"],
        "OBS_VALUE": record["value"],
        "UNIT_MULT": record["unit_mult"],
        "OBS_STATUS": STATUS.get(record["status"], "O"),
        **{name: record[field] for name, field in TEXTS.items()},
        "NOTE": record["note"] or "",
    }


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Say the same of an observation that a client has read."""
    edtf, time, value = row.pop("PERIOD_EDTF"), row.pop("TIME_PERIOD"), row["OBS_VALUE"]
    if edtf:
        assert time.split("/")[0] == period_days(edtf).earliest.isoformat()
    numbers = {"OBS_VALUE": None if value in ("", None) else float(value), "UNIT_MULT": int(row["UNIT_MULT"])}
    return {**row, **numbers, "NOTE": row["NOTE"] or "", "period": edtf or time}


def same(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    def ordered(rows: list[dict[str, Any]]) -> list[str]:
        return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)

    assert ordered(found) == ordered(expected)
    assert found


def by_pysdmx(message: Any) -> list[dict[str, Any]]:
    """Read data with pysdmx: by their address, or what its client has fetched; XML is checked against its schema."""
    (dataset,) = read_sdmx(message, validate=True).data or ()
    assert isinstance(dataset, PandasDataset)
    assert dataset.structure == "Dataflow=ENTENTE:TRADE(1.0)"
    return [plain(row) for row in dataset.data.to_dict("records")]


def client(base: str, rest: str = "v2") -> sdmx.Client:
    """Give sdmx1's client of a service that it does not know; it makes addresses of one version of SDMX REST."""
    versions = {Version["3.0.0" if rest == "v2" else "2.1"]}
    made = sdmx.Client()
    made.source = Source("ENTENTE", f"{base}/sdmx/{rest}", "Entente", versions=versions)
    return made


def by_sdmx1(base: str, key: dict[str, str], rest: str = "v2", **params: str) -> list[dict[str, Any]]:
    """Read data with sdmx1, which reads the structure first and makes the address."""
    return observed(client(base, rest).data("TRADE", key=key, params=params))


def observed(message: Any) -> list[dict[str, Any]]:
    """Give the observations of what sdmx1 has read."""
    (dataset,) = message.data
    return [
        plain(
            {name: str(value.value) for name, value in one.dimension.values.items()}
            | dict.fromkeys(ABSENT, "")
            | {name: value.value for name, value in one.attached_attribute.items()}
            | {"OBS_VALUE": one.value}
        )
        for one in dataset.obs
    ]


def in_json(base: str, path: str = ALL) -> list[dict[str, Any]]:
    """Read SDMX-JSON as its field guide says: the numbers of a key stand for values, what has no list is as it is."""
    answer = httpx.get(f"{base}{path}", headers=JSON)
    assert answer.headers["content-type"] == JSON["Accept"]
    (structure,), (dataset,) = answer.json()["data"]["structures"], answer.json()["data"]["dataSets"]
    dimensions = structure["dimensions"]["observation"]
    rest = [*structure["measures"]["observation"], *structure["attributes"]["observation"]]
    found = []
    for key, values in dataset["observations"].items():
        told = zip(dimensions, key.split(":"), strict=True)
        row = {d["id"]: (v := d["values"][int(at)]).get("id", v.get("value")) for d, at in told}
        found.append(plain(row | {part["id"]: value for part, value in zip(rest, values, strict=True)}))
    return found


def asked(base: str, key: str, **more: Any) -> bytes:
    """Ask for data with pysdmx's client, which makes the address."""
    service = RestService(f"{base}/sdmx/v2", ApiVersion.V2_0_0, DataFormat.SDMX_CSV_2_0_0, timeout=60)
    return service.data(DataQuery(DataContext.DATAFLOW, "ENTENTE", "TRADE", "1.0", key, **more))
