"""Loading: whole or not at all, and twice is once."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models import Citation, Participation, Past, Revision, Treaty, metadata
from models.base import columns
from models.database import reading, writing
from models.document import Words
from models.trade_sum import SUMS
from seed.derived import rebuild
from seed.files import DataError
from seed.loader import Report, load
from tests.conftest import copied


def everything(url: str) -> dict[str, Any]:
    with reading(url) as connection:
        return {
            table.name: sorted(connection.execute(sa.select(table)).all(), key=repr)
            for table in metadata.sorted_tables
            if table.name not in ("revision", "past")
        }


def loaded(url: str, folder: Path) -> Report:
    with writing(url) as connection:
        return load(connection, folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


def test_loading_twice_changes_nothing(empty: str, folder: Path) -> None:
    first = loaded(empty, folder)
    before = everything(empty)
    assert first.revision == 1
    assert loaded(empty, folder) == Report(0, 0, 0, None)
    assert everything(empty) == before
    with reading(empty) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(columns(Revision))) == 1


def test_a_changed_file_changes_just_that(lean: str, folder: Path) -> None:
    path = folder / "treaties" / "rus-kaz-friendship-1992.toml"
    path.write_text(path.read_text().replace('scope = "bilateral"', 'scope = "bilateral"\nplace = "Moscow"', 1))
    assert loaded(lean, folder) == Report(0, 1, 0, 2)
    with reading(lean) as connection:
        treaty = columns(Treaty)
        row = connection.execute(sa.select(treaty).where(treaty.c.id == "rus-kaz-friendship-1992")).one()
    assert (row.place, row.place_folded) == ("Moscow", "moscow")


def test_what_a_record_no_longer_has_goes(lean: str, folder: Path) -> None:
    path = folder / "treaties" / "rus-kaz-friendship-1992.toml"
    path.write_text(path.read_text().split("[[parties]]")[0])
    report = loaded(lean, folder)
    assert (report.inserted, report.updated, report.deleted) == (0, 0, 13)
    with reading(lean) as connection:
        for table, column in ((Participation, "treaty"), (Citation, "record")):
            found = connection.execute(
                sa.select(columns(table)).where(columns(table).c[column].startswith("rus-kaz-friendship-1992"))
            ).all()
            assert len(found) == (0 if table is Participation else 4)


def test_a_record_that_leaves_the_files_leaves_the_database(lean: str, folder: Path, tmp_path: Path) -> None:
    path = folder / "treaties" / "rus-kaz-gas-contract-2013.toml"
    text = path.read_text()
    renamed = folder / "treaties" / "gas-2013.toml"
    renamed.write_text(text.replace("rus-kaz-gas-contract-2013", "gas-2013"))
    path.unlink()
    forum = folder / "forums" / "rus-kaz-regional-cooperation-forum.toml"
    forum.write_text(forum.read_text().replace("rus-kaz-gas-contract-2013", "gas-2013"))
    metrics = folder / "trade-metrics" / "stated.csv"
    metrics.write_text(metrics.read_text().replace("annual,2012,23.8", "annual,2011,23.8"))
    report = loaded(lean, folder)
    assert (report.inserted, report.updated) == (report.deleted, 0)
    after = everything(lean)
    assert "rus-kaz-gas-contract-2013" not in repr(after)
    of_article = [row for row in after["trade_metric"] if row.source == "caci-analyst-2013-11-27"]
    assert {row.period for row in of_article if row.indicator == "trade-turnover"} == {"2011"}
    assert loaded(lean, copied(tmp_path / "again")).revision == 3
    assert "gas-2013" not in repr(everything(lean)["treaty"]).replace("rus-kaz-gas-contract-2013", "")


def test_a_renamed_record_takes_its_references_along(lean: str, folder: Path) -> None:
    old = folder / "treaties" / "eaeu-founding-treaty.toml"
    new = folder / "treaties" / "eaeu-treaty.toml"
    old.rename(new)
    for path in folder.rglob("*.toml"):
        path.write_text(path.read_text().replace("eaeu-founding-treaty", "eaeu-treaty"))
    assert loaded(lean, folder).revision == 2
    assert "eaeu-founding-treaty" not in repr(everything(lean))


def test_rows_of_other_origin_stay(lean: str, folder: Path) -> None:
    other = dict.fromkeys(Treaty.model_fields) | {"id": "other", "title": "O", "kind": "treaty", "revision": 1}
    with writing(lean) as connection:
        connection.execute(sa.insert(columns(Treaty)).values(other))
    assert loaded(lean, folder).revision is None
    with reading(lean) as connection:
        assert connection.scalar(sa.select(columns(Treaty).c.id).where(columns(Treaty).c.id == "other")) == "other"


def test_a_wrong_file_leaves_the_database_as_it_was(lean: str, folder: Path) -> None:
    before = everything(lean)
    path = folder / "forums" / "rus-kaz-regional-cooperation-forum.toml"
    path.write_text(path.read_text().replace('country = "RUS"', 'country = "RUSSIA"'))
    with pytest.raises(DataError, match="rkf-10"):
        loaded(lean, folder)
    assert everything(lean) == before


def test_a_failure_in_the_middle_leaves_the_database_as_it_was(
    empty: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise RuntimeError("the power went")

    monkeypatch.setattr("seed.loader.commit", fail)
    with pytest.raises(RuntimeError, match="the power went"):
        loaded(empty, folder)
    assert not any(everything(empty).values())


@pytest.mark.xdist_group("both")
def test_both_databases_hold_the_same(databases: Any, seeded_url: str) -> None:
    with reading(seeded_url) as connection:
        found = {
            table.name: sorted(tuple(map(_alike, row)) for row in connection.execute(sa.select(*_plain(table))))
            for table in metadata.sorted_tables
            if table.name not in ("revision", "past")
        }
    assert SEEN.setdefault("seed", found) == found


def _plain(table: sa.Table) -> list[sa.Column[Any]]:
    """Give the columns that both databases write alike."""
    numbered = {"number"} if table.name in {columns(model).name for model in SUMS} else set()
    return [column for column in table.columns if not isinstance(column.type, Words) and column.name not in numbered]


def _alike(value: Any) -> str:
    # What many numbers add up to depends on their order, in the last digits.
    return f"{value:.12g}" if isinstance(value, float) else str(value)


SEEN: dict[str, Any] = {}


def test_sums_follow_the_observations(lean: str, folder: Path) -> None:
    path = folder / "trade-metrics" / "stated.csv"
    header, _, *rest = path.read_text().splitlines(keepends=True)
    path.write_text("".join([header, *rest]))
    assert loaded(lean, folder).deleted
    countries = folder / "countries.csv"
    countries.write_text(countries.read_text().replace(",Astana,country,", ",Astana,group,"))
    assert loaded(lean, folder).updated
    kept = everything(lean)
    with writing(lean) as connection:
        for table in SUMS:
            connection.execute(sa.delete(columns(table)))
        rebuild(connection)
    for table in SUMS:
        name = str(table.__tablename__)
        one, other = ([tuple(map(_alike, row[1:])) for row in rows[name]] for rows in (kept, everything(lean)))
        assert sorted(one) == sorted(other)
    assert kept["trade_by_partner"]


def test_a_relation_that_moves_changes_both_treaties(empty: str, folder: Path) -> None:
    one, other = (folder / "treaties" / f"{name}.toml" for name in ("rus-kaz-alliance-2013", "rus-kaz-friendship-1992"))
    relation = (
        '\n[[relations]]\nid = "moving"\nrelation = "refers_to"\nkind = "organization"\nrelated = "eaeu"\n'
        'citations = [{ source = "caci-analyst-2013-11-27", locator = "para 1" }]\n'
    )
    plain = one.read_text(), other.read_text()
    one.write_text(plain[0] + relation)
    loaded(empty, folder)
    one.write_text(plain[0])
    other.write_text(plain[1] + relation)
    assert loaded(empty, folder).revision == 2
    with reading(empty) as connection:
        changed = sa.select(columns(Treaty).c.id).where(columns(Treaty).c.revision == 2)
        assert set(connection.scalars(changed)) == {one.stem, other.stem}
        assert len(connection.execute(sa.select(columns(Past))).all()) == 2
