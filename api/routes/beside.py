"""The paths beside the resources, in the order of the documentation."""

from api import metrics
from api.routes import graph, imports, meta, mirror, profile, relations, search, timeline, treaty_articles

BESIDE = (
    *(treaty_articles.routes, search.routes, mirror.routes, profile.routes, relations.routes),
    *(timeline.routes, graph.routes, imports.routes, meta.data, meta.routes, metrics.routes),
)
