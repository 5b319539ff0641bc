"""Conflicts: what sources disagree about is found, kept up to date, and nothing that only differs in precision is."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.main import app
from models import Conflict, ConflictValue, TradeMetric
from models.base import columns
from models.database import reading, writing
from models.trade_metric import trade_metric_id
from models.trade_sum import summarise
from seed import conflicts
from seed.files import DataError, read
from seed.loader import load
from seed.records import TradeMetricRecord
from seed.rows import Row
from tests.conftest import copied
from tests.trade import data, insert

TREATY = """id = "t-2020"
title = "A treaty"
kind = "treaty"
signed = "2020-05"
citations = [
  { source = "country-codes", locator = "x" },
  { source = "tota", locator = "y", VALUE },
]
"""
PATH = "treaties/t-2020.toml"


def kept(url: str) -> list[Any]:
    with reading(url) as connection:
        return [sorted(connection.execute(sa.select(columns(t))).all(), key=repr) for t in (Conflict, ConflictValue)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('value = "2020-06"', "value: '2020-06' needs the `field`"),
        ('field = "signed", value = "2020-05"', "signed is '2020-05' in the record too; leave it out"),
        ('field = "signed", value = "May"', "'May' is not a date in EDTF"),
        ('field = "subjects", value = "x"', "subjects is a list; say in a `note`"),
        ('field = "sined", value = "2020-06"', "no field 'sined' to cite"),
    ],
)
def test_a_value_that_says_nothing_is_refused(value: str, words: str, folder: Path) -> None:
    (folder / PATH).write_text(TREATY.replace("VALUE", value))
    with pytest.raises(DataError) as error:
        read(folder)
    assert [fault for fault in error.value.faults if fault.startswith(f"{PATH}: t-2020: ") and words in fault]


CLAIMS = {
    'field = "signed", value = "2020-06-01"': ["2020-05", "2020-06-01"],
    'field = "place", value = "Minsk"': ["Minsk"],
    'field = "kind", value = "Treaty"': None,
    'field = "signed", value = "2020-05-07"': None,
    'field = "signed", value = "../2020-05"': None,
    'field = "signed", value = "2020"': None,
}
"""What a source says of a treaty, and the values that then stand against each other."""


def test_a_field_is_in_conflict_where_values_cannot_both_be_right(lean: str, folder: Path) -> None:
    for number, value in enumerate(CLAIMS):
        text = TREATY.replace("VALUE", value).replace("t-2020", f"t-{number}")
        (folder / "treaties" / f"t-{number}.toml").write_text(text)
    with writing(lean) as connection:
        load(connection, folder)
    client = TestClient(app)
    for number, (value, said) in enumerate(CLAIMS.items()):
        found = data(client, f"/v1/conflicts?treaty=t-{number}&kind=field")
        told = [sorted(claim["value"] for claim in conflict["values"]) for conflict in found]
        assert told == ([said] if said else []), value


def test_conflicts_follow_what_changes(empty: str, folder: Path) -> None:
    def loaded() -> list[Any]:
        with writing(empty) as connection:
            load(connection, folder)
        return kept(empty)

    first = loaded()
    (folder / PATH).write_text(TREATY.replace("VALUE", 'field = "signed", value = "2021"'))
    union = folder / "organizations" / "guam.toml"
    text, metrics = union.read_text(), folder / "trade-metrics" / "stated.csv"
    union.write_text(text.replace('end = "2002-06"', 'end = "2005-05"').replace('start = "1999"', 'start = "1999-04"'))
    numbers = metrics.read_text()
    metrics.write_text(numbers.replace(",2012,24,USD,9,approximately,daiji", ",2012,23.8,USD,9,approximately,daiji"))
    changed = loaded()
    ids = [{row.id for row in rows[0]} for rows in (first, changed)]
    assert ids[1] - ids[0] == {"treaty.t-2020.signed"}
    assert ids[0] - ids[1] == {
        "membership.guam.UZB",
        "trade_metric.KAZ.RUS.trade-turnover.total.TOTAL.annual.2012",
    }
    with writing(empty) as connection:
        connection.execute(sa.delete(columns(ConflictValue)))
        connection.execute(sa.delete(columns(Conflict)))
        conflicts.rebuild(connection)
    assert kept(empty) == changed
    (folder / PATH).unlink()
    union.write_text(text)
    metrics.write_text(numbers)
    assert loaded() == first


def observation(source: str, value: float, **other: Any) -> Row:
    plain = {"indicator": "goods-trade", "reporter": "RUS", "partner": "KAZ", "flow": "export", "frequency": "annual"}
    row = {**plain, "period": "1980", "value": value, "unit": "USD", "source": source, "locator": "x", **other}
    record = TradeMetricRecord.model_validate(row)
    return TradeMetric, {**record.model_dump(), "id": trade_metric_id(record)}


def test_observations_of_an_import_are_compared_by_reporter(empty: str, folder: Path) -> None:
    rows = [
        *(observation(source, value) for source, value in (("tota", 1), ("desta", 1), ("huggo", 2))),
        *(observation(source, 5, flow="import") for source in ("tota", "desta")),
        observation("tota", 3, partner="BLR"),
        observation("desta", 4, partner="BLR", frequency="other"),
        observation("tota", 8, indicator="trade-turnover", flow="total"),
        observation("desta", 9, indicator="trade-turnover", flow="total", reporter="KAZ", partner="RUS"),
        *(observation(source, 6, unit=unit, period="1981") for source, unit in (("tota", "USD"), ("desta", "RUB"))),
    ]
    with writing(empty) as connection:
        load(connection, folder)
        for table, row in rows:
            insert(connection, table, row)
        for reporters in (["RUS"], ["KAZ"]):
            summarise(connection, ["RUS", "KAZ"])
            conflicts.refresh(connection, columns(TradeMetric), [{"reporter": id} for id in reporters])
    found = data(TestClient(app), "/v1/conflicts?period=1980,1981")
    assert {conflict["id"]: [claim["value"] for claim in conflict["values"]] for conflict in found} == {
        "trade_metric.RUS.KAZ.goods-trade.export.TOTAL.annual.1980": ["1 USD", "1 USD", "2 USD"],
        "trade_metric.KAZ.RUS.trade-turnover.total.TOTAL.annual.1980": ["8 USD", "9 USD"],
    }
    assert sorted(conflict["spread"] for conflict in found) == [pytest.approx(1 / 9), 0.5]


KNOWN = {
    "field": "treaty.eec-treaty-2011.in_force "
    "forum.rkf-09.start forum.rkf-19.city forum.rkf-17.start forum.rkf-05.start organization.cis.founded "
    "organization.sco.founded treaty.eaeu-accession-armenia-2014.signed organization.customs-union.founded "
    "organization.cu-commission.dissolved statement.ushakov-2013-11.role organization.union-state.founded "
    "organization.eurasec.founded treaty.eaeu-iran-interim-2018.terminated "
    "forum.seec-2024-12-26.city forum.sco-2014.start treaty.sco-charter-2002.signed "
    "statement.clinton-2012-12-06.date statement.putin-2011-10-04-izvestia.date "
    "statement.nazarbayev-2014-08-24-exit.date statement.nazarbayev-1994-03-29.date treaty.eaeu-founding-treaty.signed "
    "statement.tokayev-2023-05-24-two-levels.date forum.ots-06.start forum.ots-04.start "
    "organization.edb.founded forum.eurasec-2006-sochi.start "
    "forum.rkf-10.start forum.minsk-2013-10.end statement.nazarbayev-2013-10-24-turkey.gist organization.cica.founded "
    "statement.nazarbayev-2013-union-enlargement.gist country.KAZ.capital "
    "membership.csto.UZB.member.event "
    "participation.guuam-fta-2002.UZB.signature.party treaty.ces-agreement-2003.terminated "
    "organization.caco.dissolved "
    "treaty.ntm-agreement-1997.in_force treaty.integration-treaty-1996.in_force treaty.fta-kaz-rus-1992.signed "
    "treaty.fta-kaz-rus-1992.in_force treaty.fta-kgz-mda-1995.signed treaty.fta-mda-ukr-2003.in_force "
    + " ".join(
        f"treaty.fta-{pair}.{field}"
        for pair in ("arm-kgz-1994", "aze-geo-1996", "geo-rus-1994", "geo-ukr-1995", "kgz-rus-1992", "tkm-ukr-1994")
        for field in ("signed", "in_force")
    ),
    "membership": "cis.UKR cis.TKM cis.GEO csto.UZB csto.ARM sco.CHN ots.UZB eaeu.KGZ customs-union.KAZ eurasec.MDA "
    "eurasec.UKR eurasec.UZB guam.UZB eurasec.BLR eurasec.TJK sco.IRN sco.IND sco.BLR eaeu.MNG csto.AFG "
    "eaeu.MDA cis.MDA sco.ARM ots.XNC eaeu.ARM",
    "participation": "cst-1992.GEO.signature fta-arm-kaz-1999.ARM.signature fta-aze-ukr-1995.AZE.entry_into_force "
    "cis-fta-2011.KGZ.entry_into_force",
    "statement": "putin-2013-10-24-eurasec.putin-2013-eurasec-usefulness",
    "observation": "XCU.XCU.intra-bloc-trade-change.total.TOTAL.annual.2011 "
    "XEA.XEA.intra-bloc-trade.total.TOTAL.annual.2015 XEA.XEA.intra-bloc-trade.total.TOTAL.annual.2022 "
    "XEA.XEA.intra-bloc-trade.total.TOTAL.annual.2023 KAZ.RUS.trade-turnover.total.TOTAL.annual.2012 "
    "KAZ.RUS.trade-turnover.total.TOTAL.annual.2021 KAZ.RUS.trade-turnover.total.TOTAL.annual.2022 "
    "KAZ.RUS.trade-turnover.total.TOTAL.annual.2023 BLR.RUS.trade-turnover.total.TOTAL.annual.2021 "
    "BLR.RUS.trade-turnover.total.TOTAL.annual.2023 UZB.WLD.trade-turnover.total.TOTAL.annual.2023 "
    "XCU.XCU.intra-bloc-trade.total.TOTAL.annual.2013 KAZ.RUS.trading-regions._.TOTAL.other.2013-11 "
    "KAZ.RUS.expected-contracts._.TOTAL.other.2016 XEA.IRN.duty-free-share._.TOTAL.annual.2025",
}
"""Disagreements that the reference set names, by kind of conflict."""
PREFIX = {"field": "", "observation": "trade_metric."}


@pytest.mark.parametrize("kind", KNOWN)
def test_what_sources_are_known_to_disagree_about_is_there(kind: str, seeded: TestClient) -> None:
    asked = "field__isnull=false" if kind == "field" else f"kind={kind}"
    found = {conflict["id"]: conflict for conflict in data(seeded, f"/v1/conflicts?{asked}&limit=200")}
    assert {f"{PREFIX.get(kind, f'{kind}.')}{id}" for id in KNOWN[kind].split()} <= found.keys()
    for conflict in found.values():
        assert conflict["fact"]
        assert all(claim["source"] and claim["locator"] and claim["value"] for claim in conflict["values"])
        assert len({claim["value"] for claim in conflict["values"]}) > 1 or conflict["field"] == "in_force"


def test_conflicts_of_a_source_an_organization_and_numbers_far_apart(seeded: TestClient) -> None:
    article = data(seeded, "/v1/conflicts?source=caci-analyst-2013-11-27&limit=200")
    assert all("caci-analyst-2013-11-27" in {c["source"] for c in conflict["values"]} for conflict in article)
    assert {"organization.customs-union.founded", "forum.rkf-10.start"} <= {conflict["id"] for conflict in article}
    assert "membership.eaeu.KGZ" in {c["id"] for c in data(seeded, "/v1/conflicts?organization=eaeu")}
    spreads = [c["spread"] for c in data(seeded, "/v1/conflicts?spread__gte=0.5&sort=-spread")]
    assert spreads == sorted(spreads, reverse=True) != []
