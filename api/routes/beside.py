"""The paths beside the resources, in the order of the documentation."""

from api.routes import meta, treaty_articles

BESIDE = (treaty_articles.routes, meta.data, meta.routes)
