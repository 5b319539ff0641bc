"""Names of indicators in Russian."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Both databases compare and sort text by code point.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
NAMES = ("name_ru", "name_ru_folded")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("indicator", sa.Column(name, TEXT, nullable=True))
    op.create_index(op.f("ix_indicator_name_ru_folded"), "indicator", ["name_ru_folded"])


def downgrade() -> None:
    op.drop_index(op.f("ix_indicator_name_ru_folded"), "indicator")
    for name in reversed(NAMES):
        op.drop_column("indicator", name)
