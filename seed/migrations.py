"""The migrations of this code, in the folder `alembic`."""

from functools import cache

from alembic.config import Config
from alembic.script import ScriptDirectory

from models.settings import ROOT


def config() -> Config:
    """Give what Alembic has to know."""
    found = Config()
    found.set_main_option("script_location", str(ROOT / "alembic"))
    return found


@cache
def head() -> str | None:
    """Give the newest one."""
    return ScriptDirectory.from_config(config()).get_current_head()
