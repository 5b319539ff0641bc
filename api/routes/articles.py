"""Articles of treaties."""

from api.lists import Listed
from api.record import Record
from api.resource import Related, Resource
from models import Article, ArticleSubject

articles = Resource(
    model=Article,
    path="articles",
    words="Articles of treaties, in our words and, where a source gives it, in their own.",
    example="rus-kaz-alliance-2013.art-10",
    beside=("treaty_title",),
    lists={"subjects": Listed("Subjects it deals with.", {"subject": ArticleSubject.subject})},
    filters=("id", "treaty", "number", "ordinal", "heading", "completeness", "language"),
    related={"subject": Related("A subject it deals with", ArticleSubject.subject, all=True)},
    sort=("treaty", "ordinal", "heading"),
    order=("treaty", "ordinal"),
    tries=("treaty=rus-kaz-alliance-2013&number=10&include=citations", "q=customs union"),
    stats_tries=("group_by=treaty", "group_by=subject&sort=-count"),
)

headings = Record(
    model=Article, noun="article_heading", only=("id", "number", "ordinal", "heading", "gist", "completeness")
)
