"""Memberships: which country belonged to which organization, as what, from when to when."""

from api.resource import Resource
from models import Membership

memberships = Resource(
    model=Membership,
    path="memberships",
    words="Spans of belonging: member, observer, candidate and so on. `valid_at` asks about a day, a month or a year.",
    example="eaeu.TUR.candidate",
    beside=("organization_name", "country_name"),
    filters=("id", "organization", "country", "status", "start", "end", "event"),
    span=("start", "end"),
    sort=("organization", "country", "start", "end"),
    tries=("organization=eaeu&status=candidate&include=citations", "country=KAZ&valid_at=2013"),
    stats_tries=("group_by=organization,status", "group_by=country&sort=-count"),
)
