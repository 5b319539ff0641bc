"""Countries, and groups of countries that statistics name beside them."""

from api.record import Include
from api.resource import Resource
from api.routes.memberships import memberships
from models import Country

countries = Resource(
    model=Country,
    path="countries",
    words="Countries by their ISO 3166-1 and UN M49 codes; groups, such as the world, are marked as such.",
    example="KAZ",
    includes={"memberships": Include(memberships, "spans of membership in organizations.")},
    filters=("id", "iso2", "m49", "name", "name_ru", "capital", "kind"),
    sort=("name", "m49"),
    tries=("iso2=KZ", "q=kyrgyz"),
    stats_tries=("group_by=kind",),
)
