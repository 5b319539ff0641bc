"""Treaties, with the acts of their parties, their relations and their articles."""

from api.lists import Listed
from api.record import Include, Record
from api.resource import Related, Resource
from api.routes.articles import headings
from api.routes.participations import participations
from models import ForumOutcome, Participation, Treaty, TreatyRelation, TreatySubject
from models.treaty import RelationKind

treaties = Resource(
    model=Treaty,
    path="treaties",
    words="Treaties, agreements, protocols, memoranda, roadmaps, contracts and declarations.",
    example="rus-kaz-alliance-2013",
    lists={"subjects": Listed("Subjects it deals with.", {"subject": TreatySubject.subject})},
    includes={
        "parties": Include(participations, "acts of its parties."),
        "relations": Include(
            Record(model=TreatyRelation, beside=("related_title", "related_name")),
            "treaties and organizations that it is tied to.",
        ),
        "articles": Include(headings, "number, heading and gist of its articles.", order="ordinal"),
    },
    filters=("id", "title", "kind", "status", "scope", "signed", "place", "in_force", "terminated"),
    related={
        "party": Related("A party that acts on it", Participation.party, all=True),
        "subject": Related("A subject it deals with", TreatySubject.subject, all=True),
        "forum": Related("A forum where it was signed", ForumOutcome.forum),
    }
    | {
        kind: Related(f"What it is tied to by `{kind}`", TreatyRelation.related, TreatyRelation.relation == kind)
        for kind in map(str, RelationKind)
    },
    span=("in_force", "terminated"),
    sort=("signed", "title", "in_force"),
    tries=("party=RUS,KAZ&party__all=true&signed=2013-11-11&include=parties,citations", "based_on__isnull=false"),
    stats_tries=("group_by=kind,status", "group_by=party,signed_year&sort=-count"),
)
