"""`entente import` on small made-up files of each format: what is stored, what is said, and that it is whole."""

import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models import Article, Citation, Country, Curated, Participation, Product, Revision, Treaty, TreatyRelation
from models.base import columns
from models.database import reading, writing
from seed.fetching import files
from seed.loader import load
from tests.conftest import SEED
from tests.seed.test_cli import run
from tests.seed.test_loader import everything

SAMPLES = Path(__file__).parent / "samples"
FILES = {"countries": "countries.csv", "hs": "hs.csv", "tota": "tota", "desta": "desta.csv", "huggo": "huggo.csv"}


def imported(format: str, where: str | Path = "", *, code: int = 0, folder: Path) -> dict[str, Any]:
    """Import a sample and give the report."""
    report = folder / "report.json"
    run("import", format, str(where or SAMPLES / FILES[format]), "--report", str(report), code=code)
    return dict(json.loads(report.read_text()))


def said(report: dict[str, Any], name: str) -> str:
    return "\n".join(f"{entry['what']} @ {entry['places']}" for entry in report[name])


def rows(url: str, table: Any, **where: Any) -> list[dict[str, Any]]:
    with reading(url) as connection:
        statement = sa.select(columns(table)).filter_by(**where).order_by(*columns(table).primary_key)
        return [dict(row) for row in connection.execute(statement).mappings()]


@pytest.fixture
def coded(empty: str, tmp_path: Path) -> str:
    """A database that knows the countries of the samples."""
    report = imported("countries", folder=tmp_path)
    assert report["lines"] == {"accepted": 5, "refused": 1}
    return empty


def test_countries(coded: str) -> None:
    found = {row["id"]: row for row in rows(coded, Country)}
    assert (found["AFG"]["m49"], found["ATA"]["m49"]) == ("004", "010")
    assert (found["KAZ"]["kind"], found["ATA"]["kind"]) == ("country", "territory")
    assert found["ATA"]["capital"] is None
    (cited,) = rows(coded, Citation, record="KAZ")
    assert (cited["locator"], cited["confidence"]) == ("row 2", "dataset")


def test_products(empty: str, tmp_path: Path) -> None:
    report = imported("hs", folder=tmp_path)
    assert report["lines"] == {"accepted": 5, "refused": 1}
    assert "id: String should match pattern" in said(report, "refused")
    assert "level '5' of a code of 4 digits: read by its digits @ [5]" in said(report, "repaired")
    found = {row["id"]: row for row in rows(empty, Product)}
    assert (found["010121"]["parent"], found["01"]["parent"]) == ("0101", None)
    assert {id: row["level"] for id, row in found.items()} == {
        **{"01": "chapter", "0101": "heading", "0105": "heading", "010121": "subheading", "TOTAL": "total"}
    }


def test_treaties_with_text(coded: str, tmp_path: Path) -> None:
    report = imported("tota", folder=tmp_path)
    assert report["lines"] == {"accepted": 2, "refused": 0}
    assert (report["accepted"]["treaty"], report["accepted"]["article"]) == (2, 11)
    spanish = {row["number"]: row for row in rows(coded, Article, treaty="tota-7")}
    assert set(spanish) == {"1", "1 (CAPÍTULO II)", "2 bis", "3", "Preamble"}
    assert spanish["1"]["text"] == "1. El presente Tratado…\n\n\t(a) y «así»."
    assert (spanish["1"]["heading"], spanish["1"]["language"], spanish["1"]["ordinal"]) == ("Ámbito", "es", 2)
    assert (spanish["3"]["text"], spanish["3"]["completeness"]) == (None, "gist")
    french = {row["number"]: row["text"] for row in rows(coded, Article, treaty="tota-8")}
    assert french["PREMIER"] == "L’objet."
    assert (french["1.1"], french["1-1"], french["ARTICLE"]) == ("Un.", "Deux.", "Sans numéro.")
    assert french["Preamble"] == "Les Parties,"
    assert french["Conclusion"].endswith("Ð£Ð“ÐžÐ”Ð?")
    assert [row["related"] for row in rows(coded, TreatyRelation)] == ["tota-8"]
    repaired = said(report, "repaired")
    for words in (
        "number '1' is there before",
        "white space around",
        "wrong encoding",
        "an empty element",
        "without text",
    ):
        assert words in repaired
    refused = said(report, "refused")
    for words in ("no country has the code 'RKS'", "WTO's number '99'", "meta/mood"):
        assert words in refused


