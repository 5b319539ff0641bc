"""A later release in tests: the migrations of this code, and one more."""

import shutil
from pathlib import Path

from alembic.config import Config

from models.settings import ROOT
from seed.migrations import head

LATER = "9999"
ADDS = f"""
import os
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{LATER}", "{head()}", None, None

def upgrade():
    op.add_column("treaty", sa.Column("later", sa.String(), server_default="x", nullable=False))
    op.execute("UPDATE treaty SET later = title")
    op.create_index("ix_treaty_later", "treaty", ["later"])
    MIDDLE
    op.create_table("later", sa.Column("id", sa.String(), primary_key=True))

def downgrade():
    op.drop_table("later")
    op.drop_index("ix_treaty_later", "treaty")
    op.drop_column("treaty", "later")
"""


def later(folder: Path, middle: str = "") -> Config:
    """Give the configuration of that release, whose migration does something else in its middle."""
    shutil.copytree(ROOT / "alembic", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "later.py").write_text(ADDS.replace("MIDDLE", middle))
    config = Config()
    config.set_main_option("script_location", str(folder))
    return config
