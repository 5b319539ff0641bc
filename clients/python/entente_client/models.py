"""What the API answers; written by `make clients` from its OpenAPI document."""

# ruff: noqa: E501
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from entente_client.model import Model

if TYPE_CHECKING:
    Action = Literal["created", "changed", "deleted"]
    CitedResource = Literal[
        "treaty",
        "participation",
        "treaty_relation",
        "article",
        "forum",
        "statement",
        "organization",
        "membership",
        "country",
        "indicator",
    ]
    Completeness = Literal["full", "excerpt", "gist"]
    Confidence = Literal["sourced", "dataset", "conflicting", "partly_inferred", "announced", "unverified"]
    ConflictKind = Literal["field", "membership", "participation", "statement", "observation"]
    CountryKind = Literal["country", "territory", "group"]
    EdgeKind = Literal["membership", "participation", "founding_treaty", "predecessor", "treaty_relation"]
    EventKind = Literal[
        "treaty_signed",
        "treaty_in_force",
        "treaty_terminated",
        "signature",
        "ratification",
        "acceptance",
        "approval",
        "accession",
        "succession",
        "entry_into_force",
        "withdrawal",
        "forum",
        "statement",
        "organization_founded",
        "organization_dissolved",
        "membership_start",
        "membership_end",
    ]
    Flow = Literal["export", "import", "re_export", "re_import", "total"]
    Format = Literal["csv", "ndjson", "parquet"]
    Frequency = Literal["annual", "quarterly", "monthly", "other"]
    JobStatus = Literal["running", "done", "failed"]
    Language = Literal["en", "ru"]
    Measure = Literal["flow", "stock", "share", "ratio"]
    MembershipEvent = Literal["founding", "accession", "status_change", "suspension", "withdrawal", "listed", "named"]
    MembershipStatus = Literal["member", "observer", "candidate", "associate", "dialogue_partner", "suspended"]
    ObservationStatus = Literal["normal", "estimated", "forecast", "provisional", "imputed", "break", "missing"]
    OrganizationKind = Literal[
        "regional_organization",
        "community",
        "customs_union",
        "common_market",
        "economic_union",
        "political_union",
        "alliance",
        "commission",
        "council",
        "court",
        "bank",
        "forum",
    ]
    OrganizationStatus = Literal["planned", "active", "dissolved"]
    ParticipationAction = Literal[
        "signature",
        "ratification",
        "acceptance",
        "approval",
        "accession",
        "succession",
        "entry_into_force",
        "withdrawal",
    ]
    ProductLevel = Literal["total", "chapter", "heading", "subheading"]
    Qualifier = Literal["exact", "approximately", "more_than", "less_than", "at_least", "at_most"]
    RelatedKind = Literal["treaty", "organization"]
    RelationKind = Literal["based_on", "supersedes", "amends", "implements", "accedes_to", "establishes", "refers_to"]
    Searchable = Literal["treaty", "article", "forum", "statement", "organization"]
    SourceKind = Literal["article", "official", "treaty_text", "statistics", "dataset", "encyclopedia"]
    Stance = Literal["supports", "opposes", "criticises", "cautious", "proposes", "announces", "reports"]
    StatementKind = Literal["quotation", "paraphrase"]
    StatementRelationKind = Literal["contradicts", "responds_to"]
    TargetKind = Literal["country", "organization", "treaty", "topic"]
    TreatyKind = Literal["treaty", "agreement", "protocol", "memorandum", "roadmap", "contract", "declaration"]
    TreatyScope = Literal["bilateral", "multilateral"]
    TreatyStatus = Literal["negotiating", "signed", "in_force", "suspended", "terminated", "superseded"]
else:
    Action = CitedResource = Completeness = Confidence = ConflictKind = CountryKind = EdgeKind = EventKind = Flow = (
        Format
    ) = Frequency = JobStatus = Language = Measure = MembershipEvent = MembershipStatus = ObservationStatus = (
        OrganizationKind
    ) = OrganizationStatus = ParticipationAction = ProductLevel = Qualifier = RelatedKind = RelationKind = (
        Searchable
    ) = SourceKind = Stance = StatementKind = StatementRelationKind = TargetKind = TreatyKind = TreatyScope = (
        TreatyStatus
    ) = str


