"""Participations: the acts of parties on treaties."""

from api.resource import Resource
from models import Participation

participations = Resource(
    model=Participation,
    path="participations",
    words="Acts of parties on treaties, as the UN Treaty Collection names them.",
    example="rus-kaz-alliance-2013.RUS.signature",
    beside=("treaty_title", "party_name"),
    filters=("id", "treaty", "party", "action", "date"),
    sort=("date", "treaty", "party"),
    tries=("party=KAZ&action=signature&date__gte=2013", "treaty=rus-kaz-alliance-2013&include=citations"),
    stats_tries=("group_by=party,action", "group_by=date_year"),
)
