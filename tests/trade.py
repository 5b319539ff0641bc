"""Hand-made observations, for questions whose answers can be reckoned in the head."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import SQLModel

from api.main import app
from models import Country, Indicator, Source, TradeMetric
from models.base import columns, derive
from models.database import writing
from models.trade_metric import TradeMetricFields, trade_metric_id
from seed.derived import touch
from tests.revisions import commit

USUAL: dict[str, Any] = {
    **{"reporter": "AAA", "partner": "BBB", "indicator": "goods", "flow": "export", "product": "TOTAL"},
    **{"frequency": "annual", "period": "2012", "value": 1.0, "unit": "USD", "source": "one", "locator": "row 1"},
}


def insert(connection: sa.Connection, model: type[SQLModel], *rows: dict[str, Any]) -> None:
    full = [dict.fromkeys(model.model_fields) | {"revision": 1} | row for row in rows]
    connection.execute(sa.insert(columns(model)), [derive(model, row) for row in full])


def trade(url: str, *observations: dict[str, Any]) -> TestClient:
    """Fill a database with observations that differ from the usual one, and give a client of it."""
    with writing(url) as connection:
        insert(
            connection, Country, *({"id": id, "name": f"Land {id}", "kind": "country"} for id in ("AAA", "BBB", "CCC"))
        )
        insert(connection, Country, *({"id": id, "name": f"Group {id}", "kind": "group"} for id in ("WLD", "EUU")))
        insert(connection, Source, *({"id": id, "title": f"Source {id}", "kind": "dataset"} for id in ("one", "two")))
        for id, unit, measure in (("goods", "USD", "flow"), ("part", "percent", "share"), ("debt", "USD", "stock")):
            given = {"id": id, "name": id.title(), "definition": "…", "unit": unit, "measure": measure}
            insert(connection, Indicator, given)
        fields = [TradeMetricFields.model_validate(USUAL | row) for row in observations]
        rows = [
            derive(TradeMetric, {"id": trade_metric_id(row), "revision": 1, **row.model_dump(mode="json")})
            for row in fields
        ]
        if rows:
            connection.execute(sa.insert(columns(TradeMetric)), rows)
        touch(connection, columns(TradeMetric), rows, [])
        commit(connection, "a test")
    return TestClient(app, raise_server_exceptions=False)


def data(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def refused(client: TestClient, path: str, *words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422, answer.text
    for word in words:
        assert word in answer.json()["detail"]


approx = pytest.approx
