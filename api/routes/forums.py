"""Forums: meetings, who took part, and what was signed there."""

from api.record import Include, Record
from api.resource import Related, Resource
from api.routes.treaties import treaties
from models import Forum, ForumOutcome, ForumParticipant

forums = Resource(
    model=Forum,
    path="forums",
    words="Meetings: summits, and the sessions of cooperation forums.",
    example="rkf-10",
    beside=("organization_name", "country_name"),
    includes={
        "participants": Include(Record(model=ForumParticipant, beside=("party_name",)), "who took part, and for whom."),
        "outcomes": Include(treaties, "treaties signed there.", via=ForumOutcome),
    },
    filters=("id", "name", "series", "ordinal", "organization", "start", "end", "city", "country"),
    related={
        "party": Related("A country or organization that took part", ForumParticipant.party, all=True),
        "person": Related("A person who took part", ForumParticipant.person, all=True),
        "outcome": Related("A treaty signed there", ForumOutcome.treaty),
    },
    sort=("start", "name", "ordinal"),
    tries=("city=Yekaterinburg&include=participants,outcomes,citations", "start__gte=2013-10&party=BLR"),
    stats_tries=("group_by=country", "group_by=start_year"),
)
