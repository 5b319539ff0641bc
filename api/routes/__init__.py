"""The resources, one module each, and the paths beside them."""

from api.routes.articles import articles
from api.routes.citations import citations
from api.routes.conflicts import conflicts
from api.routes.countries import countries
from api.routes.forums import forums
from api.routes.indicators import indicators
from api.routes.memberships import memberships
from api.routes.organizations import organizations
from api.routes.participations import participations
from api.routes.products import products
from api.routes.sources import sources
from api.routes.statements import statements
from api.routes.trade_metrics import trade_metrics
from api.routes.treaties import treaties

RESOURCES = (
    *(treaties, articles, forums, statements, trade_metrics),
    *(organizations, memberships, participations, countries, indicators, products, sources, citations),
    conflicts,
)
"""Every resource, in the order of the documentation: the core five, then the rest."""
