"""What may be asked; written by `make clients` from the OpenAPI document."""

# fmt: off
# ruff: noqa: D101, E501, I001
from collections.abc import Sequence
from datetime import date
from typing import Literal, Required, TypeAlias, TypedDict, TypeVar

from entente_client.models import CitedResource, Completeness, Confidence, ConflictKind, CountryKind, EdgeKind, EventKind, Flow, Format, Frequency, Language, Measure, MembershipEvent, MembershipStatus, ObservationStatus, OrganizationKind, OrganizationStatus, ParticipationAction, ProductLevel, Qualifier, Searchable, SourceKind, Stance, StatementKind, TreatyKind, TreatyScope, TreatyStatus

T = TypeVar("T")

Many: TypeAlias = T | Sequence[T]
"""One value or several."""

Text: TypeAlias = str | date
"""A text, or a day: `"2013-11"`, `date(2013, 11, 11)`."""


class TreatiesFilters(TypedDict, total=False):
    lang: Language
    valid_at: Text
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    title: Many[Text]
    title__not: Many[Text]
    title__contains: Text
    kind: Many[TreatyKind]
    kind__not: Many[TreatyKind]
    status: Many[TreatyStatus]
    status__not: Many[TreatyStatus]
    status__isnull: bool
    scope: Many[TreatyScope]
    scope__not: Many[TreatyScope]
    scope__isnull: bool
    signed: Many[Text]
    signed__not: Many[Text]
    signed__gte: Text
    signed__lte: Text
    signed__gt: Text
    signed__lt: Text
    signed__isnull: bool
    place: Many[Text]
    place__not: Many[Text]
    place__contains: Text
    place__isnull: bool
    in_force: Many[Text]
    in_force__not: Many[Text]
    in_force__gte: Text
    in_force__lte: Text
    in_force__gt: Text
    in_force__lt: Text
    in_force__isnull: bool
    terminated: Many[Text]
    terminated__not: Many[Text]
    terminated__gte: Text
    terminated__lte: Text
    terminated__gt: Text
    terminated__lt: Text
    terminated__isnull: bool
    party: Many[Text]
    party__not: Many[Text]
    party__isnull: bool
    party__all: bool
    subject: Many[Text]
    subject__not: Many[Text]
    subject__isnull: bool
    subject__all: bool
    forum: Many[Text]
    forum__not: Many[Text]
    forum__isnull: bool
    based_on: Many[Text]
    based_on__not: Many[Text]
    based_on__isnull: bool
    supersedes: Many[Text]
    supersedes__not: Many[Text]
    supersedes__isnull: bool
    amends: Many[Text]
    amends__not: Many[Text]
    amends__isnull: bool
    implements: Many[Text]
    implements__not: Many[Text]
    implements__isnull: bool
    accedes_to: Many[Text]
    accedes_to__not: Many[Text]
    accedes_to__isnull: bool
    establishes: Many[Text]
    establishes__not: Many[Text]
    establishes__isnull: bool
    refers_to: Many[Text]
    refers_to__not: Many[Text]
    refers_to__isnull: bool
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class ArticlesFilters(TypedDict, total=False):
    lang: Language
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    treaty: Many[Text]
    treaty__not: Many[Text]
    number: Many[Text]
    number__not: Many[Text]
    ordinal: Many[int]
    ordinal__not: Many[int]
    ordinal__gte: int
    ordinal__lte: int
    ordinal__gt: int
    ordinal__lt: int
    heading: Many[Text]
    heading__not: Many[Text]
    heading__contains: Text
    heading__isnull: bool
    completeness: Many[Completeness]
    completeness__not: Many[Completeness]
    language: Many[Text]
    language__not: Many[Text]
    language__isnull: bool
    subject: Many[Text]
    subject__not: Many[Text]
    subject__isnull: bool
    subject__all: bool
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class ForumsFilters(TypedDict, total=False):
    lang: Language
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    name: Many[Text]
    name__not: Many[Text]
    name__contains: Text
    series: Many[Text]
    series__not: Many[Text]
    series__isnull: bool
    ordinal: Many[int]
    ordinal__not: Many[int]
    ordinal__gte: int
    ordinal__lte: int
    ordinal__gt: int
    ordinal__lt: int
    ordinal__isnull: bool
    organization: Many[Text]
    organization__not: Many[Text]
    organization__isnull: bool
    start: Many[Text]
    start__not: Many[Text]
    start__gte: Text
    start__lte: Text
    start__gt: Text
    start__lt: Text
    start__isnull: bool
    end: Many[Text]
    end__not: Many[Text]
    end__gte: Text
    end__lte: Text
    end__gt: Text
    end__lt: Text
    end__isnull: bool
    city: Many[Text]
    city__not: Many[Text]
    city__contains: Text
    city__isnull: bool
    country: Many[Text]
    country__not: Many[Text]
    country__isnull: bool
    party: Many[Text]
    party__not: Many[Text]
    party__isnull: bool
    party__all: bool
    person: Many[Text]
    person__not: Many[Text]
    person__isnull: bool
    person__all: bool
    outcome: Many[Text]
    outcome__not: Many[Text]
    outcome__isnull: bool
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class StatementsFilters(TypedDict, total=False):
    lang: Language
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    speaker: Many[Text]
    speaker__not: Many[Text]
    speaker__contains: Text
    on_behalf_of: Many[Text]
    on_behalf_of__not: Many[Text]
    on_behalf_of__isnull: bool
    date: Many[Text]
    date__not: Many[Text]
    date__gte: Text
    date__lte: Text
    date__gt: Text
    date__lt: Text
    date__isnull: bool
    forum: Many[Text]
    forum__not: Many[Text]
    forum__isnull: bool
    topic: Many[Text]
    topic__not: Many[Text]
    topic__contains: Text
    stance: Many[Stance]
    stance__not: Many[Stance]
    kind: Many[StatementKind]
    kind__not: Many[StatementKind]
    about: Many[Text]
    about__not: Many[Text]
    about__isnull: bool
    about__all: bool
    against: Many[Text]
    against__not: Many[Text]
    against__isnull: bool
    against__all: bool
    contradicts: Many[Text]
    contradicts__not: Many[Text]
    contradicts__isnull: bool
    responds_to: Many[Text]
    responds_to__not: Many[Text]
    responds_to__isnull: bool
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class TradeMetricsFilters(TypedDict, total=False):
    lang: Language
    id: Many[Text]
    id__not: Many[Text]
    indicator: Many[Text]
    indicator__not: Many[Text]
    reporter: Many[Text]
    reporter__not: Many[Text]
    partner: Many[Text]
    partner__not: Many[Text]
    partner__isnull: bool
    flow: Many[Flow]
    flow__not: Many[Flow]
    flow__isnull: bool
    product: Many[Text]
    product__not: Many[Text]
    frequency: Many[Frequency]
    frequency__not: Many[Frequency]
    period: Many[Text]
    period__not: Many[Text]
    period__gte: Text
    period__lte: Text
    period__gt: Text
    period__lt: Text
    value: Many[float]
    value__not: Many[float]
    value__gte: float
    value__lte: float
    value__gt: float
    value__lt: float
    value__isnull: bool
    unit: Many[Text]
    unit__not: Many[Text]
    qualifier: Many[Qualifier]
    qualifier__not: Many[Qualifier]
    status: Many[ObservationStatus]
    status__not: Many[ObservationStatus]
    source: Many[Text]
    source__not: Many[Text]
    confidence: Many[Confidence]
    confidence__not: Many[Confidence]
    latest: bool


