"""Full text in a table of its own, sums of trade metrics, and indexes that follow the order of lists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Both databases compare and sort text by code point.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
WORDS = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")

SEARCHED = ("article", "country", "forum", "indicator", "organization", "source", "statement", "treaty")
DATED = {
    "forum": ("start", "end"),
    "membership": ("start", "end"),
    "organization": ("founded", "dissolved"),
    "participation": ("date",),
    "source": ("published",),
    "statement": ("date",),
    "treaty": ("signed", "in_force", "terminated"),
    "trade_metric": ("period",),
}
DROPPED = {
    "citation": ("resource",),
    "treaty": ("kind",),
    "trade_metric": (
        *("confidence", "flow", "frequency", "indicator", "partner"),
        *("product", "qualifier", "reporter", "status", "unit"),
    ),
}
ADDED = {
    "ix_citation_resource_record_id": ("citation", "resource, record, id"),
    "ix_treaty_kind_signed": ("treaty", "kind, signed_earliest DESC, id"),
    "ix_trade_metric_series": ("trade_metric", "reporter, partner, period_earliest DESC, id"),
    "ix_trade_metric_mirror": ("trade_metric", "partner, reporter, period_earliest DESC"),
    "ix_trade_metric_indicator": ("trade_metric", "indicator, period_earliest DESC"),
    "ix_trade_metric_product": ("trade_metric", "product, reporter"),
}

# SQLite's FTS5 reads the words from the table beside it; the triggers tell it of every change. It is slow to find the
# words that begin in one way, so they are kept too.
FTS5 = (
    "CREATE VIRTUAL TABLE document_words USING fts5(title_words, body_words, content='document', "
    "content_rowid='number', tokenize='ascii', prefix='2 3', detail=column)",
    "CREATE TABLE document_words_known (word TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TRIGGER document_written AFTER INSERT ON document BEGIN "
    "INSERT INTO document_words(rowid, title_words, body_words) VALUES (new.number, new.title_words, new.body_words); "
    "END",
    "CREATE TRIGGER document_removed AFTER DELETE ON document BEGIN "
    "INSERT INTO document_words(document_words, rowid, title_words, body_words) "
    "VALUES ('delete', old.number, old.title_words, old.body_words); END",
)
GIN = (
    "CREATE INDEX fts_document_words ON document USING gin ((title_words || body_words))",
    "CREATE INDEX fts_document_title_words ON document USING gin (title_words)",
)


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("resource", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("title_words", WORDS, nullable=False),
        sa.Column("body_words", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("resource", "record", name="pk_document"),
        sa.UniqueConstraint("number", name="uq_document_number"),
    )
    for sql in FTS5 if op.get_bind().dialect.name == "sqlite" else GIN:
        op.execute(sql)
    sums("trade_by_period", sa.Column("period", TEXT, nullable=False), *days("period"))
    sums("trade_by_partner", sa.Column("partner", TEXT, nullable=True))
    for table in SEARCHED:
        op.execute(f"ALTER TABLE {table} DROP COLUMN search")
    for table, names in DATED.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}_earliest", table)
            op.drop_index(f"ix_{table}_{name}_latest", table)
            op.create_index(f"ix_{table}_{name}_earliest_id", table, [f"{name}_earliest", "id"])
    for table, names in DROPPED.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}", table)
    for index, (table, columns) in ADDED.items():
        op.execute(f"CREATE INDEX {index} ON {table} ({columns})")
    op.add_column("trade_metric", sa.Column("value_in_units", sa.Double(), nullable=True))
    for power in range(-12, 16):
        metrics = sa.table("trade_metric", *map(sa.column, ("value", "unit_mult", "value_in_units")))
        # To divide by a power of ten is exact where to multiply by its inverse is not.
        factor = sa.literal_column(f"1e{abs(power)}")
        scaled = sa.update(metrics).values(
            value_in_units=metrics.c.value * factor if power >= 0 else metrics.c.value / factor
        )
        op.execute(scaled.where(metrics.c.unit_mult == power))


def downgrade() -> None:
    op.drop_column("trade_metric", "value_in_units")
    for index, (table, _) in ADDED.items():
        op.drop_index(index, table)
    for table, names in DROPPED.items():
        for name in names:
            op.create_index(f"ix_{table}_{name}", table, [name])
    for table, names in DATED.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}_earliest_id", table)
            op.create_index(f"ix_{table}_{name}_earliest", table, [f"{name}_earliest"])
            op.create_index(f"ix_{table}_{name}_latest", table, [f"{name}_latest"])
    for table in SEARCHED:
        op.add_column(table, sa.Column("search", TEXT, nullable=False, server_default=""))
    op.drop_table("trade_by_partner")
    op.drop_table("trade_by_period")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE document_words")
        op.execute("DROP TABLE document_words_known")
    op.drop_table("document")


def days(name: str) -> tuple[sa.Column, sa.Column]:
    """Give the two days of a partial date."""
    return sa.Column(f"{name}_earliest", sa.Date(), nullable=True), sa.Column(
        f"{name}_latest", sa.Date(), nullable=True
    )


def sums(table: str, *own: sa.Column) -> None:
    """Create one table of sums."""
    flows = "flow IN ('export', 'import', 're_export', 're_import', 'total')"
    frequencies = "frequency IN ('annual', 'quarterly', 'monthly', 'other')"
    op.create_table(
        table,
        sa.Column("number", sa.Integer(), nullable=False),
        *(
            sa.Column(name, TEXT, nullable=name == "flow")
            for name in ("reporter", "indicator", "flow", "product", "frequency", "unit", "source")
        ),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("records", "missing", "hedged", "alone", "grouped")
        ),
        *(sa.Column(name, TEXT, nullable=True) for name in ("group_least", "group_most")),
        *(sa.Column(name, sa.Float(), nullable=True) for name in ("total", "least", "most")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first", "last")),
        *own,
        sa.CheckConstraint(flows, name=op.f(f"ck_{table}_flow")),
        sa.CheckConstraint(frequencies, name=op.f(f"ck_{table}_frequency")),
        sa.PrimaryKeyConstraint("number", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_reporter_indicator_flow_product", table, ["reporter", "indicator", "flow", "product"])
