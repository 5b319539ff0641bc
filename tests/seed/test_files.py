"""The data files: what is wrong is named by file, record and field, all at once, and nothing is written."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from seed.cli import app
from seed.files import DataError, read
from tests.conftest import SEED, SHARED, copied

TREATY = """id = "t-2020"
title = "A treaty"
kind = "treaty"
citations = [{ source = "caci-analyst-2013-11-27", locator = "para 1" }]
"""
WRONG = {
    'kind = "treatie"': ("kind", "'treaty', 'agreement'"),
    'kind = "treaty"\nsigend = "2020"': ("sigend", "there is no such field"),
    'kind = "treaty"\nsigned = "2020-13"': ("signed", "not a day of the calendar"),
    'kind = "treaty"\nsigned = 2020': ("signed", "put it in quotes"),
    'kind = "treaty"\ntitle_ru = "a\\u0000b"': ("title_ru", "pattern"),
    'kind = "treaty"\nkind = "treaty"': ("", "cannot be read"),
    'kind = "treaty"\nparties = [{ party = "RUS", action = "signature" }]': (
        "parties.0.citations",
        "is missing; add it",
    ),
    'kind = "treaty"\nrelations = [{ relation = "amends", related = "none", citations = [{ source = '
    '"caci-analyst-2013-11-27", locator = "x" }] }]': ("related", "no data file holds the treaty 'none'"),
    'kind = "treaty"\nparties = [{ party = "XYZ", action = "signature", citations = [{ source = '
    '"caci-analyst-2013-11-27", locator = "x" }] }]': ("party", "no data file holds the country 'XYZ'"),
    'kind = "treaty"\narticles = [{ number = "1", ordinal = 1, completeness = "full", citations = [{ source = '
    '"caci-analyst-2013-11-27", locator = "x" }] }]': ("articles.0", "need a `text`"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


def faults(folder: Path) -> list[str]:
    with pytest.raises(DataError) as error:
        read(folder)
    return error.value.faults


def test_the_curated_files_are_well() -> None:
    rows = {str(table.__tablename__): len(found) for table, found in read(SEED).items()}
    assert rows["treaty"] == 169
    assert rows["trade_metric"] > 4_678
    assert CliRunner().invoke(app, ["check"]).output.endswith("all well\n")


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_record_is_named_with_its_field_and_remedy(text: str, folder: Path) -> None:
    (folder / "treaties" / "t-2020.toml").write_text(TREATY.replace('kind = "treaty"', text))
    field, words = WRONG[text]
    (fault,) = faults(folder)
    assert fault.startswith("treaties/t-2020.toml")
    assert field in fault
    assert words in fault


@pytest.mark.parametrize(
    ("citations", "words"),
    [
        ("[]", "at least 1 item"),
        ('[{ source = "none", locator = "x" }]', "no data file holds the source 'none'"),
        ('[{ source = "country-codes" }]', "citations.0.locator: is missing; add it"),
        ('[{ source = "country-codes", locator = "x", field = "tytle" }]', "no field 'tytle'"),
        ('[{ source = "country-codes", locator = "x", confidence = "sure" }]', "'sourced'"),
    ],
)
def test_a_fact_needs_a_citation_that_holds(citations: str, words: str, folder: Path) -> None:
    text = TREATY.rpartition("citations")[0] + f"citations = {citations}\n"
    (folder / "treaties" / "t-2020.toml").write_text(text)
    assert any(words in fault and "t-2020" in fault for fault in faults(folder))


def test_all_faults_are_named_at_once_with_their_lines(folder: Path) -> None:
    (folder / "treaties" / "wrong-name.toml").write_text(TREATY)
    (folder / "treaties" / "t-2020.toml").write_text(TREATY.replace("A treaty", "Another"))
    (folder / "readme.txt").write_text("?")
    (folder / ".hidden").write_text("?")
    (folder / "indicators.toml").write_text("junk = 1\n" + (folder / "indicators.toml").read_text())
    metrics = folder / "trade-metrics" / "stated.csv"
    last = len(metrics.read_text().splitlines())
    with metrics.open("a") as file:
        file.write("trade-turnover,RUS,KAZ,total,TOTAL,annual,2012,many,USD,9,approximately,country-codes,x,sourced,\n")
        file.write("trade-turnover,RUS\n")
    found = "\n".join(faults(folder))
    assert "wrong-name.toml: the file of a single record is named after it: t-2020.toml" in found
    assert "the treaty t-2020 is in treaties/t-2020.toml: t-2020 too" in found
    assert "indicators.toml: holds junk, indicators; write one record, or [[indicators]] before each" in found
    assert "readme.txt: not a data file" in found
    assert f"trade-metrics/stated.csv: line {last + 1}: value" in found
    assert f"trade-metrics/stated.csv: line {last + 2}: frequency: is missing; add it" in found


def test_dates_may_be_dates_of_toml(folder: Path) -> None:
    (folder / "treaties" / "t-2020.toml").write_text(TREATY + "signed = 2020-02-29\n")
    rows = {str(table.__tablename__): found for table, found in read(folder).items()}
    assert rows["treaty"]["t-2020",]["signed"] == "2020-02-29"


def test_the_article_s_own_sentences_are_not_in_the_data() -> None:
    article = SHARED / "seed" / "caci-analyst-2013-11-27.txt"
    if not article.exists():
        pytest.skip("the seed article lies in ../shared, which is absent here")
    words = article.read_text().lower().split()
    runs = {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}
    for path in SEED.rglob("*.toml"):
        for line in path.read_text().lower().splitlines():
            key, _, value = line.partition(" = ")
            if key in ("gist", "definition", "note"):
                own = value.strip('"').split()
                copied = [" ".join(own[i : i + 8]) for i in range(len(own) - 7)]
                assert not runs.intersection(copied), path
