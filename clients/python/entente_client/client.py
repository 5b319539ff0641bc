"""The API: each operation a method; written by `make clients` from the OpenAPI document."""

from functools import cached_property
from types import NoneType
from typing import Literal, Unpack
from uuid import uuid4

from entente_client import models, parameters
from entente_client.calls import Call, Write, path
from entente_client.pages import Page
from entente_client.sync import Export, Pages, Resource, Shell


class Imports(Resource):
    """`/v1/imports`."""

    def create(
        self,
        content: bytes,
        media_type: Literal["application/octet-stream", "text/csv", "application/xml", "application/zip"],
        idempotency_key: str | None = None,
        **query: Unpack[parameters.CreateImport],
    ) -> models.ImportJob:
        """Import a file."""
        headers = {"Content-Type": media_type, "Idempotency-Key": idempotency_key or str(uuid4())}
        return self._client.write(Write("POST", "/v1/imports", query, models.ImportJob, headers, content))

    def list(self, **query: Unpack[parameters.ListImports]) -> Pages[models.ImportSummary]:
        """List the imports of your key."""
        return Pages(self._client, Call("/v1/imports", query, Page[models.ImportSummary]))

    def get(self, id: str) -> models.ImportJob:
        """Follow an import of your key."""
        return self._client.read(Call(path("/v1/imports/{}", id), {}, models.ImportJob))


