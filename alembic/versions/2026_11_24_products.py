"""Products: what the codes of trade metrics mean."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Both databases compare and sort text by code point.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "product",
        *(sa.Column(name, TEXT, nullable=False) for name in ("id", "name", "level")),
        *(sa.Column(name, TEXT, nullable=True) for name in ("section", "parent")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("source", "locator")),
        sa.Column("name_folded", TEXT, nullable=True),
        sa.CheckConstraint("level IN ('total', 'chapter', 'heading', 'subheading')", name=op.f("ck_product_level")),
        sa.ForeignKeyConstraint(["parent"], ["product.id"], name=op.f("fk_product_parent_product")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_product_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    for name in ("level", "section", "parent", "source", "name_folded"):
        op.create_index(op.f(f"ix_product_{name}"), "product", [name])


def downgrade() -> None:
    op.execute("DELETE FROM document WHERE resource = 'product'")
    op.drop_table("product")
