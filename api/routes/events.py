"""What makes an event of the timeline: each kind of date in the records, declared once."""

from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from api.resource import Resource
from api.routes.forums import forums
from api.routes.memberships import memberships
from api.routes.organizations import organizations
from api.routes.participations import participations
from api.routes.statements import statements
from api.routes.treaties import treaties
from models import Country, ForumParticipant, StatementTarget, TreatyRelation
from models.base import columns

country, guest, target, relation = (columns(m) for m in (Country, ForumParticipant, StatementTarget, TreatyRelation))
treaty, act, forum = treaties.table, participations.table, forums.table
statement, organization, membership = statements.table, organizations.table, memberships.table


class EventKind(StrEnum):
    """What happened; the acts of parties bear the names that the UN Treaty Collection gives them."""

    TREATY_SIGNED = "treaty_signed"
    TREATY_IN_FORCE = "treaty_in_force"
    TREATY_TERMINATED = "treaty_terminated"
    SIGNATURE = "signature"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    ENTRY_INTO_FORCE = "entry_into_force"
    WITHDRAWAL = "withdrawal"
    FORUM = "forum"
    STATEMENT = "statement"
    ORGANIZATION_FOUNDED = "organization_founded"
    ORGANIZATION_DISSOLVED = "organization_dissolved"
    MEMBERSHIP_START = "membership_start"
    MEMBERSHIP_END = "membership_end"


class Events(NamedTuple):
    """The events that one date of one resource makes.

    `kind` may be a column that names it; `status` is the column that tells what is only expected; `beside` are the
    tables that the record belongs to and that the other columns come from.
    """

    of: Resource
    date: str
    kind: EventKind | sa.Column[Any]
    title: sa.ColumnElement[Any]
    detail: sa.Column[Any]
    status: sa.Column[Any] | None = None
    beside: tuple[sa.Table, ...] = ()
    where: sa.ColumnElement[bool] = sa.true()


# A treaty's own date tells already what an act of that name and date would tell again.
once = sa.and_(
    sa.or_(act.c.action != EventKind.SIGNATURE.value, treaty.c.signed.is_distinct_from(act.c.date)),
    sa.or_(act.c.action != EventKind.ENTRY_INTO_FORCE.value, treaty.c.in_force.is_distinct_from(act.c.date)),
)
of_treaty = (treaty.c.title, treaty.c.kind, treaty.c.status)
of_organization = (organization.c.name, organization.c.kind, organization.c.status)
of_membership = (organization.c.name + ": " + country.c.name, membership.c.status, organization.c.status)
said = statement.c.speaker + ": " + statement.c.topic

EVENTS = (
    Events(treaties, "signed", EventKind.TREATY_SIGNED, *of_treaty),
    Events(treaties, "in_force", EventKind.TREATY_IN_FORCE, *of_treaty),
    Events(treaties, "terminated", EventKind.TREATY_TERMINATED, *of_treaty),
    Events(participations, "date", act.c.action, *of_treaty, beside=(treaty,), where=once),
    Events(forums, "start", EventKind.FORUM, forum.c.name, forum.c.series),
    Events(statements, "date", EventKind.STATEMENT, said, statement.c.stance),
    Events(organizations, "founded", EventKind.ORGANIZATION_FOUNDED, *of_organization),
    Events(organizations, "dissolved", EventKind.ORGANIZATION_DISSOLVED, *of_organization),
    Events(memberships, "start", EventKind.MEMBERSHIP_START, *of_membership, beside=(country, organization)),
    Events(memberships, "end", EventKind.MEMBERSHIP_END, *of_membership, beside=(country, organization)),
)

TIES = {
    treaty: (act.c.party_country, act.c.party_organization, relation.c.related_organization),
    act: (act.c.party_country, act.c.party_organization),
    forum: (forum.c.country, forum.c.organization, guest.c.party_country, guest.c.party_organization),
    statement: (
        *(statement.c.on_behalf_of_country, statement.c.on_behalf_of_organization),
        *(target.c.target_country, target.c.target_organization),
    ),
    organization: (organization.c.id,),
    membership: (membership.c.country, membership.c.organization),
}
"""Where the countries and organizations of an event stand: in its record, or in rows that belong to the record."""
