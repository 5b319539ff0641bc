"""Where a treaty or an organization stands is told by its dates; what contradicts them is refused, with a remedy."""

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from seed.files import DataError, read
from tests.trade import data

CITED = 'citations = [{ source = "country-codes", locator = "x" }]\n'
TREATY = f'id = "t"\ntitle = "T"\nkind = "treaty"\n{CITED}'
UNION = f'id = "t"\nname = "T"\nkind = "economic_union"\n{CITED}'


def standing(folder: Path, noun: str, text: str) -> str | None:
    (folder / noun / "t.toml").write_text(text)
    rows = {str(table.__tablename__): found for table, found in read(folder).items()}
    status: str | None = rows[noun.replace("ies", "y").removesuffix("s")]["t",]["status"]
    return status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", None),
        ('signed = "2014"', None),
        ('signed = "2014"\nstatus = "signed"', "signed"),
        ('in_force = "2015"', "in_force"),
        ('in_force = "2015"\nstatus = "suspended"', "suspended"),
        ('in_force = "2015"\nterminated = "2016/2020"', "terminated"),
        ('terminated = "../2020"\nstatus = "superseded"', "superseded"),
    ],
)
def test_a_treaty_stands_as_its_dates_tell(text: str, status: str | None, small: Path) -> None:
    assert standing(small, "treaties", f"{TREATY}{text}\n") == status


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('in_force = "2015"\nstatus = "signed"', "leave the status out"),
        ('in_force = "2015"\nstatus = "terminated"', "it is terminated, without `terminated`; leave the status out"),
        (
            'in_force = "2015"\nterminated = "2016"\nstatus = "in_force"',
            "it is in_force, yet `terminated` is 2016",
        ),
        ('status = "in_force"', "it is in_force, without `in_force`"),
        ('signed = "2015-02"\nin_force = "2015-01"', "in_force: 2015-01 is before `signed`, 2015-02"),
        ('in_force = "2015"\nterminated = "2014"', "terminated: 2014 is before `in_force`"),
    ],
)
def test_a_treaty_that_contradicts_its_dates_is_refused(text: str, words: str, small: Path) -> None:
    with pytest.raises(DataError) as error:
        standing(small, "treaties", f"{TREATY}{text}\n")
    (fault,) = error.value.faults
    assert fault.startswith("treaties/t.toml: t: ")
    assert words in fault


def test_an_organization_stands_as_its_dates_tell(small: Path) -> None:
    for text, status in (("", None), ('founded = "2015"', "active"), ('dissolved = "2015"', "dissolved")):
        assert standing(small, "organizations", f"{UNION}{text}\n") == status
    assert standing(small, "organizations", f'{UNION}founded = "../2030"\nstatus = "planned"\n') == "planned"
    for text in ('dissolved = "2015"\nstatus = "active"', 'status = "dissolved"'):
        with pytest.raises(DataError, match="contradict each other"):
            standing(small, "organizations", f"{UNION}{text}\n")


def test_what_was_valid_agrees_with_the_status(seeded: TestClient) -> None:
    far = date.max.replace(year=9998).isoformat()
    there = {treaty["id"] for treaty in data(seeded, f"/v1/treaties?valid_at={far}&limit=200")}
    for status, valid in (("in_force", True), ("terminated", False), ("superseded", False), ("signed", False)):
        found = {treaty["id"] for treaty in data(seeded, f"/v1/treaties?status={status}&limit=200")}
        assert found
        assert (found <= there) if valid else not (found & there), status


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with as little as a treaty or an organization needs."""
    folder = tmp_path / "data"
    for noun in ("treaties", "organizations"):
        (folder / noun).mkdir(parents=True)
    (folder / "sources.toml").write_text('[[sources]]\nid = "country-codes"\ntitle = "Codes"\nkind = "dataset"\n')
    return folder
