"""The paths beside the resources, in the order of the documentation."""

from api import metrics
from api.routes import graph, imports, meta, mirror, profile, relations, search, timeline, treaty_articles
from api.sdmx import routes as sdmx
from api.standards import discovery, forms

BESIDE = (
    *(treaty_articles.routes, search.routes, mirror.routes, profile.routes, relations.routes),
    *(timeline.routes, graph.routes, sdmx.routes, imports.routes, meta.data, meta.routes, metrics.routes),
    *(forms.routes, discovery.routes),
)
