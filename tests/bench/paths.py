"""The address of a question, at each contender."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from tests.bench.peers.queries import METRIC, PARTY, SQL, TREATY
from tests.bench.workloads import Ask

STATS = {"measure": "sum", "product": "TOTAL"}
PLACES = {
    "item": "/treaties/{id}",
    "list": "/treaties",
    "pair": "/trade-metrics",
    "sums": "/trade-metrics/sums",
    "top": "/trade-metrics/top",
    "first": "/trade-metrics/page",
    "deep": "/trade-metrics/page",
    "search": "/search",
    "export": "/trade-metrics/csv",
}


def ours(ask: Ask) -> str:
    """Give the address at Entente."""
    metrics = "/v1/trade-metrics"
    values: dict[str, object] = {**ask.values}
    match ask.kind:
        case "item":
            return f"/v1/treaties/{values['id']}?include=parties"
        case "list":
            asked = {"kind": values["kind"], "signed__gte": values["since"], "sort": "-signed", "limit": 50}
            return _query("/v1/treaties", asked | {"total": "false"})
        case "pair":
            return _query(metrics, values | {"sort": "-period", "limit": 100, "total": "false"})
        case "sums":
            return _query(f"{metrics}/stats", {"group_by": "period"} | STATS | values)
        case "top":
            return _query(f"{metrics}/stats", {"group_by": "partner"} | STATS | values | {"sort": "-sum", "limit": 10})
        case "search":
            return _query("/v1/search", values | {"kind": "article", "limit": 20, "total": "false"})
        case "export":
            return _query(f"{metrics}/export", values | {"format": "csv"})
    cursor = {"cursor": values["cursor"]} if values.get("cursor") else {}
    return _query(metrics, {"limit": 100, "total": "false"} | cursor)


def plain(ask: Ask) -> str:
    """Give the address at the peers that are written here."""
    values: dict[str, object] = {name: value for name, value in ask.values.items() if name != "cursor"}
    if ask.kind == "item":
        return PLACES["item"].format(**values)
    return _query(PLACES[ask.kind], values)


def datasette(ask: Ask, database: str) -> str:
    """Give the address at Datasette: a page of the table where its filters can say it, else the SQL."""
    page = {"_shape": "array", "_nocount": 1, "_nofacet": 1, "_nosuggest": 1}
    values: dict[str, object] = {**ask.values}
    match ask.kind:
        case "list":
            asked = {"kind": values["kind"], "signed_earliest__gte": values["since"], "_sort_desc": "signed_earliest"}
            return _query(f"/{database}/treaty.json", asked | {"_size": 50} | page, TREATY)
        case "pair":
            asked = values | {"_sort_desc": "period_earliest", "_size": 100}
            return _query(f"/{database}/trade_metric.json", asked | page, METRIC)
        case "export":
            asked = {"reporter__in": values["reporter"], "_stream": "on", "_size": "max"}
            return _query(f"/{database}/trade_metric.csv", asked, METRIC)
        case "item":
            return _query(f"/{database}.json", {"sql": WITH_PARTIES, "_shape": "array", "_json": "parties"} | values)
    return _query(f"/{database}.json", {"sql": SQL[ask.kind], "_shape": "array"} | values)


PARTIES = ", ".join(f"'{name}', {name}" for name in PARTY)
WITH_PARTIES = (
    f"SELECT {', '.join(TREATY)}, (SELECT json_group_array(json_object({PARTIES})) FROM participation "
    "WHERE treaty = :id) AS parties FROM treaty WHERE id = :id"
)
"""A treaty with its parties in one query, as a page of Datasette has no second table."""


def _query(path: str, values: Mapping[str, object], columns: tuple[str, ...] = ()) -> str:
    """Write an address; Datasette repeats `_col` for each column that it shall show."""
    text = urlencode([*values.items(), *(("_col", name) for name in columns)], quote_via=quote, safe=",")
    return f"{path}?{text}" if text else path