class OrganizationsFilters(TypedDict, total=False):
    lang: Language
    valid_at: Text
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    name: Many[Text]
    name__not: Many[Text]
    name__contains: Text
    acronym: Many[Text]
    acronym__not: Many[Text]
    acronym__contains: Text
    acronym__isnull: bool
    kind: Many[OrganizationKind]
    kind__not: Many[OrganizationKind]
    status: Many[OrganizationStatus]
    status__not: Many[OrganizationStatus]
    status__isnull: bool
    founded: Many[Text]
    founded__not: Many[Text]
    founded__gte: Text
    founded__lte: Text
    founded__gt: Text
    founded__lt: Text
    founded__isnull: bool
    dissolved: Many[Text]
    dissolved__not: Many[Text]
    dissolved__gte: Text
    dissolved__lte: Text
    dissolved__gt: Text
    dissolved__lt: Text
    dissolved__isnull: bool
    headquarters: Many[Text]
    headquarters__not: Many[Text]
    headquarters__contains: Text
    headquarters__isnull: bool
    founding_treaty: Many[Text]
    founding_treaty__not: Many[Text]
    founding_treaty__isnull: bool
    member: Many[Text]
    member__not: Many[Text]
    member__isnull: bool
    member__all: bool
    predecessor: Many[Text]
    predecessor__not: Many[Text]
    predecessor__isnull: bool
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class MembershipsFilters(TypedDict, total=False):
    lang: Language
    valid_at: Text
    id: Many[Text]
    id__not: Many[Text]
    organization: Many[Text]
    organization__not: Many[Text]
    country: Many[Text]
    country__not: Many[Text]
    status: Many[MembershipStatus]
    status__not: Many[MembershipStatus]
    start: Many[Text]
    start__not: Many[Text]
    start__gte: Text
    start__lte: Text
    start__gt: Text
    start__lt: Text
    start__isnull: bool
    end: Many[Text]
    end__not: Many[Text]
    end__gte: Text
    end__lte: Text
    end__gt: Text
    end__lt: Text
    end__isnull: bool
    event: Many[MembershipEvent]
    event__not: Many[MembershipEvent]
    event__isnull: bool
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class ParticipationsFilters(TypedDict, total=False):
    lang: Language
    id: Many[Text]
    id__not: Many[Text]
    treaty: Many[Text]
    treaty__not: Many[Text]
    party: Many[Text]
    party__not: Many[Text]
    action: Many[ParticipationAction]
    action__not: Many[ParticipationAction]
    date: Many[Text]
    date__not: Many[Text]
    date__gte: Text
    date__lte: Text
    date__gt: Text
    date__lt: Text
    date__isnull: bool
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class CountriesFilters(TypedDict, total=False):
    lang: Language
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    iso2: Many[Text]
    iso2__not: Many[Text]
    iso2__isnull: bool
    m49: Many[Text]
    m49__not: Many[Text]
    m49__isnull: bool
    name: Many[Text]
    name__not: Many[Text]
    name__contains: Text
    name_ru: Many[Text]
    name_ru__not: Many[Text]
    name_ru__contains: Text
    name_ru__isnull: bool
    capital: Many[Text]
    capital__not: Many[Text]
    capital__contains: Text
    capital__isnull: bool
    kind: Many[CountryKind]
    kind__not: Many[CountryKind]
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class IndicatorsFilters(TypedDict, total=False):
    lang: Language
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    name: Many[Text]
    name__not: Many[Text]
    name__contains: Text
    name_ru: Many[Text]
    name_ru__not: Many[Text]
    name_ru__contains: Text
    name_ru__isnull: bool
    unit: Many[Text]
    unit__not: Many[Text]
    measure: Many[Measure]
    measure__not: Many[Measure]
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class ProductsFilters(TypedDict, total=False):
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    name: Many[Text]
    name__not: Many[Text]
    name__contains: Text
    level: Many[ProductLevel]
    level__not: Many[ProductLevel]
    section: Many[Text]
    section__not: Many[Text]
    section__isnull: bool
    parent: Many[Text]
    parent__not: Many[Text]
    parent__isnull: bool
    source: Many[Text]
    source__not: Many[Text]