class Article(Model, kw_only=True):
    """An article of a treaty."""

    id: str
    treaty: str
    number: str
    ordinal: int
    heading: str | None
    gist: str | None
    text: str | None
    completeness: Completeness
    language: str | None
    treaty_title: str
    subjects: list[str]
    untranslated: list[str] | None = None
    citations: list[Citation] | None = None


class ArticleChange(Model, kw_only=True, tag_field="resource", tag="articles"):
    """ArticleChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: ArticleRecord | None

    @property
    def resource(self) -> Literal["articles"]:
        """The kind of record."""
        return "articles"


class ArticleGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    treaty: str | None = None
    treaty_title: str | None = None
    number: str | None = None
    ordinal: int | None = None
    heading: str | None = None
    completeness: Completeness | None = None
    language: str | None = None
    subject: str | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class ArticleHeading(Model, kw_only=True):
    """An article of a treaty."""

    id: str
    number: str
    ordinal: int
    heading: str | None
    gist: str | None
    completeness: Completeness


class ArticleRecord(Model, kw_only=True):
    """An article of a treaty. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    number: str
    ordinal: int
    heading: str | None = None
    gist: str | None = None
    text: str | None = None
    completeness: Completeness
    language: str | None = None
    subjects: list[str] | None = None
    treaty: str


class Citation(Model, kw_only=True):
    """Which source says something about a record, and where in it."""

    id: str
    resource: CitedResource
    record: str
    field: str | None
    value: str | None
    source: str
    locator: str
    confidence: Confidence
    note: str | None
    source_title: str
    source_url: str | None


class CitationGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    resource: CitedResource | None = None
    record: str | None = None
    field: str | None = None
    value: str | None = None
    source: str | None = None
    source_title: str | None = None
    confidence: Confidence | None = None
    count: int | None = None


class CitationRecord(Model, kw_only=True):
    """A citation under the record it is about."""

    field: str | None = None
    value: str | None = None
    source: str
    locator: str
    confidence: Confidence | None = None
    note: str | None = None


class Claim(Model, kw_only=True):
    """What one source says, as it is answered."""

    value: str
    source: str
    locator: str
    confidence: Confidence
    record: str | None
    note: str | None


class Conflict(Model, kw_only=True):
    """A fact that sources disagree about."""

    id: str
    kind: ConflictKind
    fact: str
    resource: str
    record: str | None
    field: str | None
    organization: str | None
    treaty: str | None
    country: str | None
    partner: str | None
    indicator: str | None
    flow: Flow | None
    period: str | None
    spread: float | None
    values: list[Claim]


class ConflictGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    kind: ConflictKind | None = None
    fact: str | None = None
    resource: str | None = None
    record: str | None = None
    field: str | None = None
    organization: str | None = None
    treaty: str | None = None
    country: str | None = None
    partner: str | None = None
    indicator: str | None = None
    flow: Flow | None = None
    period: str | None = None
    source: str | None = None
    count: int | None = None


class Country(Model, kw_only=True):
    """A country, or a group that is marked as such."""

    id: str
    iso2: str | None
    m49: str | None
    name: str
    name_ru: str | None
    capital: str | None
    kind: CountryKind
    untranslated: list[str] | None = None
    memberships: list[Membership] | None = None
    citations: list[Citation] | None = None


class CountryChange(Model, kw_only=True, tag_field="resource", tag="countries"):
    """CountryChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: CountryRecord | None

    @property
    def resource(self) -> Literal["countries"]:
        """The kind of record."""
        return "countries"


class CountryGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    iso2: str | None = None
    m49: str | None = None
    name: str | None = None
    name_ru: str | None = None
    capital: str | None = None
    kind: CountryKind | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class CountryProfile(Model, kw_only=True):
    """What a country page needs."""

    country: Country
    memberships: MembershipSection
    treaties: TreatySection
    forums_hosted: ForumSection
    forums_attended: ForumSection
    statements_by: StatementSection
    statements_about: StatementSection
    statements_against: StatementSection
    treaty_counts: list[TreatyCount]
    trade: list[Series]
    meta: Meta


class CountryRecord(Model, kw_only=True):
    """A country. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    iso2: str | None = None
    m49: str | None = None
    name: str
    name_ru: str | None = None
    capital: str | None = None
    kind: CountryKind | None = None


