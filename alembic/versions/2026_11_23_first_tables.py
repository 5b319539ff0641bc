"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Both databases compare and sort text by code point.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "country",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("iso2", TEXT, nullable=True),
        sa.Column("m49", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_ru", TEXT, nullable=True),
        sa.Column("capital", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name_folded", TEXT, nullable=True),
        sa.Column("name_ru_folded", TEXT, nullable=True),
        sa.Column("capital_folded", TEXT, nullable=True),
        sa.Column("search", TEXT, nullable=False),
        sa.CheckConstraint("kind IN ('country', 'territory', 'group')", name=op.f("ck_country_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country")),
    )
    with op.batch_alter_table("country", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_country_capital_folded"), ["capital_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_country_iso2"), ["iso2"], unique=False)
        batch_op.create_index(batch_op.f("ix_country_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_country_m49"), ["m49"], unique=False)
        batch_op.create_index(batch_op.f("ix_country_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_country_name_ru_folded"), ["name_ru_folded"], unique=False)

    op.create_table(
        "curated",
        sa.Column("resource", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("resource", "record", name=op.f("pk_curated")),
    )
    op.create_table(
        "indicator",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("definition", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("measure", TEXT, nullable=False),
        sa.Column("name_folded", TEXT, nullable=True),
        sa.Column("search", TEXT, nullable=False),
        sa.CheckConstraint("measure IN ('flow', 'stock', 'share', 'ratio')", name=op.f("ck_indicator_measure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_measure"), ["measure"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_unit"), ["unit"], unique=False)

    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
    )
    op.create_table(
        "source",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=True),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("published", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("licence", TEXT, nullable=True),
        sa.Column("published_earliest", sa.Date(), nullable=True),
        sa.Column("published_latest", sa.Date(), nullable=True),
        sa.Column("title_folded", TEXT, nullable=True),
        sa.Column("publisher_folded", TEXT, nullable=True),
        sa.Column("author_folded", TEXT, nullable=True),
        sa.Column("search", TEXT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('article', 'official', 'treaty_text', 'statistics', 'dataset', 'encyclopedia')",
            name=op.f("ck_source_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_author_folded"), ["author_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_language"), ["language"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_published_earliest"), ["published_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_published_latest"), ["published_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_publisher_folded"), ["publisher_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_title_folded"), ["title_folded"], unique=False)

    op.create_table(
        "treaty",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("title_ru", TEXT, nullable=True),
        sa.Column("short_title", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=True),
        sa.Column("scope", TEXT, nullable=True),
        sa.Column("signed", TEXT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.Column("in_force", TEXT, nullable=True),
        sa.Column("terminated", TEXT, nullable=True),
        sa.Column("gist", TEXT, nullable=True),
        sa.Column("signed_earliest", sa.Date(), nullable=True),
        sa.Column("signed_latest", sa.Date(), nullable=True),
        sa.Column("in_force_earliest", sa.Date(), nullable=True),
        sa.Column("in_force_latest", sa.Date(), nullable=True),
        sa.Column("terminated_earliest", sa.Date(), nullable=True),
        sa.Column("terminated_latest", sa.Date(), nullable=True),
        sa.Column("title_folded", TEXT, nullable=True),
        sa.Column("title_ru_folded", TEXT, nullable=True),
        sa.Column("short_title_folded", TEXT, nullable=True),
        sa.Column("place_folded", TEXT, nullable=True),
        sa.Column("search", TEXT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('treaty', 'agreement', 'protocol', 'memorandum', 'roadmap', 'contract', 'declaration')",
            name=op.f("ck_treaty_kind"),
        ),
        sa.CheckConstraint("scope IN ('bilateral', 'multilateral')", name=op.f("ck_treaty_scope")),
        sa.CheckConstraint(
            "status IN ('negotiating', 'signed', 'in_force', 'suspended', 'terminated', 'superseded')",
            name=op.f("ck_treaty_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treaty")),
    )
    with op.batch_alter_table("treaty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_treaty_in_force_earliest"), ["in_force_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_in_force_latest"), ["in_force_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_place_folded"), ["place_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_scope"), ["scope"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_short_title_folded"), ["short_title_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_signed_earliest"), ["signed_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_signed_latest"), ["signed_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_terminated_earliest"), ["terminated_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_terminated_latest"), ["terminated_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_title_folded"), ["title_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_title_ru_folded"), ["title_ru_folded"], unique=False)

    op.create_table(
        "article",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("treaty", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("heading", TEXT, nullable=True),
        sa.Column("gist", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("completeness", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("heading_folded", TEXT, nullable=True),
        sa.Column("search", TEXT, nullable=False),
        sa.CheckConstraint("completeness IN ('full', 'excerpt', 'gist')", name=op.f("ck_article_completeness")),
        sa.ForeignKeyConstraint(["treaty"], ["treaty.id"], name=op.f("fk_article_treaty_treaty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("treaty", "number", name=op.f("uq_article_treaty_number")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_completeness"), ["completeness"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_heading_folded"), ["heading_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_language"), ["language"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_ordinal"), ["ordinal"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_treaty"), ["treaty"], unique=False)

    op.create_table(
        "citation",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("resource", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("locator", TEXT, nullable=False),
        sa.Column("confidence", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.CheckConstraint(
            "confidence IN ('sourced', 'dataset', 'conflicting', 'partly_inferred', 'announced', 'unverified')",
            name=op.f("ck_citation_confidence"),
        ),
        sa.CheckConstraint(
            "resource IN ('treaty', 'participation', 'treaty_relation', 'article', 'forum', 'statement', 'organization', 'membership', 'country', 'indicator')",
            name=op.f("ck_citation_resource"),
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_citation_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
    )
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citation_confidence"), ["confidence"], unique=False)
        batch_op.create_index(batch_op.f("ix_citation_field"), ["field"], unique=False)
        batch_op.create_index(batch_op.f("ix_citation_record"), ["record"], unique=False)
        batch_op.create_index(batch_op.f("ix_citation_resource"), ["resource"], unique=False)
        batch_op.create_index(batch_op.f("ix_citation_source"), ["source"], unique=False)

    op.create_table(
        "organization",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_ru", TEXT, nullable=True),
        sa.Column("acronym", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=True),
        sa.Column("founded", TEXT, nullable=True),
        sa.Column("dissolved", TEXT, nullable=True),
        sa.Column("headquarters", TEXT, nullable=True),
        sa.Column("founding_treaty", TEXT, nullable=True),
        sa.Column("gist", TEXT, nullable=True),
        sa.Column("founded_earliest", sa.Date(), nullable=True),
        sa.Column("founded_latest", sa.Date(), nullable=True),
        sa.Column("dissolved_earliest", sa.Date(), nullable=True),
        sa.Column("dissolved_latest", sa.Date(), nullable=True),
        sa.Column("name_folded", TEXT, nullable=True),
        sa.Column("name_ru_folded", TEXT, nullable=True),
        sa.Column("acronym_folded", TEXT, nullable=True),
        sa.Column("headquarters_folded", TEXT, nullable=True),
        sa.Column("search", TEXT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('regional_organization', 'community', 'customs_union', 'common_market', 'economic_union', 'political_union', 'alliance', 'commission', 'council', 'court', 'bank', 'forum')",
            name=op.f("ck_organization_kind"),
        ),
        sa.CheckConstraint("status IN ('planned', 'active', 'dissolved')", name=op.f("ck_organization_status")),
        sa.ForeignKeyConstraint(
            ["founding_treaty"], ["treaty.id"], name=op.f("fk_organization_founding_treaty_treaty")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
    )
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_acronym_folded"), ["acronym_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_dissolved_earliest"), ["dissolved_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_dissolved_latest"), ["dissolved_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_founded_earliest"), ["founded_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_founded_latest"), ["founded_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_founding_treaty"), ["founding_treaty"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_headquarters_folded"), ["headquarters_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_name_ru_folded"), ["name_ru_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_status"), ["status"], unique=False)

    op.create_table(
        "trade_metric",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("indicator", TEXT, nullable=False),
        sa.Column("reporter", TEXT, nullable=False),
        sa.Column("partner", TEXT, nullable=True),
        sa.Column("flow", TEXT, nullable=True),
        sa.Column("product", TEXT, nullable=False),
        sa.Column("frequency", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("unit_mult", sa.Integer(), nullable=False),
        sa.Column("qualifier", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("locator", TEXT, nullable=False),
        sa.Column("confidence", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("period_earliest", sa.Date(), nullable=True),
        sa.Column("period_latest", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "confidence IN ('sourced', 'dataset', 'conflicting', 'partly_inferred', 'announced', 'unverified')",
            name=op.f("ck_trade_metric_confidence"),
        ),
        sa.CheckConstraint(
            "flow IN ('export', 'import', 're_export', 're_import', 'total')", name=op.f("ck_trade_metric_flow")
        ),
        sa.CheckConstraint(
            "frequency IN ('annual', 'quarterly', 'monthly', 'other')", name=op.f("ck_trade_metric_frequency")
        ),
        sa.CheckConstraint(
            "qualifier IN ('exact', 'approximately', 'more_than', 'less_than', 'at_least', 'at_most')",
            name=op.f("ck_trade_metric_qualifier"),
        ),
        sa.CheckConstraint(
            "status IN ('normal', 'estimated', 'forecast', 'provisional', 'imputed', 'break', 'missing')",
            name=op.f("ck_trade_metric_status"),
        ),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.id"], name=op.f("fk_trade_metric_indicator_indicator")),
        sa.ForeignKeyConstraint(["partner"], ["country.id"], name=op.f("fk_trade_metric_partner_country")),
        sa.ForeignKeyConstraint(["reporter"], ["country.id"], name=op.f("fk_trade_metric_reporter_country")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_trade_metric_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trade_metric")),
    )
    with op.batch_alter_table("trade_metric", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trade_metric_confidence"), ["confidence"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_flow"), ["flow"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_frequency"), ["frequency"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_indicator"), ["indicator"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_partner"), ["partner"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_period_earliest"), ["period_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_period_latest"), ["period_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_product"), ["product"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_qualifier"), ["qualifier"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_reporter"), ["reporter"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_unit"), ["unit"], unique=False)
        batch_op.create_index(batch_op.f("ix_trade_metric_value"), ["value"], unique=False)

    op.create_table(
        "treaty_subject",
        sa.Column("treaty", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("subject_folded", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["treaty"], ["treaty.id"], name=op.f("fk_treaty_subject_treaty_treaty")),
        sa.PrimaryKeyConstraint("treaty", "subject", name=op.f("pk_treaty_subject")),
    )
    with op.batch_alter_table("treaty_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_treaty_subject_subject_folded"), ["subject_folded"], unique=False)

    op.create_table(
        "article_subject",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("subject_folded", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name=op.f("fk_article_subject_article_article")),
        sa.PrimaryKeyConstraint("article", "subject", name=op.f("pk_article_subject")),
    )
    with op.batch_alter_table("article_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_subject_subject_folded"), ["subject_folded"], unique=False)

    op.create_table(
        "forum",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_ru", TEXT, nullable=True),
        sa.Column("series", TEXT, nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("organization", TEXT, nullable=True),
        sa.Column("start", TEXT, nullable=True),
        sa.Column("end", TEXT, nullable=True),
        sa.Column("city", TEXT, nullable=True),
        sa.Column("country", TEXT, nullable=True),
        sa.Column("gist", TEXT, nullable=True),
        sa.Column("start_earliest", sa.Date(), nullable=True),
        sa.Column("start_latest", sa.Date(), nullable=True),
        sa.Column("end_earliest", sa.Date(), nullable=True),
        sa.Column("end_latest", sa.Date(), nullable=True),
        sa.Column("name_folded", TEXT, nullable=True),
        sa.Column("name_ru_folded", TEXT, nullable=True),
        sa.Column("city_folded", TEXT, nullable=True),
        sa.Column("search", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["country"], ["country.id"], name=op.f("fk_forum_country_country")),
        sa.ForeignKeyConstraint(["organization"], ["organization.id"], name=op.f("fk_forum_organization_organization")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum")),
    )
    with op.batch_alter_table("forum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_city_folded"), ["city_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_end_earliest"), ["end_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_end_latest"), ["end_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_name_ru_folded"), ["name_ru_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_ordinal"), ["ordinal"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_organization"), ["organization"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_series"), ["series"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_start_earliest"), ["start_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_start_latest"), ["start_latest"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("organization", TEXT, nullable=False),
        sa.Column("country", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("start", TEXT, nullable=True),
        sa.Column("end", TEXT, nullable=True),
        sa.Column("event", TEXT, nullable=True),
        sa.Column("start_earliest", sa.Date(), nullable=True),
        sa.Column("start_latest", sa.Date(), nullable=True),
        sa.Column("end_earliest", sa.Date(), nullable=True),
        sa.Column("end_latest", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "event IN ('founding', 'accession', 'status_change', 'suspension', 'withdrawal', 'listed', 'named')",
            name=op.f("ck_membership_event"),
        ),
        sa.CheckConstraint(
            "status IN ('member', 'observer', 'candidate', 'associate', 'dialogue_partner', 'suspended')",
            name=op.f("ck_membership_status"),
        ),
        sa.ForeignKeyConstraint(["country"], ["country.id"], name=op.f("fk_membership_country_country")),
        sa.ForeignKeyConstraint(
            ["organization"], ["organization.id"], name=op.f("fk_membership_organization_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_end_earliest"), ["end_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_end_latest"), ["end_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_event"), ["event"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_organization"), ["organization"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_start_earliest"), ["start_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_start_latest"), ["start_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_status"), ["status"], unique=False)

    op.create_table(
        "organization_predecessor",
        sa.Column("organization", TEXT, nullable=False),
        sa.Column("predecessor", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organization.id"], name=op.f("fk_organization_predecessor_organization_organization")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor"], ["organization.id"], name=op.f("fk_organization_predecessor_predecessor_organization")
        ),
        sa.PrimaryKeyConstraint("organization", "predecessor", name=op.f("pk_organization_predecessor")),
    )
    with op.batch_alter_table("organization_predecessor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_predecessor_predecessor"), ["predecessor"], unique=False)

    op.create_table(
        "participation",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("treaty", TEXT, nullable=False),
        sa.Column("party", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_earliest", sa.Date(), nullable=True),
        sa.Column("date_latest", sa.Date(), nullable=True),
        sa.Column("party_country", TEXT, nullable=True),
        sa.Column("party_organization", TEXT, nullable=True),
        sa.CheckConstraint(
            "action IN ('signature', 'ratification', 'acceptance', 'approval', 'accession', 'succession', 'entry_into_force', 'withdrawal')",
            name=op.f("ck_participation_action"),
        ),
        sa.ForeignKeyConstraint(["party_country"], ["country.id"], name=op.f("fk_participation_party_country_country")),
        sa.ForeignKeyConstraint(
            ["party_organization"], ["organization.id"], name=op.f("fk_participation_party_organization_organization")
        ),
        sa.ForeignKeyConstraint(["treaty"], ["treaty.id"], name=op.f("fk_participation_treaty_treaty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_date_earliest"), ["date_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_date_latest"), ["date_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_party"), ["party"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_party_country"), ["party_country"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_party_organization"), ["party_organization"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_treaty"), ["treaty"], unique=False)

    op.create_table(
        "treaty_relation",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("treaty", TEXT, nullable=False),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("related", TEXT, nullable=False),
        sa.Column("related_treaty", TEXT, nullable=True),
        sa.Column("related_organization", TEXT, nullable=True),
        sa.CheckConstraint("kind IN ('treaty', 'organization')", name=op.f("ck_treaty_relation_kind")),
        sa.CheckConstraint(
            "relation IN ('based_on', 'supersedes', 'amends', 'implements', 'accedes_to', 'establishes', 'refers_to')",
            name=op.f("ck_treaty_relation_relation"),
        ),
        sa.CheckConstraint(
            "coalesce(related_treaty, related_organization) = related", name=op.f("ck_treaty_relation_related")
        ),
        sa.ForeignKeyConstraint(
            ["related_organization"],
            ["organization.id"],
            name=op.f("fk_treaty_relation_related_organization_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["related_treaty"], ["treaty.id"], name=op.f("fk_treaty_relation_related_treaty_treaty")
        ),
        sa.ForeignKeyConstraint(["treaty"], ["treaty.id"], name=op.f("fk_treaty_relation_treaty_treaty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treaty_relation")),
    )
    with op.batch_alter_table("treaty_relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_treaty_relation_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_relation_related"), ["related"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_treaty_relation_related_organization"), ["related_organization"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_treaty_relation_related_treaty"), ["related_treaty"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_relation_relation"), ["relation"], unique=False)
        batch_op.create_index(batch_op.f("ix_treaty_relation_treaty"), ["treaty"], unique=False)

    op.create_table(
        "forum_outcome",
        sa.Column("forum", TEXT, nullable=False),
        sa.Column("treaty", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["forum"], ["forum.id"], name=op.f("fk_forum_outcome_forum_forum")),
        sa.ForeignKeyConstraint(["treaty"], ["treaty.id"], name=op.f("fk_forum_outcome_treaty_treaty")),
        sa.PrimaryKeyConstraint("forum", "treaty", name=op.f("pk_forum_outcome")),
    )
    with op.batch_alter_table("forum_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_outcome_treaty"), ["treaty"], unique=False)

    op.create_table(
        "forum_participant",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("forum", TEXT, nullable=False),
        sa.Column("party", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=True),
        sa.Column("person_folded", TEXT, nullable=True),
        sa.Column("party_country", TEXT, nullable=True),
        sa.Column("party_organization", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["forum"], ["forum.id"], name=op.f("fk_forum_participant_forum_forum")),
        sa.ForeignKeyConstraint(
            ["party_country"], ["country.id"], name=op.f("fk_forum_participant_party_country_country")
        ),
        sa.ForeignKeyConstraint(
            ["party_organization"],
            ["organization.id"],
            name=op.f("fk_forum_participant_party_organization_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_participant")),
    )
    with op.batch_alter_table("forum_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_participant_forum"), ["forum"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_participant_party"), ["party"], unique=False)
        batch_op.create_index(batch_op.f("ix_forum_participant_party_country"), ["party_country"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_forum_participant_party_organization"), ["party_organization"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_forum_participant_person_folded"), ["person_folded"], unique=False)

    op.create_table(
        "statement",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("speaker", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=True),
        sa.Column("on_behalf_of", TEXT, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("forum", TEXT, nullable=True),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("stance", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("gist", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("date_earliest", sa.Date(), nullable=True),
        sa.Column("date_latest", sa.Date(), nullable=True),
        sa.Column("speaker_folded", TEXT, nullable=True),
        sa.Column("topic_folded", TEXT, nullable=True),
        sa.Column("on_behalf_of_country", TEXT, nullable=True),
        sa.Column("on_behalf_of_organization", TEXT, nullable=True),
        sa.Column("search", TEXT, nullable=False),
        sa.CheckConstraint("kind IN ('quotation', 'paraphrase')", name=op.f("ck_statement_kind")),
        sa.CheckConstraint(
            "stance IN ('supports', 'opposes', 'criticises', 'cautious', 'proposes', 'announces', 'reports')",
            name=op.f("ck_statement_stance"),
        ),
        sa.ForeignKeyConstraint(["forum"], ["forum.id"], name=op.f("fk_statement_forum_forum")),
        sa.ForeignKeyConstraint(
            ["on_behalf_of_country"], ["country.id"], name=op.f("fk_statement_on_behalf_of_country_country")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of_organization"],
            ["organization.id"],
            name=op.f("fk_statement_on_behalf_of_organization_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_date_earliest"), ["date_earliest"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_date_latest"), ["date_latest"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_forum"), ["forum"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_on_behalf_of"), ["on_behalf_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_on_behalf_of_country"), ["on_behalf_of_country"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_statement_on_behalf_of_organization"), ["on_behalf_of_organization"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_statement_speaker_folded"), ["speaker_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_stance"), ["stance"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_topic_folded"), ["topic_folded"], unique=False)

    op.create_table(
        "statement_relation",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("statement", TEXT, nullable=False),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("related_statement", TEXT, nullable=False),
        sa.CheckConstraint("relation IN ('contradicts', 'responds_to')", name=op.f("ck_statement_relation_relation")),
        sa.ForeignKeyConstraint(
            ["related_statement"], ["statement.id"], name=op.f("fk_statement_relation_related_statement_statement")
        ),
        sa.ForeignKeyConstraint(
            ["statement"], ["statement.id"], name=op.f("fk_statement_relation_statement_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_relation")),
    )
    with op.batch_alter_table("statement_relation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_statement_relation_related_statement"), ["related_statement"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_statement_relation_relation"), ["relation"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_relation_statement"), ["statement"], unique=False)

    op.create_table(
        "statement_target",
        sa.Column("statement", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("target_country", TEXT, nullable=True),
        sa.Column("target_organization", TEXT, nullable=True),
        sa.Column("target_treaty", TEXT, nullable=True),
        sa.CheckConstraint(
            "kind = 'topic' OR coalesce(target_country, target_organization, target_treaty) = target",
            name=op.f("ck_statement_target_target"),
        ),
        sa.CheckConstraint(
            "kind IN ('country', 'organization', 'treaty', 'topic')", name=op.f("ck_statement_target_kind")
        ),
        sa.CheckConstraint("role IN ('about', 'against')", name=op.f("ck_statement_target_role")),
        sa.ForeignKeyConstraint(["statement"], ["statement.id"], name=op.f("fk_statement_target_statement_statement")),
        sa.ForeignKeyConstraint(
            ["target_country"], ["country.id"], name=op.f("fk_statement_target_target_country_country")
        ),
        sa.ForeignKeyConstraint(
            ["target_organization"],
            ["organization.id"],
            name=op.f("fk_statement_target_target_organization_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["target_treaty"], ["treaty.id"], name=op.f("fk_statement_target_target_treaty_treaty")
        ),
        sa.PrimaryKeyConstraint("statement", "role", "kind", "target", name=op.f("pk_statement_target")),
    )
    with op.batch_alter_table("statement_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_target_target"), ["target"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_target_target_country"), ["target_country"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_statement_target_target_organization"), ["target_organization"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_statement_target_target_treaty"), ["target_treaty"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("statement_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_target_target_treaty"))
        batch_op.drop_index(batch_op.f("ix_statement_target_target_organization"))
        batch_op.drop_index(batch_op.f("ix_statement_target_target_country"))
        batch_op.drop_index(batch_op.f("ix_statement_target_target"))

    op.drop_table("statement_target")
    with op.batch_alter_table("statement_relation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_relation_statement"))
        batch_op.drop_index(batch_op.f("ix_statement_relation_relation"))
        batch_op.drop_index(batch_op.f("ix_statement_relation_related_statement"))

    op.drop_table("statement_relation")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_topic_folded"))
        batch_op.drop_index(batch_op.f("ix_statement_stance"))
        batch_op.drop_index(batch_op.f("ix_statement_speaker_folded"))
        batch_op.drop_index(batch_op.f("ix_statement_on_behalf_of_organization"))
        batch_op.drop_index(batch_op.f("ix_statement_on_behalf_of_country"))
        batch_op.drop_index(batch_op.f("ix_statement_on_behalf_of"))
        batch_op.drop_index(batch_op.f("ix_statement_kind"))
        batch_op.drop_index(batch_op.f("ix_statement_forum"))
        batch_op.drop_index(batch_op.f("ix_statement_date_latest"))
        batch_op.drop_index(batch_op.f("ix_statement_date_earliest"))

    op.drop_table("statement")
    with op.batch_alter_table("forum_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_participant_person_folded"))
        batch_op.drop_index(batch_op.f("ix_forum_participant_party_organization"))
        batch_op.drop_index(batch_op.f("ix_forum_participant_party_country"))
        batch_op.drop_index(batch_op.f("ix_forum_participant_party"))
        batch_op.drop_index(batch_op.f("ix_forum_participant_forum"))

    op.drop_table("forum_participant")
    with op.batch_alter_table("forum_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_outcome_treaty"))

    op.drop_table("forum_outcome")
    with op.batch_alter_table("treaty_relation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_treaty_relation_treaty"))
        batch_op.drop_index(batch_op.f("ix_treaty_relation_relation"))
        batch_op.drop_index(batch_op.f("ix_treaty_relation_related_treaty"))
        batch_op.drop_index(batch_op.f("ix_treaty_relation_related_organization"))
        batch_op.drop_index(batch_op.f("ix_treaty_relation_related"))
        batch_op.drop_index(batch_op.f("ix_treaty_relation_kind"))

    op.drop_table("treaty_relation")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_treaty"))
        batch_op.drop_index(batch_op.f("ix_participation_party_organization"))
        batch_op.drop_index(batch_op.f("ix_participation_party_country"))
        batch_op.drop_index(batch_op.f("ix_participation_party"))
        batch_op.drop_index(batch_op.f("ix_participation_date_latest"))
        batch_op.drop_index(batch_op.f("ix_participation_date_earliest"))
        batch_op.drop_index(batch_op.f("ix_participation_action"))

    op.drop_table("participation")
    with op.batch_alter_table("organization_predecessor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_predecessor_predecessor"))

    op.drop_table("organization_predecessor")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_status"))
        batch_op.drop_index(batch_op.f("ix_membership_start_latest"))
        batch_op.drop_index(batch_op.f("ix_membership_start_earliest"))
        batch_op.drop_index(batch_op.f("ix_membership_organization"))
        batch_op.drop_index(batch_op.f("ix_membership_event"))
        batch_op.drop_index(batch_op.f("ix_membership_end_latest"))
        batch_op.drop_index(batch_op.f("ix_membership_end_earliest"))
        batch_op.drop_index(batch_op.f("ix_membership_country"))

    op.drop_table("membership")
    with op.batch_alter_table("forum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_start_latest"))
        batch_op.drop_index(batch_op.f("ix_forum_start_earliest"))
        batch_op.drop_index(batch_op.f("ix_forum_series"))
        batch_op.drop_index(batch_op.f("ix_forum_organization"))
        batch_op.drop_index(batch_op.f("ix_forum_ordinal"))
        batch_op.drop_index(batch_op.f("ix_forum_name_ru_folded"))
        batch_op.drop_index(batch_op.f("ix_forum_name_folded"))
        batch_op.drop_index(batch_op.f("ix_forum_end_latest"))
        batch_op.drop_index(batch_op.f("ix_forum_end_earliest"))
        batch_op.drop_index(batch_op.f("ix_forum_country"))
        batch_op.drop_index(batch_op.f("ix_forum_city_folded"))

    op.drop_table("forum")
    with op.batch_alter_table("article_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_subject_subject_folded"))

    op.drop_table("article_subject")
    with op.batch_alter_table("treaty_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_treaty_subject_subject_folded"))

    op.drop_table("treaty_subject")
    with op.batch_alter_table("trade_metric", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trade_metric_value"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_unit"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_status"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_source"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_reporter"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_qualifier"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_product"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_period_latest"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_period_earliest"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_partner"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_indicator"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_frequency"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_flow"))
        batch_op.drop_index(batch_op.f("ix_trade_metric_confidence"))

    op.drop_table("trade_metric")
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_status"))
        batch_op.drop_index(batch_op.f("ix_organization_name_ru_folded"))
        batch_op.drop_index(batch_op.f("ix_organization_name_folded"))
        batch_op.drop_index(batch_op.f("ix_organization_kind"))
        batch_op.drop_index(batch_op.f("ix_organization_headquarters_folded"))
        batch_op.drop_index(batch_op.f("ix_organization_founding_treaty"))
        batch_op.drop_index(batch_op.f("ix_organization_founded_latest"))
        batch_op.drop_index(batch_op.f("ix_organization_founded_earliest"))
        batch_op.drop_index(batch_op.f("ix_organization_dissolved_latest"))
        batch_op.drop_index(batch_op.f("ix_organization_dissolved_earliest"))
        batch_op.drop_index(batch_op.f("ix_organization_acronym_folded"))

    op.drop_table("organization")
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_citation_source"))
        batch_op.drop_index(batch_op.f("ix_citation_resource"))
        batch_op.drop_index(batch_op.f("ix_citation_record"))
        batch_op.drop_index(batch_op.f("ix_citation_field"))
        batch_op.drop_index(batch_op.f("ix_citation_confidence"))

    op.drop_table("citation")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_treaty"))
        batch_op.drop_index(batch_op.f("ix_article_ordinal"))
        batch_op.drop_index(batch_op.f("ix_article_number"))
        batch_op.drop_index(batch_op.f("ix_article_language"))
        batch_op.drop_index(batch_op.f("ix_article_heading_folded"))
        batch_op.drop_index(batch_op.f("ix_article_completeness"))

    op.drop_table("article")
    with op.batch_alter_table("treaty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_treaty_title_ru_folded"))
        batch_op.drop_index(batch_op.f("ix_treaty_title_folded"))
        batch_op.drop_index(batch_op.f("ix_treaty_terminated_latest"))
        batch_op.drop_index(batch_op.f("ix_treaty_terminated_earliest"))
        batch_op.drop_index(batch_op.f("ix_treaty_status"))
        batch_op.drop_index(batch_op.f("ix_treaty_signed_latest"))
        batch_op.drop_index(batch_op.f("ix_treaty_signed_earliest"))
        batch_op.drop_index(batch_op.f("ix_treaty_short_title_folded"))
        batch_op.drop_index(batch_op.f("ix_treaty_scope"))
        batch_op.drop_index(batch_op.f("ix_treaty_place_folded"))
        batch_op.drop_index(batch_op.f("ix_treaty_kind"))
        batch_op.drop_index(batch_op.f("ix_treaty_in_force_latest"))
        batch_op.drop_index(batch_op.f("ix_treaty_in_force_earliest"))

    op.drop_table("treaty")
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_title_folded"))
        batch_op.drop_index(batch_op.f("ix_source_publisher_folded"))
        batch_op.drop_index(batch_op.f("ix_source_published_latest"))
        batch_op.drop_index(batch_op.f("ix_source_published_earliest"))
        batch_op.drop_index(batch_op.f("ix_source_language"))
        batch_op.drop_index(batch_op.f("ix_source_kind"))
        batch_op.drop_index(batch_op.f("ix_source_author_folded"))

    op.drop_table("source")
    op.drop_table("revision")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_unit"))
        batch_op.drop_index(batch_op.f("ix_indicator_name_folded"))
        batch_op.drop_index(batch_op.f("ix_indicator_measure"))

    op.drop_table("indicator")
    op.drop_table("curated")
    with op.batch_alter_table("country", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_country_name_ru_folded"))
        batch_op.drop_index(batch_op.f("ix_country_name_folded"))
        batch_op.drop_index(batch_op.f("ix_country_m49"))
        batch_op.drop_index(batch_op.f("ix_country_kind"))
        batch_op.drop_index(batch_op.f("ix_country_iso2"))
        batch_op.drop_index(batch_op.f("ix_country_capital_folded"))

    op.drop_table("country")