class SourcesFilters(TypedDict, total=False):
    q: Text
    id: Many[Text]
    id__not: Many[Text]
    title: Many[Text]
    title__not: Many[Text]
    title__contains: Text
    publisher: Many[Text]
    publisher__not: Many[Text]
    publisher__contains: Text
    publisher__isnull: bool
    author: Many[Text]
    author__not: Many[Text]
    author__contains: Text
    author__isnull: bool
    published: Many[Text]
    published__not: Many[Text]
    published__gte: Text
    published__lte: Text
    published__gt: Text
    published__lt: Text
    published__isnull: bool
    kind: Many[SourceKind]
    kind__not: Many[SourceKind]
    language: Many[Text]
    language__not: Many[Text]
    language__isnull: bool


class CitationsFilters(TypedDict, total=False):
    id: Many[Text]
    id__not: Many[Text]
    resource: Many[CitedResource]
    resource__not: Many[CitedResource]
    record: Many[Text]
    record__not: Many[Text]
    field: Many[Text]
    field__not: Many[Text]
    field__isnull: bool
    value: Many[Text]
    value__not: Many[Text]
    value__isnull: bool
    source: Many[Text]
    source__not: Many[Text]
    confidence: Many[Confidence]
    confidence__not: Many[Confidence]


class ConflictsFilters(TypedDict, total=False):
    id: Many[Text]
    id__not: Many[Text]
    kind: Many[ConflictKind]
    kind__not: Many[ConflictKind]
    fact: Many[Text]
    fact__not: Many[Text]
    fact__contains: Text
    resource: Many[Text]
    resource__not: Many[Text]
    record: Many[Text]
    record__not: Many[Text]
    record__isnull: bool
    field: Many[Text]
    field__not: Many[Text]
    field__isnull: bool
    organization: Many[Text]
    organization__not: Many[Text]
    organization__isnull: bool
    treaty: Many[Text]
    treaty__not: Many[Text]
    treaty__isnull: bool
    country: Many[Text]
    country__not: Many[Text]
    country__isnull: bool
    partner: Many[Text]
    partner__not: Many[Text]
    partner__isnull: bool
    indicator: Many[Text]
    indicator__not: Many[Text]
    indicator__isnull: bool
    flow: Many[Flow]
    flow__not: Many[Flow]
    flow__isnull: bool
    period: Many[Text]
    period__not: Many[Text]
    period__isnull: bool
    spread: Many[float]
    spread__not: Many[float]
    spread__gte: float
    spread__lte: float
    spread__gt: float
    spread__lt: float
    spread__isnull: bool
    source: Many[Text]
    source__not: Many[Text]
    source__isnull: bool