class DatasetMeta(Model, kw_only=True):
    """What the service holds."""

    api_version: str
    revision: int
    committed_at: datetime
    reason: str
    counts: dict[str, int]
    licences: dict[str, str]


class Edge(Model, kw_only=True):
    """What ties two nodes."""

    citations: list[Citation] | None = None
    id: str
    source: str
    target: str
    kind: EdgeKind
    detail: str | None
    start: str | None
    end: str | None
    expected: bool
    resource: str
    record: str


class Event(Model, kw_only=True):
    """One dated event."""

    citations: list[Citation] | None = None
    untranslated: list[str] | None = None
    id: str
    date: str
    kind: EventKind
    title: str
    detail: str | None
    expected: bool
    resource: str
    record: str
    countries: list[str]
    organizations: list[str]


class Forum(Model, kw_only=True):
    """One meeting: a summit, or one session of a series."""

    id: str
    name: str
    name_ru: str | None
    series: str | None
    ordinal: int | None
    organization: str | None
    start: str | None
    end: str | None
    city: str | None
    country: str | None
    gist: str | None
    organization_name: str | None
    country_name: str | None
    untranslated: list[str] | None = None
    participants: list[ForumParticipant] | None = None
    outcomes: list[Treaty] | None = None
    citations: list[Citation] | None = None


class ForumChange(Model, kw_only=True, tag_field="resource", tag="forums"):
    """ForumChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: ForumRecord | None

    @property
    def resource(self) -> Literal["forums"]:
        """The kind of record."""
        return "forums"


class ForumGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    name: str | None = None
    series: str | None = None
    ordinal: int | None = None
    organization: str | None = None
    organization_name: str | None = None
    start: str | None = None
    start_year: int | None = None
    end: str | None = None
    end_year: int | None = None
    city: str | None = None
    country: str | None = None
    country_name: str | None = None
    party: str | None = None
    party_name: str | None = None
    person: str | None = None
    outcome: str | None = None
    outcome_title: str | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class ForumParticipant(Model, kw_only=True):
    """A country or organization at a forum, and who represented it."""

    id: str
    forum: str
    party: str
    person: str | None
    role: str | None
    party_name: str | None
    untranslated: list[str] | None = None


class ForumRecord(Model, kw_only=True):
    """A forum with who took part and what was signed. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    name: str
    name_ru: str | None = None
    series: str | None = None
    ordinal: int | None = None
    organization: str | None = None
    start: str | None = None
    end: str | None = None
    city: str | None = None
    country: str | None = None
    gist: str | None = None
    participants: list[ParticipantRecord] | None = None
    outcomes: list[str] | None = None


class ForumSection(Model, kw_only=True):
    """The beginning of a list."""

    total: int
    link: str
    data: list[Forum]


class Graph(Model, kw_only=True):
    """Nodes and edges, each once."""

    nodes: list[Node]
    edges: list[Edge]
    meta: Meta


class Health(Model, kw_only=True):
    """State of the service."""

    status: str


class Hit(Model, kw_only=True):
    """A record that has the words."""

    kind: Searchable
    id: str
    path: str
    title: str | None
    title_marked: str | None
    snippet: str | None


class ImportJob(Model, kw_only=True):
    """An import over HTTP."""

    id: str
    status: JobStatus
    format: str
    filename: str
    options: dict[str, Any]
    reason: str
    media_type: str
    bytes: int
    digest: str
    idempotency_key: str | None
    created_at: datetime
    finished_at: datetime | None
    outcome: str | None
    revision: int | None
    error: str | None
    report: ImportReport | None


class ImportReport(Model, kw_only=True):
    """The account of an import, as `entente import --report` writes it."""

    lines: Lines
    accepted: dict[str, int]
    repaired: list[Remark]
    refused: list[Remark]


class ImportSummary(Model, kw_only=True):
    """An import over HTTP, without its report."""

    id: str
    status: JobStatus
    format: str
    filename: str
    options: dict[str, Any]
    reason: str
    media_type: str
    bytes: int
    digest: str
    idempotency_key: str | None
    created_at: datetime
    finished_at: datetime | None
    outcome: str | None
    revision: int | None
    error: str | None


