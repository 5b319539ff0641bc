"""The SQL of every question: for the peers that write SQL themselves, for the loop without HTTP, for the check of rows.

Needs nothing but Python. Parameters are named as SQLite names them; `of(url)` gives the same for PostgreSQL.
"""

import re

TREATY = (
    *("id", "title", "title_ru", "short_title", "kind", "status", "scope", "signed", "place"),
    *("in_force", "terminated", "gist"),
)
PARTY = ("id", "treaty", "party", "action", "date")
METRIC = (
    *("id", "indicator", "reporter", "partner", "flow", "product", "frequency", "period", "value"),
    *("unit", "unit_mult", "qualifier", "status", "source", "locator", "confidence", "note"),
)
METRICS = f"SELECT {', '.join(METRIC)} FROM trade_metric"
TOTALS = "reporter = :reporter AND indicator = :indicator AND flow = :flow AND product = 'TOTAL'"

SQL = {
    "item": f"SELECT {', '.join(TREATY)} FROM treaty WHERE id = :id",
    "parties": f"SELECT {', '.join(PARTY)} FROM participation WHERE treaty = :id ORDER BY id",
    "list": f"SELECT {', '.join(TREATY)} FROM treaty WHERE kind = :kind AND signed_earliest >= :since "
    "ORDER BY signed_earliest DESC, id LIMIT 50",
    "pair": f"{METRICS} WHERE reporter = :reporter AND partner = :partner ORDER BY period_earliest DESC, id LIMIT 100",
    "sums": f"SELECT period, sum(value) AS sum FROM trade_metric WHERE {TOTALS} GROUP BY period ORDER BY period",
    "top": "SELECT best.partner, country.name AS partner_name, best.sum FROM (SELECT partner, sum(value) AS sum "
    f"FROM trade_metric WHERE {TOTALS} GROUP BY partner ORDER BY sum DESC LIMIT 10) AS best "
    "JOIN country ON country.id = best.partner ORDER BY best.sum DESC",
    "first": f"{METRICS} ORDER BY period_earliest, id LIMIT 100",
    "deep": f"{METRICS} WHERE (period_earliest, id) > (:day, :id) ORDER BY period_earliest, id LIMIT 100",
    "search": "SELECT article.id, article.heading, snippet(article_fts, 1, '<b>', '</b>', '…', 12) AS snippet "
    "FROM article_fts JOIN article ON article.rowid = article_fts.rowid "
    "WHERE article_fts MATCH :q ORDER BY article_fts.rank LIMIT 20",
}

WORDS = "to_tsvector('simple', coalesce(heading, '') || ' ' || coalesce(gist, ''))"
"""What PostgreSQL keeps a GIN index on."""

ON_POSTGRESQL = {
    "search": "SELECT id, heading, ts_headline('simple', gist, q, 'MaxWords=12,MinWords=6') AS snippet "
    f"FROM (SELECT id, heading, gist, q FROM article, plainto_tsquery('simple', :q) AS q WHERE {WORDS} @@ q "
    f"ORDER BY ts_rank({WORDS}, q) DESC LIMIT 20) AS best",
}


def of(url: str) -> dict[str, str]:
    """Give the SQL by question, as the driver of a database takes it."""
    if url.startswith("sqlite"):
        return SQL
    return {name: re.sub(r"(?<!:):(\w+)", r"%(\1)s", text) for name, text in (SQL | ON_POSTGRESQL).items()}
