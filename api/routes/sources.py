"""Sources: the documents and data sets that the facts come from."""

from api.resource import Resource
from models import Source

sources = Resource(
    model=Source,
    path="sources",
    words="Documents and data sets that the facts come from.",
    example="caci-analyst-2013-11-27",
    filters=("id", "title", "publisher", "author", "published", "kind", "language"),
    sort=("title", "published"),
    tries=("author__contains=voloshin", "published=2013-11"),
    stats_tries=("group_by=kind", "group_by=published_year"),
)