class Indicator(Model, kw_only=True):
    """What a number measures."""

    id: str
    name: str
    name_ru: str | None
    definition: str
    unit: str
    measure: Measure
    untranslated: list[str] | None = None
    citations: list[Citation] | None = None


class IndicatorChange(Model, kw_only=True, tag_field="resource", tag="indicators"):
    """IndicatorChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: IndicatorRecord | None

    @property
    def resource(self) -> Literal["indicators"]:
        """The kind of record."""
        return "indicators"


class IndicatorGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    name: str | None = None
    name_ru: str | None = None
    unit: str | None = None
    measure: Measure | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class IndicatorRecord(Model, kw_only=True):
    """An indicator. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    name: str
    name_ru: str | None = None
    definition: str
    unit: str
    measure: Measure


class Lines(Model, kw_only=True):
    """How many lines or elements were accepted and refused as a whole."""

    accepted: int
    refused: int


class Links(Model, kw_only=True):
    """Addresses of this page and the next."""

    self: str
    next: str | None


class Membership(Model, kw_only=True):
    """A span of one country belonging to one organization."""

    id: str
    organization: str
    country: str
    status: MembershipStatus
    start: str | None
    end: str | None
    event: MembershipEvent | None
    organization_name: str
    country_name: str
    untranslated: list[str] | None = None
    citations: list[Citation] | None = None


class MembershipChange(Model, kw_only=True, tag_field="resource", tag="memberships"):
    """MembershipChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: MembershipRecord | None

    @property
    def resource(self) -> Literal["memberships"]:
        """The kind of record."""
        return "memberships"


class MembershipGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    organization: str | None = None
    organization_name: str | None = None
    country: str | None = None
    country_name: str | None = None
    status: MembershipStatus | None = None
    start: str | None = None
    start_year: int | None = None
    end: str | None = None
    end_year: int | None = None
    event: MembershipEvent | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class MembershipRecord(Model, kw_only=True):
    """A span of one country belonging to one organization. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    country: str
    status: MembershipStatus
    start: str | None = None
    end: str | None = None
    event: MembershipEvent | None = None
    organization: str


class MembershipSection(Model, kw_only=True):
    """The beginning of a list."""

    total: int
    link: str
    data: list[Membership]


class Meta(Model, kw_only=True):
    """What an answer was read from."""

    revision: int


class Node(Model, kw_only=True):
    """A country, an organization or a treaty that an edge ends at."""

    id: str
    kind: CitedResource
    record: str
    label: str
    untranslated: list[str] | None = None


class Organization(Model, kw_only=True):
    """A union, commission, community or forum body."""

    id: str
    name: str
    name_ru: str | None
    acronym: str | None
    kind: OrganizationKind
    status: OrganizationStatus | None
    founded: str | None
    dissolved: str | None
    headquarters: str | None
    founding_treaty: str | None
    gist: str | None
    founding_treaty_title: str | None
    predecessors: list[str]
    untranslated: list[str] | None = None
    members: list[Membership] | None = None
    citations: list[Citation] | None = None


class OrganizationChange(Model, kw_only=True, tag_field="resource", tag="organizations"):
    """OrganizationChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: OrganizationRecord | None

    @property
    def resource(self) -> Literal["organizations"]:
        """The kind of record."""
        return "organizations"


class OrganizationGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    name: str | None = None
    acronym: str | None = None
    kind: OrganizationKind | None = None
    status: OrganizationStatus | None = None
    founded: str | None = None
    founded_year: int | None = None
    dissolved: str | None = None
    dissolved_year: int | None = None
    headquarters: str | None = None
    founding_treaty: str | None = None
    founding_treaty_title: str | None = None
    member: str | None = None
    member_name: str | None = None
    predecessor: str | None = None
    predecessor_name: str | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class OrganizationRecord(Model, kw_only=True):
    """An organization without its members. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    name: str
    name_ru: str | None = None
    acronym: str | None = None
    kind: OrganizationKind
    status: OrganizationStatus | None = None
    founded: str | None = None
    dissolved: str | None = None
    headquarters: str | None = None
    founding_treaty: str | None = None
    gist: str | None = None
    predecessors: list[str] | None = None


