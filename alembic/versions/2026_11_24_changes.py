"""Changes: who made each revision and how, which revision a record is of, and what records were before."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Both databases compare and sort text by code point.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
RECORDS = (
    *("article", "country", "forum", "indicator", "membership", "organization"),
    *("participation", "product", "source", "statement", "trade_metric", "treaty"),
)


def upgrade() -> None:
    collated = 'VARCHAR COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "VARCHAR"
    check = "CONSTRAINT ck_revision_kind CHECK (kind IN ('load', 'import', 'write'))"
    op.execute(f"ALTER TABLE revision ADD COLUMN kind {collated} DEFAULT 'load' NOT NULL {check}")
    op.execute(f"ALTER TABLE revision ADD COLUMN actor {collated} DEFAULT 'command' NOT NULL")
    op.execute("UPDATE revision SET kind = 'import' WHERE reason LIKE 'import%'")
    for table in RECORDS:
        op.add_column(table, sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
        # All that is known of what is there already: it is so since the last change at the latest.
        op.execute(f"UPDATE {table} SET revision = (SELECT coalesce(max(number), 0) FROM revision)")  # noqa: S608
        op.create_index(op.f(f"ix_{table}_revision_id"), table, ["revision", "id"])
    op.create_table(
        "past",
        sa.Column("revision", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("resource", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=True),
        sa.Column("moved_to", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("revision", "resource", "record", name=op.f("pk_past")),
    )
    op.create_index("ix_past_record", "past", ["resource", "record", "revision"])


def downgrade() -> None:
    op.drop_table("past")
    for table in RECORDS:
        op.drop_index(op.f(f"ix_{table}_revision_id"), table)
        op.drop_column(table, "revision")
    op.drop_column("revision", "actor")
    op.drop_column("revision", "kind")
