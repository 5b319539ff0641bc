"""Bad input never breaks it: no 5xx, no broken connection, a problem document for each error, alike on both databases."""

from pathlib import Path

import pytest

from tests.fuzz import naughty
from tests.fuzz.twins import Twins

pytestmark = pytest.mark.fuzz


def test_naughty_addresses(twins: Twins, tmp_path: Path) -> None:
    number = twins.run(naughty.asked(naughty.strings(tmp_path)), alike=True)
    print(f"{number} inputs: {dict(twins.statuses)}")  # noqa: T201
    assert number >= 5_000
