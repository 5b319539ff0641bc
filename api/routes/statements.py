"""Statements: who said what, where, about what and against whom, and who said otherwise."""

from api.lists import Listed
from api.record import Include, Record
from api.resource import Related, Resource
from models import Statement, StatementRelation, StatementTarget
from models.statement import StatementRelationKind, Target, TargetRole

_target = {"kind": StatementTarget.kind, "id": StatementTarget.target}
_related = StatementRelation.related_statement

statements = Resource(
    model=Statement,
    path="statements",
    words="What people and authorities said, about what and against whom, and which statements contradict each other.",
    example="nazarbayev-2013-10-non-tariff-barriers",
    beside=("on_behalf_of_name", "forum_name"),
    lists={
        "about": Listed("What it is about.", _target, Target, StatementTarget.role == TargetRole.ABOUT.value),
        "against": Listed("Whom it is against.", _target, Target, StatementTarget.role == TargetRole.AGAINST.value),
    },
    includes={
        "relations": Include(
            Record(model=StatementRelation, beside=("related_statement_speaker", "related_statement_gist")),
            "statements that it contradicts or responds to.",
        )
    },
    filters=("id", "speaker", "on_behalf_of", "date", "forum", "topic", "stance", "kind"),
    related={
        role: Related(f"Something that it is `{role}`", StatementTarget.target, StatementTarget.role == role, all=True)
        for role in map(str, TargetRole)
    }
    | {
        kind: Related(f"A statement that it `{kind}`", _related, StatementRelation.relation == kind)
        for kind in map(str, StatementRelationKind)
    },
    sort=("date", "speaker", "topic"),
    tries=("speaker__contains=nazarbayev&stance=criticises&include=citations", "contradicts__isnull=false"),
    stats_tries=("group_by=speaker&sort=-count", "group_by=stance,against"),
)