class PageInfo(Model, kw_only=True):
    """Where a page stands in its list."""

    limit: int
    next_cursor: str | None
    has_more: bool
    total: int | None


class Pair(Model, kw_only=True):
    """The two sides of one flow in one period."""

    exporter: str
    importer: str
    indicator: str
    product: str
    frequency: Frequency
    period: str
    unit: str
    ratio: float | None
    exported: list[TradeMetric]
    imported: list[TradeMetric]


class ParticipantRecord(Model, kw_only=True):
    """A participant under its forum."""

    party: str
    person: str | None = None
    role: str | None = None


class Participation(Model, kw_only=True):
    """An act of one party on one treaty."""

    id: str
    treaty: str
    party: str
    action: ParticipationAction
    date: str | None
    treaty_title: str
    party_name: str | None
    untranslated: list[str] | None = None
    citations: list[Citation] | None = None


class ParticipationChange(Model, kw_only=True, tag_field="resource", tag="participations"):
    """ParticipationChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: ParticipationRecord | None

    @property
    def resource(self) -> Literal["participations"]:
        """The kind of record."""
        return "participations"


class ParticipationGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    treaty: str | None = None
    treaty_title: str | None = None
    party: str | None = None
    party_name: str | None = None
    action: ParticipationAction | None = None
    date: str | None = None
    date_year: int | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class ParticipationRecord(Model, kw_only=True):
    """An act of a party on a treaty. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    party: str
    action: ParticipationAction
    date: str | None = None
    treaty: str


class Product(Model, kw_only=True):
    """A product, or a group of products."""

    id: str
    name: str
    level: ProductLevel
    section: str | None
    parent: str | None
    source: str
    locator: str
    parent_name: str | None
    source_title: str


class ProductChange(Model, kw_only=True, tag_field="resource", tag="products"):
    """ProductChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: ProductRecord | None

    @property
    def resource(self) -> Literal["products"]:
        """The kind of record."""
        return "products"


class ProductGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    name: str | None = None
    level: ProductLevel | None = None
    section: str | None = None
    parent: str | None = None
    parent_name: str | None = None
    source: str | None = None
    source_title: str | None = None
    count: int | None = None


class ProductRecord(Model, kw_only=True):
    """A product; its source is in its row. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    id: str | None = None
    name: str
    level: ProductLevel
    section: str | None = None
    parent: str | None = None
    source: str
    locator: str


class Readiness(Model, kw_only=True):
    """State of the service and of what it stands on."""

    status: str
    migration: str
    revision: int


class Relations(Model, kw_only=True):
    """What a page about two countries needs."""

    a: Country
    b: Country
    organizations: list[Shared]
    treaties: TreatySection
    forums: ForumSection
    a_about_b: StatementSection
    a_against_b: StatementSection
    b_about_a: StatementSection
    b_against_a: StatementSection
    trade: list[Series]
    meta: Meta


class Remark(Model, kw_only=True):
    """The same words about some places of the file."""

    what: str
    count: int
    places: list[int | str]


class Series(Model, kw_only=True):
    """The last period of one series: of an indicator and a flow, as one country reports it, in one unit."""

    reporter: str
    indicator: str
    indicator_name: str
    flow: Flow | None
    frequency: Frequency
    unit: str
    period: str
    total: int
    link: str
    data: list[TradeMetric]


class Shared(Model, kw_only=True):
    """An organization that both countries belong to, and as what."""

    organization: str
    organization_name: str
    memberships: list[Membership]


class Source(Model, kw_only=True):
    """A document or data set that says something."""

    id: str
    title: str
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    kind: SourceKind
    language: str | None
    licence: str | None


class SourceChange(Model, kw_only=True, tag_field="resource", tag="sources"):
    """SourceChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: SourceRecord | None

    @property
    def resource(self) -> Literal["sources"]:
        """The kind of record."""
        return "sources"


class SourceGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    published_year: int | None = None
    kind: SourceKind | None = None
    language: str | None = None
    count: int | None = None


class SourceRecord(Model, kw_only=True):
    """A source. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    id: str | None = None
    title: str
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    kind: SourceKind
    language: str | None = None
    licence: str | None = None


