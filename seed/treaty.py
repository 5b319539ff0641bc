"""A treaty as the data files write it, with its parties, relations and articles."""

from collections.abc import Iterator
from typing import Self

from pydantic import ValidationInfo, model_validator

from models import Article, ArticleSubject, Participation, Treaty, TreatyRelation, TreatySubject
from models.article import ArticleFields, Completeness
from models.base import Slug, Text
from models.treaty import ParticipationFields, TreatyBase, TreatyRelationFields
from seed import standing
from seed.rows import CURATED, Child, Cited, Row, Strict, cited, slug


class ParticipationRecord(ParticipationFields, Child):
    """An act of a party under its treaty."""


class TreatyRelationRecord(TreatyRelationFields, Child):
    """A relation under its treaty."""


class ArticleRecord(ArticleFields, Child):
    """An article under its treaty."""

    subjects: list[Text] = []

    @model_validator(mode="after")
    def _text_fits_completeness(self) -> Self:
        if (self.text is None) != (self.completeness == Completeness.GIST):
            raise ValueError("`full` and `excerpt` need a `text`, `gist` has none")
        return self

    def rows_under(self, id: str, treaty: str) -> Iterator[Row]:
        """Give its rows, under an id and a treaty."""
        yield from cited(Article, self, id=id, treaty=treaty)
        for subject in self.subjects:
            yield ArticleSubject, {"article": id, "subject": subject}


class TreatyActsRecord(Strict):
    """Acts on a treaty whose own record is elsewhere in the same import."""

    id: Slug
    parties: list[ParticipationRecord] = []

    def rows(self) -> Iterator[Row]:
        """Give their rows."""
        for act in self.parties:
            yield from cited(Participation, act, id=act.id or f"{self.id}.{act.party}.{act.action}", treaty=self.id)


class TreatyAlone(TreatyBase, Cited):
    """A treaty without what has addresses of its own."""

    subjects: list[Text] = []
    relations: list[TreatyRelationRecord] = []

    @model_validator(mode="after")
    def _stands_as_dates_tell(self, info: ValidationInfo) -> Self:
        if info.context == CURATED:
            standing.in_order("signed", self.signed, "in_force", self.in_force)
            standing.in_order("in_force", self.in_force, "terminated", self.terminated)
        if info.context == CURATED or self.status is None:
            self.status = standing.of_treaty(self.status, self.in_force, self.terminated)
        return self

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from cited(Treaty, self)
        for subject in self.subjects:
            yield TreatySubject, {"treaty": self.id, "subject": subject}
        for relation in self.relations:
            id = f"{self.id}.{relation.relation}.{relation.related}"
            yield from cited(TreatyRelation, relation, id=relation.id or id, treaty=self.id)


class TreatyRecord(TreatyAlone):
    """A treaty with its parties and articles."""

    parties: list[ParticipationRecord] = []
    articles: list[ArticleRecord] = []

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        yield from super().rows()
        yield from TreatyActsRecord(id=self.id, parties=self.parties).rows()
        for article in self.articles:
            yield from article.rows_under(article.id or f"{self.id}.art-{slug(article.number)}", self.id)
