"""Works to cite in CSL-JSON, which reference managers and citation processors read."""

from collections.abc import Iterable
from typing import Any

from api.standards.cite import Work
from models.dates import ONE

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"

TYPES = {
    "record": "entry",
    "article": "webpage",
    "official": "document",
    "treaty_text": "treaty",
    "statistics": "report",
    "dataset": "dataset",
    "encyclopedia": "entry-encyclopedia",
}
"""Types of CSL by the kind of a source; a record here is an entry of a database."""


def csl(works: Iterable[Work]) -> list[dict[str, Any]]:
    """Give an item for each work."""
    return [_item(work) for work in works]


def _item(work: Work) -> dict[str, Any]:
    fields = {
        "id": work.key,
        "type": TYPES.get(work.kind, "document"),
        "title": work.title,
        "author": [{"literal": name} for name in work.authors] or None,
        "publisher": work.publisher,
        "container-title": "Entente" if work.kind == "record" else None,
        "issued": issued(work.issued) if work.issued else None,
        "URL": work.url,
        "language": work.language,
        "number": work.number,
        "note": work.note,
    }
    return {name: value for name, value in fields.items() if value is not None}


def issued(text: str) -> dict[str, Any]:
    """Give a partial date: its parts as far as they are known, with its hedge; as text where CSL has no form for it."""
    found = [ONE.fullmatch(part) for part in text.split("/")]
    parts = [[int(part) for part in match.groups() if part] for match in found if match and "X" not in match[0]]
    if len(parts) < len(found):
        return {"literal": text}
    return {"date-parts": parts, **({"circa": True} if set(text) & set("~?%") else {})}
