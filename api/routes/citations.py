"""Citations: which source says which fact, and where in it."""

from api.record import citation
from api.resource import Resource

citations = Resource(
    model=citation.model,
    path="citations",
    words="Which source says which fact, and where in it. Trade metrics are not among them: each names its own source.",
    example="organization.eaeu.founded.caci-analyst-2013-11-27.para-5",
    beside=citation.beside,
    filters=("id", "resource", "record", "field", "value", "source", "confidence"),
    sort=("record", "source"),
    tries=("record=eaeu", "value__isnull=false", "confidence=announced"),
    stats_tries=("group_by=source,resource", "group_by=confidence"),
)