class Statement(Model, kw_only=True):
    """What one speaker said."""

    id: str
    speaker: str
    role: str | None
    on_behalf_of: str | None
    date: str | None
    forum: str | None
    topic: str
    stance: Stance
    kind: StatementKind
    gist: str
    text: str | None
    on_behalf_of_name: str | None
    forum_name: str | None
    about: list[Target]
    against: list[Target]
    untranslated: list[str] | None = None
    relations: list[StatementRelation] | None = None
    citations: list[Citation] | None = None


class StatementChange(Model, kw_only=True, tag_field="resource", tag="statements"):
    """StatementChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: StatementRecord | None

    @property
    def resource(self) -> Literal["statements"]:
        """The kind of record."""
        return "statements"


class StatementGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    speaker: str | None = None
    on_behalf_of: str | None = None
    on_behalf_of_name: str | None = None
    date: str | None = None
    date_year: int | None = None
    forum: str | None = None
    forum_name: str | None = None
    topic: str | None = None
    stance: Stance | None = None
    kind: StatementKind | None = None
    about: str | None = None
    about_name: str | None = None
    against: str | None = None
    against_name: str | None = None
    contradicts: str | None = None
    responds_to: str | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class StatementRecord(Model, kw_only=True):
    """A statement with what it is about, whom it is against, and what it contradicts. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    speaker: str
    role: str | None = None
    on_behalf_of: str | None = None
    date: str | None = None
    forum: str | None = None
    topic: str
    stance: Stance
    kind: StatementKind
    gist: str
    text: str | None = None
    about: list[TargetRecord] | None = None
    against: list[TargetRecord] | None = None
    relations: list[StatementRelationRecord] | None = None


class StatementRelation(Model, kw_only=True):
    """How a statement stands to another one."""

    id: str
    statement: str
    relation: StatementRelationKind
    related_statement: str
    related_statement_speaker: str
    related_statement_gist: str


class StatementRelationRecord(Model, kw_only=True):
    """A relation under its statement."""

    relation: StatementRelationKind
    related_statement: str


class StatementSection(Model, kw_only=True):
    """The beginning of a list."""

    total: int
    link: str
    data: list[Statement]


class Target(Model, kw_only=True):
    """What a statement is about or against, as it is answered."""

    kind: TargetKind
    id: str


class TargetRecord(Model, kw_only=True):
    """What a statement is about or against."""

    kind: TargetKind
    id: str


class TradeMetric(Model, kw_only=True):
    """One observation, as one source gives it."""

    id: str
    indicator: str
    reporter: str
    partner: str | None
    flow: Flow | None
    product: str
    frequency: Frequency
    period: str
    value: float | None
    unit: str
    unit_mult: int
    qualifier: Qualifier
    status: ObservationStatus
    source: str
    locator: str
    confidence: Confidence
    note: str | None
    indicator_name: str
    reporter_name: str
    partner_name: str | None
    source_title: str
    source_url: str | None
    untranslated: list[str] | None = None


class TradeMetricChange(Model, kw_only=True, tag_field="resource", tag="trade-metrics"):
    """TradeMetricChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: TradeMetricRecord | None

    @property
    def resource(self) -> Literal["trade-metrics"]:
        """The kind of record."""
        return "trade-metrics"


class TradeMetricGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    indicator: str | None = None
    indicator_name: str | None = None
    reporter: str | None = None
    reporter_name: str | None = None
    partner: str | None = None
    partner_name: str | None = None
    flow: Flow | None = None
    product: str | None = None
    frequency: Frequency | None = None
    period: str | None = None
    period_year: int | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    status: ObservationStatus | None = None
    source: str | None = None
    source_title: str | None = None
    confidence: Confidence | None = None
    untranslated: list[str] | None = None
    count: int | None = None
    sum: float | None = None
    avg: float | None = None
    min: float | None = None
    max: float | None = None
    missing: int | None = None
    hedged: int | None = None


class TradeMetricRecord(Model, kw_only=True):
    """An observation. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    indicator: str
    reporter: str
    partner: str | None = None
    flow: Flow | None = None
    product: str | None = None
    frequency: Frequency
    period: str
    value: float | None = None
    unit: str
    unit_mult: int | None = None
    qualifier: Qualifier | None = None
    status: ObservationStatus | None = None
    source: str
    locator: str
    confidence: Confidence | None = None
    note: str | None = None
    id: str | None = None