def test_acts_of_a_treaty_say_when_they_are_inferred(coded: str, tmp_path: Path) -> None:
    imported("tota", folder=tmp_path)
    acts = {row["id"]: row["date"] for row in rows(coded, Participation, treaty="tota-7")}
    assert acts == {
        "tota-7.AFG.accession": None,
        "tota-7.KAZ.entry_into_force": "2004-01-01",
        "tota-7.KAZ.signature": "2005-04-04",
        "tota-7.RUS.entry_into_force": "2004-01-01",
        "tota-7.RUS.signature": "2005-04-04",
        "tota-7.RUS.withdrawal": None,
    }
    (inferred,) = rows(coded, Citation, record="tota-7.RUS.withdrawal")
    assert inferred["confidence"] == "partly_inferred"
    (early,) = rows(coded, Citation, record="tota-7", field="in_force")
    assert early["note"].startswith("Before the signature (2005-04-04)")
    assert "https://example.org/es" in rows(coded, Citation, record="tota-7", field=None)[0]["note"]


def test_a_related_treaty_is_found_in_the_database_too(coded: str, tmp_path: Path) -> None:
    imported("tota", SAMPLES / "tota" / "pta_8.xml", folder=tmp_path)
    report = imported("tota", SAMPLES / "tota" / "pta_7.xml", folder=tmp_path)
    assert "'80'" not in said(report, "refused")
    assert [row["related"] for row in rows(coded, TreatyRelation)] == ["tota-8"]


def test_a_list_of_treaties(coded: str, tmp_path: Path) -> None:
    report = imported("desta", folder=tmp_path)
    assert report["lines"] == {"accepted": 6, "refused": 2}
    assert [row["id"] for row in rows(coded, Treaty)] == ["desta-1", "desta-2a", "desta-3"]
    assert [(row["party"], row["action"], row["date"]) for row in rows(coded, Participation, treaty="desta-1")] == [
        ("AFG", "accession", "2006"),
        ("AFG", "accession", "2012"),
        ("AFG", "entry_into_force", "2013"),
        ("AFG", "withdrawal", "2009"),
        ("KAZ", "signature", "2003"),
        ("RUS", "signature", "2003"),
    ]
    (relation,) = rows(coded, TreatyRelation)
    assert (relation["treaty"], relation["relation"], relation["related"]) == ("desta-2a", "amends", "desta-1")
    assert rows(coded, Treaty, id="desta-3")[0]["status"] == "negotiating"
    assert "taken once @ ['line 2: c3']" in said(report, "repaired")
    assert "both are kept, with a note @ ['line 2']" in said(report, "repaired")
    refused = said(report, "refused")
    assert "no country has the code '900'" in refused
    assert "does not hold the treaty 'desta-9'" in refused
    assert "entry_type: 'understanding'" in refused


def test_acts_of_parties(coded: str, tmp_path: Path) -> None:
    report = imported("huggo", folder=tmp_path)
    assert report["lines"] == {"accepted": 5, "refused": 1}
    acts = rows(coded, Participation, treaty="huggo-kaz-rus-fta-2000a")
    assert [(row["party"], row["action"], row["date"]) for row in acts] == [
        ("AFG", "accession", "2005-04"),
        ("AFG", "succession", None),
        ("KAZ", "entry_into_force", "2001-01-01"),
        ("KAZ", "ratification", "2000-11"),
        ("KAZ", "signature", "2000-06-05"),
        ("RUS", "entry_into_force", "2000-01-01"),
        ("RUS", "signature", "2000-06-05"),
        ("RUS", "withdrawal", "2020"),
    ]
    treaty, other = rows(coded, Treaty, id="huggo-kaz-rus-fta-2000a"), rows(coded, Treaty, id="huggo-accord-1999p")
    assert (treaty[0]["in_force"], treaty[0]["terminated"]) == ("2001-01-01", None)
    assert (other[0]["title"], other[0]["kind"]) == ("Protocole — d’accès", "protocol")
    assert "«x»" in rows(coded, Citation, record="huggo-kaz-rus-fta-2000a.RUS.signature.2000-06-05")[0]["note"]
    repaired, refused = said(report, "repaired"), said(report, "refused")
    assert "read as UTF-8 @ ['line 3: url']" in repaired
    assert "read as a month or a year @ ['line 3: StateEnd']" in repaired
    assert "before signature: both are kept, with a note @ ['line 3: StateForce']" in repaired
    assert "no country has the code 'EC'" in refused
    assert "in_force of the treaty is not that of its first line" in refused
    assert "'1999-13-01' is not a day of the calendar" in refused


@pytest.mark.parametrize("format", FILES)
def test_twice_is_once_and_trying_is_nothing(format: str, coded: str, tmp_path: Path) -> None:
    before = everything(coded)
    output = run("import", format, str(SAMPLES / FILES[format]), "--dry-run")
    assert "would be new" in output or format == "countries"
    assert everything(coded) == before
    imported(format, folder=tmp_path)
    before, revisions = everything(coded), len(rows(coded, Revision))
    assert "nothing to change" in run("import", format, str(SAMPLES / FILES[format]))
    assert everything(coded) == before
    assert len(rows(coded, Revision)) == revisions


