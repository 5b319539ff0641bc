"""Organizations: unions, commissions, communities and the bodies behind forums."""

from api.lists import Listed
from api.record import Include
from api.resource import Related, Resource
from api.routes.memberships import memberships
from models import Membership, Organization, OrganizationPredecessor

organizations = Resource(
    model=Organization,
    path="organizations",
    words="Unions, commissions, communities and the bodies behind forums; `planned` ones are only expected.",
    example="eaeu",
    beside=("founding_treaty_title",),
    lists={
        "predecessors": Listed(
            "Ids of the organizations that it continues.", {"predecessor": OrganizationPredecessor.predecessor}
        )
    },
    includes={"members": Include(memberships, "spans of membership in it.")},
    filters=("id", "name", "acronym", "kind", "status", "founded", "dissolved", "headquarters", "founding_treaty"),
    related={
        "member": Related("A country with a span of membership, whatever its status", Membership.country, all=True),
        "predecessor": Related("An organization that it continues", OrganizationPredecessor.predecessor),
    },
    span=("founded", "dissolved"),
    sort=("name", "founded", "acronym"),
    tries=("include=citations&sort=founded", "valid_at=2013-11-27&member=KAZ"),
    stats_tries=("group_by=kind", "group_by=member&sort=-count"),
)
