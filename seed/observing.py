"""Imports files of observations, or what the API of the World Bank has: which format reads what, and the progress."""

import re
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from rich.progress import Progress

from models import Country, Indicator, Source
from models.base import columns
from models.database import reading
from models.revision import Why
from models.settings import settings
from seed.bulk import Batch, Committed, Observations, Stored, import_observations
from seed.fetching import files
from seed.importers import OBSERVED, Plan, world_bank, world_bank_api
from seed.importers.layout import Catalogue, Layout
from seed.importers.reading import Reference, WrongFile
from seed.report import Refused, Repaired, Report

INDICATOR = re.compile(r"^https?://.*/indicator/([^/?]+)")


def observe(
    format: str,
    where: str,
    layout: Layout,
    report: Report,
    shown: Progress,
    *,
    why: Why,
    dry_run: bool,
    committed: Committed,
) -> Stored:
    """Import observations.

    Raises NotFetched, WrongFile and Vanished, in words for people, with nothing written.
    """
    asked = INDICATOR.match(where)
    code = asked[1] if asked else where
    if format == "world-bank" and (asked or (world_bank.CODE.fullmatch(where) and not Path(where).exists())):
        with world_bank_api.client() as client:
            reader = world_bank_api.Reading(client, code.upper(), layout, catalogue())
            plan, batches = reader.plan, reader.batches()
            observations = Observations(plan.names, plan.constants, batches, plan.records)
            return store(observations, report, why, dry_run, committed)
    with files(where, (".csv",)) as paths:
        observations = planned(format, paths, layout, shown)
        return store(observations, report, why, dry_run, committed)


def store(observations: Observations, report: Report, why: Why, dry_run: bool, committed: Committed) -> Stored:
    """Store observations in the database of the settings."""
    url = settings().database_url
    return import_observations(url, observations, report, why=why, dry_run=dry_run, committed=committed)


def catalogue() -> Catalogue:
    """Give what the database knows."""
    source, indicator = columns(Source), columns(Indicator)
    with reading() as connection:
        known = countries(connection)
        sources = frozenset(connection.scalars(sa.select(source.c.id)))
        units = {row.id: row.unit for row in connection.execute(sa.select(indicator.c.id, indicator.c.unit))}
    return Catalogue(known, sources, units)


def countries(connection: sa.Connection) -> Reference:
    """Give the countries that the database knows, by their codes."""
    country = columns(Country)
    rows = connection.execute(sa.select(country.c.id, country.c.iso2, country.c.m49)).all()
    return Reference(*({row[kind]: row.id for row in rows if row[kind]} for kind in range(3)))


def planned(format: str, paths: list[Path], layout: Layout, shown: Progress) -> Observations:
    """Give the observations of some files, which are read as they are taken."""
    with paths[0].open("rb") as raw:
        plan = OBSERVED[format].plan(raw, layout, catalogue())
    return Observations(plan.names, plan.constants, _batches(plan, paths, shown), plan.records)


def _batches(plan: Plan, paths: list[Path], shown: Progress) -> Iterator[Batch]:
    sizes = [path.stat().st_size for path in paths]
    task, done = shown.add_task("bytes read", total=sum(sizes)), 0
    for path, size in zip(paths, sizes, strict=True):
        with path.open("rb") as raw:
            try:
                for batch in plan.read(raw, path.name, several=len(paths) > 1):
                    shown.update(task, completed=done + raw.tell())
                    yield batch if len(paths) == 1 else named(batch, path.name)
            except WrongFile as error:
                raise WrongFile(f"{path.name}: {error}") from None
        done += size
    shown.update(task, completed=done)
    shown.add_task("rows stored", total=None)


def named(batch: Batch, file: str) -> Batch:
    """Name the file in the places of what is said."""
    outcomes: list[Repaired | Refused] = [
        outcome._replace(place=f"{file}: {f'line {place}' if isinstance(place := outcome.place, int) else place}")
        for outcome in batch.outcomes
    ]
    return batch._replace(outcomes=outcomes)
