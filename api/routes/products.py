"""Products: the codes of the Harmonized System, which trade metrics name."""

from api.resource import Resource
from models import Product

products = Resource(
    model=Product,
    path="products",
    words="What the product codes of trade metrics mean: chapters, headings and subheadings of the Harmonized System.",
    example="27",
    beside=("parent_name", "source_title"),
    filters=("id", "name", "level", "section", "parent", "source"),
    sort=("name",),
    tries=("level=chapter&q=fuels", "id=27,72&sort=name"),
    stats_tries=("group_by=section",),
)
