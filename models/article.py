"""Articles of treaties."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Key, Label, Name, Prose, Recorded, Slug, Text, stored


class Completeness(StrEnum):
    """How much of an article's text is here."""

    FULL = "full"
    EXCERPT = "excerpt"
    GIST = "gist"


class ArticleFields(SQLModel):
    """One article, as a data file writes it under its treaty."""

    number: Text = Field(index=True, max_length=200, description="Number as printed: `10`, `10 bis`, `VIII`.")
    ordinal: int = Field(ge=0, le=100_000, index=True, description="Place in the order of the treaty.")
    heading: Name | None = Field(default=None, description="Heading as printed.")
    gist: Prose | None = Field(default=None, description="What it says, in our words.")
    text: Prose | None = Field(
        default=None, description="Quotation of the treaty: its text, or the phrase a source quotes."
    )
    completeness: Completeness = Field(
        index=True,
        description="`full`: the whole text; `excerpt`: quoted phrases; `gist`: only our words, or the heading.",
    )
    language: Text | None = Field(default=None, index=True, description="Language of `text`, ISO 639-1.")


class ArticleBase(SQLModel):
    """An article of a treaty."""

    id: Key = Field(primary_key=True, description="Stable id, its address for ever.")
    treaty: Slug = Field(foreign_key="treaty.id", index=True, description="Id of the treaty.")


@stored
class Article(Recorded, ArticleFields, ArticleBase, table=True):
    """The table of articles."""

    __table_args__ = (UniqueConstraint("treaty", "number"),)


@stored
class ArticleSubject(SQLModel, table=True):
    """One subject that an article deals with."""

    __tablename__ = "article_subject"

    article: Key = Field(primary_key=True, foreign_key="article.id")
    subject: Label = Field(primary_key=True)
