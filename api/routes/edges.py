"""What makes an edge of the graph: each kind of tie between countries, organizations and treaties, declared once."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from api.resource import Resource
from api.routes.events import act, membership, organization, relation, treaty
from api.routes.memberships import memberships
from api.routes.organizations import organizations
from api.routes.treaties import treaties
from models import OrganizationPredecessor
from models.base import columns
from models.dates import Days
from models.treaty import ParticipationAction

predecessor = columns(OrganizationPredecessor)

Ends = tuple[sa.Column[Any], ...]
"""The keys that one end of an edge can be found by; one of them is set."""


class EdgeKind(StrEnum):
    """What ties two nodes."""

    MEMBERSHIP = "membership"
    PARTICIPATION = "participation"
    FOUNDING_TREATY = "founding_treaty"
    PREDECESSOR = "predecessor"
    TREATY_RELATION = "treaty_relation"


class Edges(NamedTuple):
    """One kind of edge.

    `source` and `target` are its ends; `record` is the id of the record that says so; `start` and `end` are its dates.
    `of` is the treaty or organization whose status tells what is only expected. `valid_at` asks about the span of
    `within`, and sets a condition of its own with `also`.
    """

    kind: EdgeKind
    source: Ends
    target: Ends
    record: sa.Column[Any]
    of: sa.Table
    within: Resource
    start: sa.Column[Any]
    end: sa.ColumnElement[Any] = sa.null()
    detail: sa.ColumnElement[Any] = sa.null()
    also: Callable[[Days], sa.ColumnElement[bool]] = lambda _: sa.true()


def _acted(day: Days) -> sa.ColumnElement[bool]:
    """Leave out acts that surely came later, and every act of a party that had surely withdrawn."""
    other = act.alias()
    withdrawn = sa.exists().where(
        *(other.c.treaty == act.c.treaty, other.c.party == act.c.party),
        *(other.c.action == ParticipationAction.WITHDRAWAL.value, other.c.date_latest < day.earliest),
    )
    return sa.and_(sa.or_(act.c.date_earliest.is_(None), act.c.date_earliest <= day.latest), sa.not_(withdrawn))


EDGES = (
    Edges(
        EdgeKind.MEMBERSHIP,
        source=(membership.c.country,),
        target=(membership.c.organization,),
        record=membership.c.id,
        of=organization,
        within=memberships,
        start=membership.c.start,
        end=membership.c.end,
        detail=membership.c.status,
    ),
    Edges(
        EdgeKind.PARTICIPATION,
        source=(act.c.party_country, act.c.party_organization),
        target=(act.c.treaty,),
        record=act.c.id,
        of=treaty,
        within=treaties,
        start=act.c.date,
        detail=act.c.action,
        also=_acted,
    ),
    Edges(
        EdgeKind.FOUNDING_TREATY,
        source=(organization.c.id,),
        target=(organization.c.founding_treaty,),
        record=organization.c.id,
        of=organization,
        within=organizations,
        start=organization.c.founded,
        end=organization.c.dissolved,
    ),
    Edges(
        EdgeKind.PREDECESSOR,
        source=(predecessor.c.organization,),
        target=(predecessor.c.predecessor,),
        record=predecessor.c.organization,
        of=organization,
        within=organizations,
        start=organization.c.founded,
        end=organization.c.dissolved,
    ),
    Edges(
        EdgeKind.TREATY_RELATION,
        source=(relation.c.treaty,),
        target=(relation.c.related_treaty, relation.c.related_organization),
        record=relation.c.id,
        of=treaty,
        within=treaties,
        start=treaty.c.in_force,
        end=treaty.c.terminated,
        detail=relation.c.relation,
    ),
)