class Treaty(Model, kw_only=True):
    """A treaty, agreement, protocol, memorandum, roadmap, contract or declaration."""

    id: str
    title: str
    title_ru: str | None
    short_title: str | None
    kind: TreatyKind
    status: TreatyStatus | None
    scope: TreatyScope | None
    signed: str | None
    place: str | None
    in_force: str | None
    terminated: str | None
    gist: str | None
    subjects: list[str]
    untranslated: list[str] | None = None
    parties: list[Participation] | None = None
    relations: list[TreatyRelation] | None = None
    articles: list[ArticleHeading] | None = None
    citations: list[Citation] | None = None


class TreatyChange(Model, kw_only=True, tag_field="resource", tag="treaties"):
    """TreatyChange."""

    revision: int
    committed_at: datetime
    actor: str
    reason: str
    action: Action
    id: str
    moved_to: str | None
    record: TreatyRecord | None

    @property
    def resource(self) -> Literal["treaties"]:
        """The kind of record."""
        return "treaties"


class TreatyCount(Model, kw_only=True):
    """How many of a country's treaties are of one kind and one status."""

    kind: TreatyKind
    status: TreatyStatus | None
    total: int


class TreatyGroup(Model, kw_only=True):
    """What is asked of one group, and nothing else."""

    title: str | None = None
    kind: TreatyKind | None = None
    status: TreatyStatus | None = None
    scope: TreatyScope | None = None
    signed: str | None = None
    signed_year: int | None = None
    place: str | None = None
    in_force: str | None = None
    in_force_year: int | None = None
    terminated: str | None = None
    terminated_year: int | None = None
    party: str | None = None
    party_name: str | None = None
    subject: str | None = None
    forum: str | None = None
    forum_name: str | None = None
    based_on: str | None = None
    based_on_title: str | None = None
    supersedes: str | None = None
    supersedes_title: str | None = None
    amends: str | None = None
    amends_title: str | None = None
    implements: str | None = None
    implements_title: str | None = None
    accedes_to: str | None = None
    accedes_to_title: str | None = None
    establishes: str | None = None
    establishes_title: str | None = None
    refers_to: str | None = None
    refers_to_title: str | None = None
    source: str | None = None
    source_title: str | None = None
    untranslated: list[str] | None = None
    count: int | None = None


class TreatyRecord(Model, kw_only=True):
    """A treaty without what has addresses of its own. What only an answer has, such as names beside ids, may be sent back, and is passed over."""

    citations: list[CitationRecord]
    id: str | None = None
    title: str
    title_ru: str | None = None
    short_title: str | None = None
    kind: TreatyKind
    status: TreatyStatus | None = None
    scope: TreatyScope | None = None
    signed: str | None = None
    place: str | None = None
    in_force: str | None = None
    terminated: str | None = None
    gist: str | None = None
    subjects: list[str] | None = None
    relations: list[TreatyRelationRecord] | None = None


class TreatyRelation(Model, kw_only=True):
    """How a treaty is tied to another treaty, or to an organization."""

    id: str
    treaty: str
    relation: RelationKind
    kind: RelatedKind
    related: str
    related_title: str | None
    related_name: str | None
    untranslated: list[str] | None = None
    citations: list[Citation] | None = None


class TreatyRelationRecord(Model, kw_only=True):
    """A relation under its treaty."""

    citations: list[CitationRecord]
    id: str | None = None
    relation: RelationKind
    kind: RelatedKind | None = None
    related: str


class TreatySection(Model, kw_only=True):
    """The beginning of a list."""

    total: int
    link: str
    data: list[Treaty]


class Fault(Model, kw_only=True):
    """One fault of a request."""

    parameter: str | None = None
    pointer: str | None = None
    code: str
    detail: str
    nearest: str | None = None


class ProblemDocument(Model, kw_only=True):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault]


Change: TypeAlias = (
    TreatyChange
    | ArticleChange
    | ForumChange
    | StatementChange
    | TradeMetricChange
    | OrganizationChange
    | MembershipChange
    | ParticipationChange
    | CountryChange
    | IndicatorChange
    | ProductChange
    | SourceChange
)
