"""What a source says instead, in its citation, and the conflicts that are made of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Both databases compare and sort text by code point.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")

INDEXED = (
    *("kind", "fact_folded", "resource", "record", "field", "organization"),
    *("treaty", "country", "partner", "indicator", "flow", "period", "spread"),
)
FLOWS = "flow IN ('export', 'import', 're_export', 're_import', 'total')"
KINDS = "kind IN ('field', 'membership', 'participation', 'statement', 'observation')"
CONFIDENCES = "confidence IN ('sourced', 'dataset', 'conflicting', 'partly_inferred', 'announced', 'unverified')"


def upgrade() -> None:
    op.add_column("citation", sa.Column("value", TEXT, nullable=True))
    op.create_index("ix_citation_value", "citation", ["value"])
    op.create_table(
        "conflict",
        *(sa.Column(name, TEXT, nullable=False) for name in ("id", "kind", "fact", "resource")),
        *(
            sa.Column(name, TEXT, nullable=True)
            for name in (
                "record",
                "field",
                "organization",
                "treaty",
                "country",
                "partner",
                "indicator",
                "flow",
                "period",
            )
        ),
        sa.Column("spread", sa.Float(), nullable=True),
        sa.Column("fact_folded", TEXT, nullable=True),
        sa.CheckConstraint(FLOWS, name=op.f("ck_conflict_flow")),
        sa.CheckConstraint(KINDS, name=op.f("ck_conflict_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_conflict"),
    )
    for name in INDEXED:
        op.create_index(f"ix_conflict_{name}", "conflict", [name])
    op.create_table(
        "conflict_value",
        sa.Column("conflict", TEXT, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("value", "source", "locator", "confidence")),
        *(sa.Column(name, TEXT, nullable=True) for name in ("record", "note")),
        sa.CheckConstraint(CONFIDENCES, name=op.f("ck_conflict_value_confidence")),
        sa.ForeignKeyConstraint(["conflict"], ["conflict.id"], name="fk_conflict_value_conflict_conflict"),
        sa.PrimaryKeyConstraint("conflict", "place", name="pk_conflict_value"),
    )
    op.create_index("ix_conflict_value_source", "conflict_value", ["source"])


def downgrade() -> None:
    op.drop_table("conflict_value")
    op.drop_table("conflict")
    op.drop_index("ix_citation_value", "citation")
    op.drop_column("citation", "value")