class Treaties(Resource):
    """`/v1/treaties`."""

    def list(self, **query: Unpack[parameters.ListTreaties]) -> Pages[models.Treaty]:
        """List treaties."""
        return Pages(self._client, Call("/v1/treaties", query, Page[models.Treaty]))

    def get(self, id: str, **query: Unpack[parameters.GetTreaty]) -> models.Treaty:
        """Get one treaty."""
        return self._client.read(Call(path("/v1/treaties/{}", id), query, models.Treaty))

    def put(
        self,
        id: str,
        record: models.Treaty | models.TreatyRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutTreaty],
    ) -> models.Treaty:
        """Create or replace one treaty."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(Write("PUT", path("/v1/treaties/{}", id), query, models.Treaty, headers, record))

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteTreaty],
    ) -> None:
        """Delete one treaty."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/treaties/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetTreatiesStats]) -> Pages[models.TreatyGroup]:
        """Count treaties by field."""
        return Pages(self._client, Call("/v1/treaties/stats", query, Page[models.TreatyGroup]))

    def export(self, **query: Unpack[parameters.ExportTreaties]) -> Export:
        """Export treaties."""
        return Export(self._client, Call("/v1/treaties/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetTreatyHistory]) -> Pages[models.TreatyChange]:
        """Tell the history of one treaty."""
        return Pages(
            self._client, Call(path("/v1/treaties/{}/history", id), query, Page[models.TreatyChange], counted=False)
        )


class Articles(Resource):
    """`/v1/articles`."""

    def list(self, **query: Unpack[parameters.ListArticles]) -> Pages[models.Article]:
        """List articles."""
        return Pages(self._client, Call("/v1/articles", query, Page[models.Article]))

    def get(self, id: str, **query: Unpack[parameters.GetArticle]) -> models.Article:
        """Get one article."""
        return self._client.read(Call(path("/v1/articles/{}", id), query, models.Article))

    def put(
        self,
        id: str,
        record: models.Article | models.ArticleRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutArticle],
    ) -> models.Article:
        """Create or replace one article."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(Write("PUT", path("/v1/articles/{}", id), query, models.Article, headers, record))

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteArticle],
    ) -> None:
        """Delete one article."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/articles/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetArticlesStats]) -> Pages[models.ArticleGroup]:
        """Count articles by field."""
        return Pages(self._client, Call("/v1/articles/stats", query, Page[models.ArticleGroup]))

    def export(self, **query: Unpack[parameters.ExportArticles]) -> Export:
        """Export articles."""
        return Export(self._client, Call("/v1/articles/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetArticleHistory]) -> Pages[models.ArticleChange]:
        """Tell the history of one article."""
        return Pages(
            self._client, Call(path("/v1/articles/{}/history", id), query, Page[models.ArticleChange], counted=False)
        )


class Forums(Resource):
    """`/v1/forums`."""

    def list(self, **query: Unpack[parameters.ListForums]) -> Pages[models.Forum]:
        """List forums."""
        return Pages(self._client, Call("/v1/forums", query, Page[models.Forum]))

    def get(self, id: str, **query: Unpack[parameters.GetForum]) -> models.Forum:
        """Get one forum."""
        return self._client.read(Call(path("/v1/forums/{}", id), query, models.Forum))

    def put(
        self,
        id: str,
        record: models.Forum | models.ForumRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutForum],
    ) -> models.Forum:
        """Create or replace one forum."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(Write("PUT", path("/v1/forums/{}", id), query, models.Forum, headers, record))

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteForum],
    ) -> None:
        """Delete one forum."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/forums/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetForumsStats]) -> Pages[models.ForumGroup]:
        """Count forums by field."""
        return Pages(self._client, Call("/v1/forums/stats", query, Page[models.ForumGroup]))

    def export(self, **query: Unpack[parameters.ExportForums]) -> Export:
        """Export forums."""
        return Export(self._client, Call("/v1/forums/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetForumHistory]) -> Pages[models.ForumChange]:
        """Tell the history of one forum."""
        return Pages(
            self._client, Call(path("/v1/forums/{}/history", id), query, Page[models.ForumChange], counted=False)
        )


class Statements(Resource):
    """`/v1/statements`."""

    def list(self, **query: Unpack[parameters.ListStatements]) -> Pages[models.Statement]:
        """List statements."""
        return Pages(self._client, Call("/v1/statements", query, Page[models.Statement]))

    def get(self, id: str, **query: Unpack[parameters.GetStatement]) -> models.Statement:
        """Get one statement."""
        return self._client.read(Call(path("/v1/statements/{}", id), query, models.Statement))

    def put(
        self,
        id: str,
        record: models.Statement | models.StatementRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutStatement],
    ) -> models.Statement:
        """Create or replace one statement."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(Write("PUT", path("/v1/statements/{}", id), query, models.Statement, headers, record))

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteStatement],
    ) -> None:
        """Delete one statement."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/statements/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetStatementsStats]) -> Pages[models.StatementGroup]:
        """Count statements by field."""
        return Pages(self._client, Call("/v1/statements/stats", query, Page[models.StatementGroup]))

    def export(self, **query: Unpack[parameters.ExportStatements]) -> Export:
        """Export statements."""
        return Export(self._client, Call("/v1/statements/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetStatementHistory]) -> Pages[models.StatementChange]:
        """Tell the history of one statement."""
        return Pages(
            self._client,
            Call(path("/v1/statements/{}/history", id), query, Page[models.StatementChange], counted=False),
        )


class TradeMetrics(Resource):
    """`/v1/trade-metrics`."""

    def list(self, **query: Unpack[parameters.ListTradeMetrics]) -> Pages[models.TradeMetric]:
        """List trade metrics."""
        return Pages(self._client, Call("/v1/trade-metrics", query, Page[models.TradeMetric]))

    def get(self, id: str, **query: Unpack[parameters.GetTradeMetric]) -> models.TradeMetric:
        """Get one trade metric."""
        return self._client.read(Call(path("/v1/trade-metrics/{}", id), query, models.TradeMetric))

    def put(
        self,
        id: str,
        record: models.TradeMetric | models.TradeMetricRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutTradeMetric],
    ) -> models.TradeMetric:
        """Create or replace one trade metric."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(
            Write("PUT", path("/v1/trade-metrics/{}", id), query, models.TradeMetric, headers, record)
        )

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteTradeMetric],
    ) -> None:
        """Delete one trade metric."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/trade-metrics/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetTradeMetricsStats]) -> Pages[models.TradeMetricGroup]:
        """Count trade metrics by field."""
        return Pages(self._client, Call("/v1/trade-metrics/stats", query, Page[models.TradeMetricGroup]))

    def export(self, **query: Unpack[parameters.ExportTradeMetrics]) -> Export:
        """Export trade metrics."""
        return Export(self._client, Call("/v1/trade-metrics/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetTradeMetricHistory]) -> Pages[models.TradeMetricChange]:
        """Tell the history of one trade metric."""
        return Pages(
            self._client,
            Call(path("/v1/trade-metrics/{}/history", id), query, Page[models.TradeMetricChange], counted=False),
        )


class Organizations(Resource):
    """`/v1/organizations`."""

    def list(self, **query: Unpack[parameters.ListOrganizations]) -> Pages[models.Organization]:
        """List organizations."""
        return Pages(self._client, Call("/v1/organizations", query, Page[models.Organization]))

    def get(self, id: str, **query: Unpack[parameters.GetOrganization]) -> models.Organization:
        """Get one organization."""
        return self._client.read(Call(path("/v1/organizations/{}", id), query, models.Organization))

    def put(
        self,
        id: str,
        record: models.Organization | models.OrganizationRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutOrganization],
    ) -> models.Organization:
        """Create or replace one organization."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(
            Write("PUT", path("/v1/organizations/{}", id), query, models.Organization, headers, record)
        )

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteOrganization],
    ) -> None:
        """Delete one organization."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/organizations/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetOrganizationsStats]) -> Pages[models.OrganizationGroup]:
        """Count organizations by field."""
        return Pages(self._client, Call("/v1/organizations/stats", query, Page[models.OrganizationGroup]))

    def export(self, **query: Unpack[parameters.ExportOrganizations]) -> Export:
        """Export organizations."""
        return Export(self._client, Call("/v1/organizations/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetOrganizationHistory]) -> Pages[models.OrganizationChange]:
        """Tell the history of one organization."""
        return Pages(
            self._client,
            Call(path("/v1/organizations/{}/history", id), query, Page[models.OrganizationChange], counted=False),
        )


class Memberships(Resource):
    """`/v1/memberships`."""

    def list(self, **query: Unpack[parameters.ListMemberships]) -> Pages[models.Membership]:
        """List memberships."""
        return Pages(self._client, Call("/v1/memberships", query, Page[models.Membership]))

    def get(self, id: str, **query: Unpack[parameters.GetMembership]) -> models.Membership:
        """Get one membership."""
        return self._client.read(Call(path("/v1/memberships/{}", id), query, models.Membership))

    def put(
        self,
        id: str,
        record: models.Membership | models.MembershipRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutMembership],
    ) -> models.Membership:
        """Create or replace one membership."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(
            Write("PUT", path("/v1/memberships/{}", id), query, models.Membership, headers, record)
        )

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteMembership],
    ) -> None:
        """Delete one membership."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/memberships/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetMembershipsStats]) -> Pages[models.MembershipGroup]:
        """Count memberships by field."""
        return Pages(self._client, Call("/v1/memberships/stats", query, Page[models.MembershipGroup]))

    def export(self, **query: Unpack[parameters.ExportMemberships]) -> Export:
        """Export memberships."""
        return Export(self._client, Call("/v1/memberships/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetMembershipHistory]) -> Pages[models.MembershipChange]:
        """Tell the history of one membership."""
        return Pages(
            self._client,
            Call(path("/v1/memberships/{}/history", id), query, Page[models.MembershipChange], counted=False),
        )


class Participations(Resource):
    """`/v1/participations`."""

    def list(self, **query: Unpack[parameters.ListParticipations]) -> Pages[models.Participation]:
        """List participations."""
        return Pages(self._client, Call("/v1/participations", query, Page[models.Participation]))

    def get(self, id: str, **query: Unpack[parameters.GetParticipation]) -> models.Participation:
        """Get one participation."""
        return self._client.read(Call(path("/v1/participations/{}", id), query, models.Participation))

    def put(
        self,
        id: str,
        record: models.Participation | models.ParticipationRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutParticipation],
    ) -> models.Participation:
        """Create or replace one participation."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(
            Write("PUT", path("/v1/participations/{}", id), query, models.Participation, headers, record)
        )

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteParticipation],
    ) -> None:
        """Delete one participation."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/participations/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetParticipationsStats]) -> Pages[models.ParticipationGroup]:
        """Count participations by field."""
        return Pages(self._client, Call("/v1/participations/stats", query, Page[models.ParticipationGroup]))

    def export(self, **query: Unpack[parameters.ExportParticipations]) -> Export:
        """Export participations."""
        return Export(self._client, Call("/v1/participations/export", query, bytes))

    def history(
        self, id: str, **query: Unpack[parameters.GetParticipationHistory]
    ) -> Pages[models.ParticipationChange]:
        """Tell the history of one participation."""
        return Pages(
            self._client,
            Call(path("/v1/participations/{}/history", id), query, Page[models.ParticipationChange], counted=False),
        )


class Countries(Resource):
    """`/v1/countries`."""

    def list(self, **query: Unpack[parameters.ListCountries]) -> Pages[models.Country]:
        """List countries."""
        return Pages(self._client, Call("/v1/countries", query, Page[models.Country]))

    def get(self, id: str, **query: Unpack[parameters.GetCountry]) -> models.Country:
        """Get one country."""
        return self._client.read(Call(path("/v1/countries/{}", id), query, models.Country))

    def put(
        self,
        id: str,
        record: models.Country | models.CountryRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutCountry],
    ) -> models.Country:
        """Create or replace one country."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(Write("PUT", path("/v1/countries/{}", id), query, models.Country, headers, record))

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteCountry],
    ) -> None:
        """Delete one country."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/countries/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetCountriesStats]) -> Pages[models.CountryGroup]:
        """Count countries by field."""
        return Pages(self._client, Call("/v1/countries/stats", query, Page[models.CountryGroup]))

    def export(self, **query: Unpack[parameters.ExportCountries]) -> Export:
        """Export countries."""
        return Export(self._client, Call("/v1/countries/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetCountryHistory]) -> Pages[models.CountryChange]:
        """Tell the history of one country."""
        return Pages(
            self._client, Call(path("/v1/countries/{}/history", id), query, Page[models.CountryChange], counted=False)
        )


class Indicators(Resource):
    """`/v1/indicators`."""

    def list(self, **query: Unpack[parameters.ListIndicators]) -> Pages[models.Indicator]:
        """List indicators."""
        return Pages(self._client, Call("/v1/indicators", query, Page[models.Indicator]))

    def get(self, id: str, **query: Unpack[parameters.GetIndicator]) -> models.Indicator:
        """Get one indicator."""
        return self._client.read(Call(path("/v1/indicators/{}", id), query, models.Indicator))

    def put(
        self,
        id: str,
        record: models.Indicator | models.IndicatorRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutIndicator],
    ) -> models.Indicator:
        """Create or replace one indicator."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(Write("PUT", path("/v1/indicators/{}", id), query, models.Indicator, headers, record))

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteIndicator],
    ) -> None:
        """Delete one indicator."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/indicators/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetIndicatorsStats]) -> Pages[models.IndicatorGroup]:
        """Count indicators by field."""
        return Pages(self._client, Call("/v1/indicators/stats", query, Page[models.IndicatorGroup]))

    def export(self, **query: Unpack[parameters.ExportIndicators]) -> Export:
        """Export indicators."""
        return Export(self._client, Call("/v1/indicators/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetIndicatorHistory]) -> Pages[models.IndicatorChange]:
        """Tell the history of one indicator."""
        return Pages(
            self._client,
            Call(path("/v1/indicators/{}/history", id), query, Page[models.IndicatorChange], counted=False),
        )


class Products(Resource):
    """`/v1/products`."""

    def list(self, **query: Unpack[parameters.ListProducts]) -> Pages[models.Product]:
        """List products."""
        return Pages(self._client, Call("/v1/products", query, Page[models.Product]))

    def get(self, id: str) -> models.Product:
        """Get one product."""
        return self._client.read(Call(path("/v1/products/{}", id), {}, models.Product))

    def put(
        self,
        id: str,
        record: models.Product | models.ProductRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutProduct],
    ) -> models.Product:
        """Create or replace one product."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(Write("PUT", path("/v1/products/{}", id), query, models.Product, headers, record))

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteProduct],
    ) -> None:
        """Delete one product."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/products/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetProductsStats]) -> Pages[models.ProductGroup]:
        """Count products by field."""
        return Pages(self._client, Call("/v1/products/stats", query, Page[models.ProductGroup]))

    def export(self, **query: Unpack[parameters.ExportProducts]) -> Export:
        """Export products."""
        return Export(self._client, Call("/v1/products/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetProductHistory]) -> Pages[models.ProductChange]:
        """Tell the history of one product."""
        return Pages(
            self._client, Call(path("/v1/products/{}/history", id), query, Page[models.ProductChange], counted=False)
        )


class Sources(Resource):
    """`/v1/sources`."""

    def list(self, **query: Unpack[parameters.ListSources]) -> Pages[models.Source]:
        """List sources."""
        return Pages(self._client, Call("/v1/sources", query, Page[models.Source]))

    def get(self, id: str) -> models.Source:
        """Get one source."""
        return self._client.read(Call(path("/v1/sources/{}", id), {}, models.Source))

    def put(
        self,
        id: str,
        record: models.Source | models.SourceRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutSource],
    ) -> models.Source:
        """Create or replace one source."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return self._client.write(Write("PUT", path("/v1/sources/{}", id), query, models.Source, headers, record))

    def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteSource],
    ) -> None:
        """Delete one source."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        self._client.write(Write("DELETE", path("/v1/sources/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetSourcesStats]) -> Pages[models.SourceGroup]:
        """Count sources by field."""
        return Pages(self._client, Call("/v1/sources/stats", query, Page[models.SourceGroup]))

    def export(self, **query: Unpack[parameters.ExportSources]) -> Export:
        """Export sources."""
        return Export(self._client, Call("/v1/sources/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetSourceHistory]) -> Pages[models.SourceChange]:
        """Tell the history of one source."""
        return Pages(
            self._client, Call(path("/v1/sources/{}/history", id), query, Page[models.SourceChange], counted=False)
        )


class Citations(Resource):
    """`/v1/citations`."""

    def list(self, **query: Unpack[parameters.ListCitations]) -> Pages[models.Citation]:
        """List citations."""
        return Pages(self._client, Call("/v1/citations", query, Page[models.Citation]))

    def get(self, id: str) -> models.Citation:
        """Get one citation."""
        return self._client.read(Call(path("/v1/citations/{}", id), {}, models.Citation))

    def stats(self, **query: Unpack[parameters.GetCitationsStats]) -> Pages[models.CitationGroup]:
        """Count citations by field."""
        return Pages(self._client, Call("/v1/citations/stats", query, Page[models.CitationGroup]))

    def export(self, **query: Unpack[parameters.ExportCitations]) -> Export:
        """Export citations."""
        return Export(self._client, Call("/v1/citations/export", query, bytes))


class Conflicts(Resource):
    """`/v1/conflicts`."""

    def list(self, **query: Unpack[parameters.ListConflicts]) -> Pages[models.Conflict]:
        """List conflicts."""
        return Pages(self._client, Call("/v1/conflicts", query, Page[models.Conflict]))

    def get(self, id: str) -> models.Conflict:
        """Get one conflict."""
        return self._client.read(Call(path("/v1/conflicts/{}", id), {}, models.Conflict))

    def stats(self, **query: Unpack[parameters.GetConflictsStats]) -> Pages[models.ConflictGroup]:
        """Count conflicts by field."""
        return Pages(self._client, Call("/v1/conflicts/stats", query, Page[models.ConflictGroup]))

    def export(self, **query: Unpack[parameters.ExportConflicts]) -> Export:
        """Export conflicts."""
        return Export(self._client, Call("/v1/conflicts/export", query, bytes))


class Client(Shell):
    """A client of the API."""

    imports = cached_property(Imports)
    treaties = cached_property(Treaties)
    articles = cached_property(Articles)
    forums = cached_property(Forums)
    statements = cached_property(Statements)
    trade_metrics = cached_property(TradeMetrics)
    organizations = cached_property(Organizations)
    memberships = cached_property(Memberships)
    participations = cached_property(Participations)
    countries = cached_property(Countries)
    indicators = cached_property(Indicators)
    products = cached_property(Products)
    sources = cached_property(Sources)
    citations = cached_property(Citations)
    conflicts = cached_property(Conflicts)

    def search(self, **query: Unpack[parameters.Search]) -> Pages[models.Hit]:
        """Search."""
        return Pages(self, Call("/v1/search", query, Page[models.Hit]))

    def timeline(self, **query: Unpack[parameters.ListTimeline]) -> Pages[models.Event]:
        """List dated events."""
        return Pages(self, Call("/v1/timeline", query, Page[models.Event]))

    def graph(self, **query: Unpack[parameters.GetGraph]) -> models.Graph:
        """Get the network."""
        return self.read(Call("/v1/graph", query, models.Graph))

    def meta(self) -> models.DatasetMeta:
        """Describe the data."""
        return self.read(Call("/v1/meta", {}, models.DatasetMeta))

    def changes(self, **query: Unpack[parameters.ListChanges]) -> Pages[models.Change]:
        """List changes since a revision."""
        return Pages(self, Call("/v1/changes", query, Page[models.Change], counted=False))

    def treaty_article(self, id: str, number: str, **query: Unpack[parameters.GetTreatyArticle]) -> models.Article:
        """Get the article printed under a number."""
        return self.read(Call(path("/v1/treaties/{}/articles/{}", id, number), query, models.Article))

    def mirror(self, **query: Unpack[parameters.ListMirrorTrade]) -> Pages[models.Pair]:
        """Compare both sides of trade."""
        return Pages(self, Call("/v1/trade-metrics/mirror", query, Page[models.Pair]))

    def profile(self, id: str, **query: Unpack[parameters.GetCountryProfile]) -> models.CountryProfile:
        """Get what a country page needs."""
        return self.read(Call(path("/v1/countries/{}/profile", id), query, models.CountryProfile))

    def relations(self, a: str, b: str, **query: Unpack[parameters.GetRelations]) -> models.Relations:
        """Get what a pair page needs."""
        return self.read(Call(path("/v1/relations/{}/{}", a, b), query, models.Relations))

    def health(self) -> models.Health:
        """Is the process alive?"""
        return self.read(Call("/healthz", {}, models.Health))

    def readiness(self) -> models.Readiness:
        """Can it answer?"""
        return self.read(Call("/readyz", {}, models.Readiness))
