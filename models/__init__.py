"""Tables, vocabularies, partial dates, engine and settings: the lowest layer, which imports nothing else of ours."""

from sqlmodel import SQLModel

from models.api_key import ApiKey
from models.article import Article, ArticleSubject
from models.conflict import Conflict, ConflictValue
from models.country import Country
from models.document import Document
from models.forum import Forum, ForumOutcome, ForumParticipant
from models.import_job import ImportJob
from models.indicator import Indicator
from models.membership import Membership
from models.organization import Organization, OrganizationPredecessor
from models.product import Product
from models.revision import Curated, Past, Revision
from models.source import Citation, Source
from models.statement import Statement, StatementRelation, StatementTarget
from models.trade_metric import TradeMetric
from models.trade_sum import TradeByPartner, TradeByPeriod
from models.treaty import Participation, Treaty, TreatyRelation, TreatySubject

metadata = SQLModel.metadata

__all__ = [
    "ApiKey",
    "Article",
    "ArticleSubject",
    "Citation",
    "Conflict",
    "ConflictValue",
    "Country",
    "Curated",
    "Document",
    "Forum",
    "ForumOutcome",
    "ForumParticipant",
    "ImportJob",
    "Indicator",
    "Membership",
    "Organization",
    "OrganizationPredecessor",
    "Participation",
    "Past",
    "Product",
    "Revision",
    "Source",
    "Statement",
    "StatementRelation",
    "StatementTarget",
    "TradeByPartner",
    "TradeByPeriod",
    "TradeMetric",
    "Treaty",
    "TreatyRelation",
    "TreatySubject",
    "metadata",
]