def test_what_a_record_no_longer_has_goes_and_nothing_else(coded: str, tmp_path: Path) -> None:
    imported("desta", folder=tmp_path)
    imported("huggo", folder=tmp_path)
    lines = (SAMPLES / "desta.csv").read_text().splitlines(keepends=True)
    (tmp_path / "less.csv").write_text("".join(line for line in lines if not line.startswith(('"1+', '"3"'))))
    before = everything(coded)
    imported("desta", tmp_path / "less.csv", folder=tmp_path)
    after = everything(coded)
    gone = {row.id for row in before["participation"]} - {row.id for row in after["participation"]}
    assert gone == {f"desta-1.AFG.{act}" for act in ("accession.2006", "accession.2012", "entry_into_force.2013")}
    # A citation that names another row is a change of its record, but of none of its fields.
    treaties = ([{**row._mapping, "revision": 0} for row in every["treaty"]] for every in (before, after))
    assert next(treaties) == next(treaties)


@pytest.mark.slow
def test_the_data_files_have_the_last_word(empty: str, tmp_path: Path) -> None:
    with writing(empty) as connection:
        load(connection, SEED)
    before = everything(empty)
    (tmp_path / "other.csv").write_text((SAMPLES / "countries.csv").read_text().replace(",Astana,", ",Almaty,"))
    report = imported("countries", tmp_path / "other.csv", folder=tmp_path)
    assert "the data files hold a record of this id with other values, and have the last word" in said(
        report, "refused"
    )
    assert report["lines"] == {"accepted": 3, "refused": 3}
    after = everything(empty)
    held = {row["record"] for row in rows(empty, Curated, resource="country")}
    assert [row for row in after["country"] if row.id in held] == before["country"]
    assert [row for row in after["citation"] if row.record in held] == [
        row for row in before["citation"] if row.record in held
    ]
    with writing(empty) as connection:
        assert load(connection, SEED).revision is None


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.xml", "<treaty><meta>", "is not well-formed XML"),
        ("x.xml", "<html/>", "is a document <html>, not <treaty>"),
        ("x.xml", '<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><treaty>&a;</treaty>', "declares a DOCTYPE"),
        ("x.xml", '<!DOCTYPE t [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><treaty>&b;</treaty>', "declares a DOCTYPE"),
        ("x.csv", "a;b\n1;2\n", "has no column base_treaty"),
        ("x.csv", b"\xff\xfe\x00", "cannot be read as CSV in utf-8-sig"),
    ],
)
def test_a_wrong_file_is_refused_as_a_whole(
    name: str, text: str | bytes, words: str, coded: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    before = everything(coded)
    report = imported("tota" if name == "x.xml" else "desta", tmp_path / name, code=1, folder=tmp_path)
    assert words in said(report, "refused")
    assert (report["lines"], report["accepted"]) == ({"accepted": 0, "refused": 1}, {})
    assert everything(coded) == before


def test_one_wrong_file_of_a_folder_does_not_stop_the_others(coded: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLES / "tota", tmp_path / "tota"))
    (folder / "pta_1.xml").write_text("<treaty>")
    report = imported("tota", folder, folder=tmp_path)
    assert report["lines"] == {"accepted": 2, "refused": 1}
    assert "pta_1.xml" in said(report, "refused")


def test_what_is_not_there_is_said(empty: str, tmp_path: Path) -> None:
    assert "is not there" in run("import", "hs", str(tmp_path / "none.csv"), code=1)
    assert "holds no file with the suffix .xml" in run("import", "tota", str(tmp_path), code=1)
    assert "there are countries, hs" in run("import", "hs2", str(tmp_path), code=2)


class Answers(BaseHTTPRequestHandler):
    """Answers with a sample, or with 404."""

    def do_GET(self) -> None:
        found = SAMPLES / self.path.removeprefix("/")
        self.send_response(200 if found.is_file() else 404)
        self.end_headers()
        self.wfile.write(found.read_bytes() if found.is_file() else b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_an_address_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        with files(f"{url}/hs.csv", (".csv",)) as (path,):
            assert path.read_bytes() == (SAMPLES / "hs.csv").read_bytes()
        assert not path.exists()
        assert "404" in run("import", "hs", f"{url}/none.csv", code=1)
        monkeypatch.setattr("seed.fetching.MOST", 10)
        assert "more than 10 bytes" in run("import", "hs", f"{url}/hs.csv", code=1)
    finally:
        server.shutdown()
        server.server_close()
    assert "hs.csv" in run("import", "hs", f"{url}/hs.csv", code=1)
