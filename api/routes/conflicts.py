"""Conflicts: where sources disagree, with what each of them says."""

from api.lists import Listed
from api.resource import Related, Resource
from models import Conflict, ConflictValue
from models.conflict import Claim

_claim = {name: getattr(ConflictValue, name) for name in ("value", "source", "locator", "confidence", "record", "note")}

conflicts = Resource(
    model=Conflict,
    path="conflicts",
    words="Where sources disagree: the fact, and each value with its source. What is only less precise is no conflict.",
    example="membership.eaeu.KGZ",
    lists={"values": Listed("What each source says.", _claim, Claim)},
    filters=(
        *("id", "kind", "fact", "resource", "record", "field"),
        *("organization", "treaty", "country", "partner", "indicator", "flow", "period", "spread"),
    ),
    related={"source": Related("A source of one of its values", ConflictValue.source)},
    sort=("fact", "kind", "spread"),
    tries=("organization=eaeu", "kind=observation&partner=RUS&sort=-spread", "source=caci-analyst-2013-11-27"),
    stats_tries=("group_by=kind", "group_by=source&sort=-count"),
)