class Search(TypedDict, total=False):
    limit: int
    cursor: Text
    total: bool
    q: Required[Text]
    kind: Many[Searchable]


class ListTimeline(TypedDict, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Literal['date', '-date']
    include: Many[Literal['citations']]
    lang: Language
    kind: Many[EventKind]
    country: Many[Text]
    organization: Many[Text]
    source: Many[Text]
    date: Many[Text]
    date__gte: Text
    date__lte: Text
    date__gt: Text
    date__lt: Text


class GetGraph(TypedDict, total=False):
    include: Many[Literal['citations']]
    lang: Language
    valid_at: Text
    kind: Many[EdgeKind]
    country: Many[Text]
    organization: Many[Text]
    treaty: Many[Text]


class CreateImport(TypedDict, total=False):
    format: Required[Literal['countries', 'hs', 'tota', 'desta', 'huggo', 'trade-csv', 'world-bank']]
    filename: Text
    dry_run: bool
    reason: Text
    column: Many[Text]
    set: Many[Text]
    country: Many[Text]
    codes: Literal['iso3', 'iso2', 'm49']
    delimiter: Text
    encoding: Text
    source_title: Text
    source_url: Text
    publisher: Text
    licence: Text
    indicator_name: Text
    definition: Text
    measure: Measure


class ListImports(TypedDict, total=False):
    limit: int
    cursor: Text
    total: bool


class ListChanges(TypedDict, total=False):
    limit: int
    cursor: Text
    since: int
    resource: Many[Literal['treaties', 'articles', 'forums', 'statements', 'trade-metrics', 'organizations', 'memberships', 'participations', 'countries', 'indicators', 'products', 'sources']]


class ListTreaties(TreatiesFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['signed', '-signed', 'title', '-title', 'in_force', '-in_force', 'id', '-id']]
    include: Many[Literal['parties', 'relations', 'articles', 'citations']]


class GetTreaty(TypedDict, total=False):
    include: Many[Literal['parties', 'relations', 'articles', 'citations']]
    lang: Language


class PutTreaty(TypedDict, total=False):
    reason: Text


class DeleteTreaty(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListArticles(ArticlesFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['treaty', '-treaty', 'ordinal', '-ordinal', 'heading', '-heading', 'id', '-id']]
    include: Many[Literal['citations']]


class GetArticle(TypedDict, total=False):
    include: Many[Literal['citations']]
    lang: Language


class PutArticle(TypedDict, total=False):
    reason: Text


class DeleteArticle(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListForums(ForumsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['start', '-start', 'name', '-name', 'ordinal', '-ordinal', 'id', '-id']]
    include: Many[Literal['participants', 'outcomes', 'citations']]


class GetForum(TypedDict, total=False):
    include: Many[Literal['participants', 'outcomes', 'citations']]
    lang: Language


class PutForum(TypedDict, total=False):
    reason: Text


class DeleteForum(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListStatements(StatementsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['date', '-date', 'speaker', '-speaker', 'topic', '-topic', 'id', '-id']]
    include: Many[Literal['relations', 'citations']]


class GetStatement(TypedDict, total=False):
    include: Many[Literal['relations', 'citations']]
    lang: Language


class PutStatement(TypedDict, total=False):
    reason: Text


class DeleteStatement(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListTradeMetrics(TradeMetricsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['period', '-period', 'value', '-value', 'indicator', '-indicator', 'reporter', '-reporter', 'partner', '-partner', 'id', '-id']]
    in_units: bool


class GetTradeMetric(TypedDict, total=False):
    in_units: bool
    lang: Language


class PutTradeMetric(TypedDict, total=False):
    reason: Text


class DeleteTradeMetric(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListOrganizations(OrganizationsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['name', '-name', 'founded', '-founded', 'acronym', '-acronym', 'id', '-id']]
    include: Many[Literal['members', 'citations']]


class GetOrganization(TypedDict, total=False):
    include: Many[Literal['members', 'citations']]
    lang: Language


class PutOrganization(TypedDict, total=False):
    reason: Text


class DeleteOrganization(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListMemberships(MembershipsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['organization', '-organization', 'country', '-country', 'start', '-start', 'end', '-end', 'id', '-id']]
    include: Many[Literal['citations']]


class GetMembership(TypedDict, total=False):
    include: Many[Literal['citations']]
    lang: Language


class PutMembership(TypedDict, total=False):
    reason: Text


class DeleteMembership(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListParticipations(ParticipationsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['date', '-date', 'treaty', '-treaty', 'party', '-party', 'id', '-id']]
    include: Many[Literal['citations']]


class GetParticipation(TypedDict, total=False):
    include: Many[Literal['citations']]
    lang: Language


class PutParticipation(TypedDict, total=False):
    reason: Text


class DeleteParticipation(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListCountries(CountriesFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['name', '-name', 'm49', '-m49', 'id', '-id']]
    include: Many[Literal['memberships', 'citations']]


class GetCountry(TypedDict, total=False):
    include: Many[Literal['memberships', 'citations']]
    lang: Language


class PutCountry(TypedDict, total=False):
    reason: Text


class DeleteCountry(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListIndicators(IndicatorsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['name', '-name', 'id', '-id']]
    include: Many[Literal['citations']]


class GetIndicator(TypedDict, total=False):
    include: Many[Literal['citations']]
    lang: Language


class PutIndicator(TypedDict, total=False):
    reason: Text


class DeleteIndicator(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListProducts(ProductsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['name', '-name', 'id', '-id']]


class PutProduct(TypedDict, total=False):
    reason: Text


class DeleteProduct(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListSources(SourcesFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['title', '-title', 'published', '-published', 'id', '-id']]


class PutSource(TypedDict, total=False):
    reason: Text


class DeleteSource(TypedDict, total=False):
    reason: Text
    moved_to: Text


class ListCitations(CitationsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['record', '-record', 'source', '-source', 'id', '-id']]


class ListConflicts(ConflictsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    sort: Many[Literal['fact', '-fact', 'kind', '-kind', 'spread', '-spread', 'id', '-id']]


class GetTreatyArticle(TypedDict, total=False):
    include: Many[Literal['citations']]
    lang: Language


class ListMirrorTrade(TypedDict, total=False):
    limit: int
    cursor: Text
    total: bool
    a: Required[Text]
    b: Required[Text]
    indicator: Many[Text]
    product: Many[Text]
    frequency: Many[Frequency]
    unit: Many[Text]
    source: Many[Text]
    period: Many[Text]
    period__gte: Text
    period__lte: Text
    in_units: bool
    lang: Language


class GetCountryProfile(TypedDict, total=False):
    valid_at: Text
    include: Many[Literal['citations']]
    lang: Language


class GetRelations(TypedDict, total=False):
    valid_at: Text
    include: Many[Literal['citations']]
    lang: Language


class GetSdmxData(TypedDict, total=False):
    startPeriod: Text
    endPeriod: Text
    dimensionAtObservation: Literal['AllDimensions']
    attributes: Literal['dsd', 'all']
    measures: Literal['all']
    includeHistory: Literal['false']


class GetSdmxStructure(TypedDict, total=False):
    references: Literal['none', 'children', 'descendants', 'parents', 'ancestors', 'parentsandsiblings', 'all', 'dataflow', 'datastructure', 'conceptscheme', 'codelist']
    detail: Literal['full']


class GetTreatiesStats(TreatiesFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['title', 'kind', 'status', 'scope', 'signed', 'signed_year', 'place', 'in_force', 'in_force_year', 'terminated', 'terminated_year', 'party', 'subject', 'forum', 'based_on', 'supersedes', 'amends', 'implements', 'accedes_to', 'establishes', 'refers_to', 'source']]
    sort: Many[Literal['count', '-count', 'title', '-title', 'kind', '-kind', 'status', '-status', 'scope', '-scope', 'signed', '-signed', 'signed_year', '-signed_year', 'place', '-place', 'in_force', '-in_force', 'in_force_year', '-in_force_year', 'terminated', '-terminated', 'terminated_year', '-terminated_year', 'party', '-party', 'subject', '-subject', 'forum', '-forum', 'based_on', '-based_on', 'supersedes', '-supersedes', 'amends', '-amends', 'implements', '-implements', 'accedes_to', '-accedes_to', 'establishes', '-establishes', 'refers_to', '-refers_to', 'source', '-source']]


class ExportTreaties(TreatiesFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'title', 'title_ru', 'short_title', 'kind', 'status', 'scope', 'signed', 'place', 'in_force', 'terminated', 'gist', 'subjects', 'citations']]


class GetTreatyHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetArticlesStats(ArticlesFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['treaty', 'number', 'ordinal', 'heading', 'completeness', 'language', 'subject', 'source']]
    sort: Many[Literal['count', '-count', 'treaty', '-treaty', 'number', '-number', 'ordinal', '-ordinal', 'heading', '-heading', 'completeness', '-completeness', 'language', '-language', 'subject', '-subject', 'source', '-source']]


class ExportArticles(ArticlesFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'treaty', 'number', 'ordinal', 'heading', 'gist', 'text', 'completeness', 'language', 'treaty_title', 'subjects', 'citations']]


class GetArticleHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetForumsStats(ForumsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['name', 'series', 'ordinal', 'organization', 'start', 'start_year', 'end', 'end_year', 'city', 'country', 'party', 'person', 'outcome', 'source']]
    sort: Many[Literal['count', '-count', 'name', '-name', 'series', '-series', 'ordinal', '-ordinal', 'organization', '-organization', 'start', '-start', 'start_year', '-start_year', 'end', '-end', 'end_year', '-end_year', 'city', '-city', 'country', '-country', 'party', '-party', 'person', '-person', 'outcome', '-outcome', 'source', '-source']]


class ExportForums(ForumsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'name', 'name_ru', 'series', 'ordinal', 'organization', 'start', 'end', 'city', 'country', 'gist', 'organization_name', 'country_name', 'citations']]


class GetForumHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetStatementsStats(StatementsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['speaker', 'on_behalf_of', 'date', 'date_year', 'forum', 'topic', 'stance', 'kind', 'about', 'against', 'contradicts', 'responds_to', 'source']]
    sort: Many[Literal['count', '-count', 'speaker', '-speaker', 'on_behalf_of', '-on_behalf_of', 'date', '-date', 'date_year', '-date_year', 'forum', '-forum', 'topic', '-topic', 'stance', '-stance', 'kind', '-kind', 'about', '-about', 'against', '-against', 'contradicts', '-contradicts', 'responds_to', '-responds_to', 'source', '-source']]


class ExportStatements(StatementsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'speaker', 'role', 'on_behalf_of', 'date', 'forum', 'topic', 'stance', 'kind', 'gist', 'text', 'on_behalf_of_name', 'forum_name', 'about', 'against', 'citations']]


class GetStatementHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetTradeMetricsStats(TradeMetricsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['indicator', 'reporter', 'partner', 'flow', 'product', 'frequency', 'period', 'period_year', 'unit', 'qualifier', 'status', 'source', 'confidence']]
    measure: Many[Literal['count', 'sum', 'avg', 'min', 'max']]
    sort: Many[Literal['count', '-count', 'sum', '-sum', 'avg', '-avg', 'min', '-min', 'max', '-max', 'indicator', '-indicator', 'reporter', '-reporter', 'partner', '-partner', 'flow', '-flow', 'product', '-product', 'frequency', '-frequency', 'period', '-period', 'period_year', '-period_year', 'unit', '-unit', 'qualifier', '-qualifier', 'status', '-status', 'source', '-source', 'confidence', '-confidence']]


class ExportTradeMetrics(TradeMetricsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'indicator', 'reporter', 'partner', 'flow', 'product', 'frequency', 'period', 'value', 'unit', 'unit_mult', 'qualifier', 'status', 'source', 'locator', 'confidence', 'note', 'indicator_name', 'reporter_name', 'partner_name', 'source_title', 'source_url']]
    in_units: bool


class GetTradeMetricHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetOrganizationsStats(OrganizationsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['name', 'acronym', 'kind', 'status', 'founded', 'founded_year', 'dissolved', 'dissolved_year', 'headquarters', 'founding_treaty', 'member', 'predecessor', 'source']]
    sort: Many[Literal['count', '-count', 'name', '-name', 'acronym', '-acronym', 'kind', '-kind', 'status', '-status', 'founded', '-founded', 'founded_year', '-founded_year', 'dissolved', '-dissolved', 'dissolved_year', '-dissolved_year', 'headquarters', '-headquarters', 'founding_treaty', '-founding_treaty', 'member', '-member', 'predecessor', '-predecessor', 'source', '-source']]


class ExportOrganizations(OrganizationsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'name', 'name_ru', 'acronym', 'kind', 'status', 'founded', 'dissolved', 'headquarters', 'founding_treaty', 'gist', 'founding_treaty_title', 'predecessors', 'citations']]


class GetOrganizationHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetMembershipsStats(MembershipsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['organization', 'country', 'status', 'start', 'start_year', 'end', 'end_year', 'event', 'source']]
    sort: Many[Literal['count', '-count', 'organization', '-organization', 'country', '-country', 'status', '-status', 'start', '-start', 'start_year', '-start_year', 'end', '-end', 'end_year', '-end_year', 'event', '-event', 'source', '-source']]


class ExportMemberships(MembershipsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'organization', 'country', 'status', 'start', 'end', 'event', 'organization_name', 'country_name', 'citations']]


class GetMembershipHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetParticipationsStats(ParticipationsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['treaty', 'party', 'action', 'date', 'date_year', 'source']]
    sort: Many[Literal['count', '-count', 'treaty', '-treaty', 'party', '-party', 'action', '-action', 'date', '-date', 'date_year', '-date_year', 'source', '-source']]


class ExportParticipations(ParticipationsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'treaty', 'party', 'action', 'date', 'treaty_title', 'party_name', 'citations']]


class GetParticipationHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetCountriesStats(CountriesFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['iso2', 'm49', 'name', 'name_ru', 'capital', 'kind', 'source']]
    sort: Many[Literal['count', '-count', 'iso2', '-iso2', 'm49', '-m49', 'name', '-name', 'name_ru', '-name_ru', 'capital', '-capital', 'kind', '-kind', 'source', '-source']]


class ExportCountries(CountriesFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'iso2', 'm49', 'name', 'name_ru', 'capital', 'kind', 'citations']]


class GetCountryHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetIndicatorsStats(IndicatorsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['name', 'name_ru', 'unit', 'measure', 'source']]
    sort: Many[Literal['count', '-count', 'name', '-name', 'name_ru', '-name_ru', 'unit', '-unit', 'measure', '-measure', 'source', '-source']]


class ExportIndicators(IndicatorsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'name', 'name_ru', 'definition', 'unit', 'measure', 'citations']]


class GetIndicatorHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetProductsStats(ProductsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['name', 'level', 'section', 'parent', 'source']]
    sort: Many[Literal['count', '-count', 'name', '-name', 'level', '-level', 'section', '-section', 'parent', '-parent', 'source', '-source']]


class ExportProducts(ProductsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'name', 'level', 'section', 'parent', 'source', 'locator', 'parent_name', 'source_title']]


class GetProductHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetSourcesStats(SourcesFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['title', 'publisher', 'author', 'published', 'published_year', 'kind', 'language']]
    sort: Many[Literal['count', '-count', 'title', '-title', 'publisher', '-publisher', 'author', '-author', 'published', '-published', 'published_year', '-published_year', 'kind', '-kind', 'language', '-language']]


class ExportSources(SourcesFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'title', 'publisher', 'author', 'published', 'url', 'kind', 'language', 'licence']]


class GetSourceHistory(TypedDict, total=False):
    limit: int
    cursor: Text


class GetCitationsStats(CitationsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['resource', 'record', 'field', 'value', 'source', 'confidence']]
    sort: Many[Literal['count', '-count', 'resource', '-resource', 'record', '-record', 'field', '-field', 'value', '-value', 'source', '-source', 'confidence', '-confidence']]


class ExportCitations(CitationsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'resource', 'record', 'field', 'value', 'source', 'locator', 'confidence', 'note', 'source_title', 'source_url']]


class GetConflictsStats(ConflictsFilters, total=False):
    limit: int
    cursor: Text
    total: bool
    group_by: Many[Literal['kind', 'fact', 'resource', 'record', 'field', 'organization', 'treaty', 'country', 'partner', 'indicator', 'flow', 'period', 'source']]
    sort: Many[Literal['count', '-count', 'kind', '-kind', 'fact', '-fact', 'resource', '-resource', 'record', '-record', 'field', '-field', 'organization', '-organization', 'treaty', '-treaty', 'country', '-country', 'partner', '-partner', 'indicator', '-indicator', 'flow', '-flow', 'period', '-period', 'source', '-source']]


class ExportConflicts(ConflictsFilters, total=False):
    format: Format
    fields: Many[Literal['id', 'kind', 'fact', 'resource', 'record', 'field', 'organization', 'treaty', 'country', 'partner', 'indicator', 'flow', 'period', 'spread', 'values']]
