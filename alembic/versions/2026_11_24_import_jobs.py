"""Imports over HTTP."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Both databases compare and sort text by code point.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
RUNNING = sa.text("status = 'running'")


def upgrade() -> None:
    needed = ("id", "api_key", "format", "filename", "options", "reason", "media_type", "digest", "status")
    op.create_table(
        "import_job",
        *(sa.Column(name, TEXT, nullable=False) for name in needed),
        *(sa.Column(name, TEXT, nullable=True) for name in ("idempotency_key", "outcome", "error", "report")),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer, nullable=True),
        sa.CheckConstraint("status IN ('running', 'done', 'failed')", name=op.f("ck_import_job_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
        sa.UniqueConstraint("api_key", "idempotency_key", name=op.f("uq_import_job_api_key_idempotency_key")),
    )
    op.create_index(op.f("ix_import_job_api_key"), "import_job", ["api_key"])
    op.create_index(
        "ix_import_job_running",
        "import_job",
        ["api_key"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )


def downgrade() -> None:
    op.drop_table("import_job")
