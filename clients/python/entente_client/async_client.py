"""The API: each operation a method; written by `make clients` from the OpenAPI document."""

from functools import cached_property
from types import NoneType
from typing import Literal, Unpack
from uuid import uuid4

from entente_client import models, parameters
from entente_client.asynchronous import AsyncExport, AsyncPages, AsyncResource, AsyncShell
from entente_client.calls import Call, Write, path
from entente_client.pages import Page


class AsyncImports(AsyncResource):
    """`/v1/imports`."""

    async def create(
        self,
        content: bytes,
        media_type: Literal["application/octet-stream", "text/csv", "application/xml", "application/zip"],
        idempotency_key: str | None = None,
        **query: Unpack[parameters.CreateImport],
    ) -> models.ImportJob:
        """Import a file."""
        headers = {"Content-Type": media_type, "Idempotency-Key": idempotency_key or str(uuid4())}
        return await self._client.write(Write("POST", "/v1/imports", query, models.ImportJob, headers, content))

    def list(self, **query: Unpack[parameters.ListImports]) -> AsyncPages[models.ImportSummary]:
        """List the imports of your key."""
        return AsyncPages(self._client, Call("/v1/imports", query, Page[models.ImportSummary]))

    async def get(self, id: str) -> models.ImportJob:
        """Follow an import of your key."""
        return await self._client.read(Call(path("/v1/imports/{}", id), {}, models.ImportJob))


class AsyncTreaties(AsyncResource):
    """`/v1/treaties`."""

    def list(self, **query: Unpack[parameters.ListTreaties]) -> AsyncPages[models.Treaty]:
        """List treaties."""
        return AsyncPages(self._client, Call("/v1/treaties", query, Page[models.Treaty]))

    async def get(self, id: str, **query: Unpack[parameters.GetTreaty]) -> models.Treaty:
        """Get one treaty."""
        return await self._client.read(Call(path("/v1/treaties/{}", id), query, models.Treaty))

    async def put(
        self,
        id: str,
        record: models.Treaty | models.TreatyRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutTreaty],
    ) -> models.Treaty:
        """Create or replace one treaty."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/treaties/{}", id), query, models.Treaty, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteTreaty],
    ) -> None:
        """Delete one treaty."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/treaties/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetTreatiesStats]) -> AsyncPages[models.TreatyGroup]:
        """Count treaties by field."""
        return AsyncPages(self._client, Call("/v1/treaties/stats", query, Page[models.TreatyGroup]))

    def export(self, **query: Unpack[parameters.ExportTreaties]) -> AsyncExport:
        """Export treaties."""
        return AsyncExport(self._client, Call("/v1/treaties/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetTreatyHistory]) -> AsyncPages[models.TreatyChange]:
        """Tell the history of one treaty."""
        return AsyncPages(
            self._client, Call(path("/v1/treaties/{}/history", id), query, Page[models.TreatyChange], counted=False)
        )


class AsyncArticles(AsyncResource):
    """`/v1/articles`."""

    def list(self, **query: Unpack[parameters.ListArticles]) -> AsyncPages[models.Article]:
        """List articles."""
        return AsyncPages(self._client, Call("/v1/articles", query, Page[models.Article]))

    async def get(self, id: str, **query: Unpack[parameters.GetArticle]) -> models.Article:
        """Get one article."""
        return await self._client.read(Call(path("/v1/articles/{}", id), query, models.Article))

    async def put(
        self,
        id: str,
        record: models.Article | models.ArticleRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutArticle],
    ) -> models.Article:
        """Create or replace one article."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/articles/{}", id), query, models.Article, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteArticle],
    ) -> None:
        """Delete one article."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/articles/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetArticlesStats]) -> AsyncPages[models.ArticleGroup]:
        """Count articles by field."""
        return AsyncPages(self._client, Call("/v1/articles/stats", query, Page[models.ArticleGroup]))

    def export(self, **query: Unpack[parameters.ExportArticles]) -> AsyncExport:
        """Export articles."""
        return AsyncExport(self._client, Call("/v1/articles/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetArticleHistory]) -> AsyncPages[models.ArticleChange]:
        """Tell the history of one article."""
        return AsyncPages(
            self._client, Call(path("/v1/articles/{}/history", id), query, Page[models.ArticleChange], counted=False)
        )


class AsyncForums(AsyncResource):
    """`/v1/forums`."""

    def list(self, **query: Unpack[parameters.ListForums]) -> AsyncPages[models.Forum]:
        """List forums."""
        return AsyncPages(self._client, Call("/v1/forums", query, Page[models.Forum]))

    async def get(self, id: str, **query: Unpack[parameters.GetForum]) -> models.Forum:
        """Get one forum."""
        return await self._client.read(Call(path("/v1/forums/{}", id), query, models.Forum))

    async def put(
        self,
        id: str,
        record: models.Forum | models.ForumRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutForum],
    ) -> models.Forum:
        """Create or replace one forum."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(Write("PUT", path("/v1/forums/{}", id), query, models.Forum, headers, record))

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteForum],
    ) -> None:
        """Delete one forum."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/forums/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetForumsStats]) -> AsyncPages[models.ForumGroup]:
        """Count forums by field."""
        return AsyncPages(self._client, Call("/v1/forums/stats", query, Page[models.ForumGroup]))

    def export(self, **query: Unpack[parameters.ExportForums]) -> AsyncExport:
        """Export forums."""
        return AsyncExport(self._client, Call("/v1/forums/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetForumHistory]) -> AsyncPages[models.ForumChange]:
        """Tell the history of one forum."""
        return AsyncPages(
            self._client, Call(path("/v1/forums/{}/history", id), query, Page[models.ForumChange], counted=False)
        )


class AsyncStatements(AsyncResource):
    """`/v1/statements`."""

    def list(self, **query: Unpack[parameters.ListStatements]) -> AsyncPages[models.Statement]:
        """List statements."""
        return AsyncPages(self._client, Call("/v1/statements", query, Page[models.Statement]))

    async def get(self, id: str, **query: Unpack[parameters.GetStatement]) -> models.Statement:
        """Get one statement."""
        return await self._client.read(Call(path("/v1/statements/{}", id), query, models.Statement))

    async def put(
        self,
        id: str,
        record: models.Statement | models.StatementRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutStatement],
    ) -> models.Statement:
        """Create or replace one statement."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/statements/{}", id), query, models.Statement, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteStatement],
    ) -> None:
        """Delete one statement."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/statements/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetStatementsStats]) -> AsyncPages[models.StatementGroup]:
        """Count statements by field."""
        return AsyncPages(self._client, Call("/v1/statements/stats", query, Page[models.StatementGroup]))

    def export(self, **query: Unpack[parameters.ExportStatements]) -> AsyncExport:
        """Export statements."""
        return AsyncExport(self._client, Call("/v1/statements/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetStatementHistory]) -> AsyncPages[models.StatementChange]:
        """Tell the history of one statement."""
        return AsyncPages(
            self._client,
            Call(path("/v1/statements/{}/history", id), query, Page[models.StatementChange], counted=False),
        )


class AsyncTradeMetrics(AsyncResource):
    """`/v1/trade-metrics`."""

    def list(self, **query: Unpack[parameters.ListTradeMetrics]) -> AsyncPages[models.TradeMetric]:
        """List trade metrics."""
        return AsyncPages(self._client, Call("/v1/trade-metrics", query, Page[models.TradeMetric]))

    async def get(self, id: str, **query: Unpack[parameters.GetTradeMetric]) -> models.TradeMetric:
        """Get one trade metric."""
        return await self._client.read(Call(path("/v1/trade-metrics/{}", id), query, models.TradeMetric))

    async def put(
        self,
        id: str,
        record: models.TradeMetric | models.TradeMetricRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutTradeMetric],
    ) -> models.TradeMetric:
        """Create or replace one trade metric."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/trade-metrics/{}", id), query, models.TradeMetric, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteTradeMetric],
    ) -> None:
        """Delete one trade metric."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/trade-metrics/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetTradeMetricsStats]) -> AsyncPages[models.TradeMetricGroup]:
        """Count trade metrics by field."""
        return AsyncPages(self._client, Call("/v1/trade-metrics/stats", query, Page[models.TradeMetricGroup]))

    def export(self, **query: Unpack[parameters.ExportTradeMetrics]) -> AsyncExport:
        """Export trade metrics."""
        return AsyncExport(self._client, Call("/v1/trade-metrics/export", query, bytes))

    def history(
        self, id: str, **query: Unpack[parameters.GetTradeMetricHistory]
    ) -> AsyncPages[models.TradeMetricChange]:
        """Tell the history of one trade metric."""
        return AsyncPages(
            self._client,
            Call(path("/v1/trade-metrics/{}/history", id), query, Page[models.TradeMetricChange], counted=False),
        )


class AsyncOrganizations(AsyncResource):
    """`/v1/organizations`."""

    def list(self, **query: Unpack[parameters.ListOrganizations]) -> AsyncPages[models.Organization]:
        """List organizations."""
        return AsyncPages(self._client, Call("/v1/organizations", query, Page[models.Organization]))

    async def get(self, id: str, **query: Unpack[parameters.GetOrganization]) -> models.Organization:
        """Get one organization."""
        return await self._client.read(Call(path("/v1/organizations/{}", id), query, models.Organization))

    async def put(
        self,
        id: str,
        record: models.Organization | models.OrganizationRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutOrganization],
    ) -> models.Organization:
        """Create or replace one organization."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/organizations/{}", id), query, models.Organization, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteOrganization],
    ) -> None:
        """Delete one organization."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/organizations/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetOrganizationsStats]) -> AsyncPages[models.OrganizationGroup]:
        """Count organizations by field."""
        return AsyncPages(self._client, Call("/v1/organizations/stats", query, Page[models.OrganizationGroup]))

    def export(self, **query: Unpack[parameters.ExportOrganizations]) -> AsyncExport:
        """Export organizations."""
        return AsyncExport(self._client, Call("/v1/organizations/export", query, bytes))

    def history(
        self, id: str, **query: Unpack[parameters.GetOrganizationHistory]
    ) -> AsyncPages[models.OrganizationChange]:
        """Tell the history of one organization."""
        return AsyncPages(
            self._client,
            Call(path("/v1/organizations/{}/history", id), query, Page[models.OrganizationChange], counted=False),
        )


class AsyncMemberships(AsyncResource):
    """`/v1/memberships`."""

    def list(self, **query: Unpack[parameters.ListMemberships]) -> AsyncPages[models.Membership]:
        """List memberships."""
        return AsyncPages(self._client, Call("/v1/memberships", query, Page[models.Membership]))

    async def get(self, id: str, **query: Unpack[parameters.GetMembership]) -> models.Membership:
        """Get one membership."""
        return await self._client.read(Call(path("/v1/memberships/{}", id), query, models.Membership))

    async def put(
        self,
        id: str,
        record: models.Membership | models.MembershipRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutMembership],
    ) -> models.Membership:
        """Create or replace one membership."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/memberships/{}", id), query, models.Membership, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteMembership],
    ) -> None:
        """Delete one membership."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/memberships/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetMembershipsStats]) -> AsyncPages[models.MembershipGroup]:
        """Count memberships by field."""
        return AsyncPages(self._client, Call("/v1/memberships/stats", query, Page[models.MembershipGroup]))

    def export(self, **query: Unpack[parameters.ExportMemberships]) -> AsyncExport:
        """Export memberships."""
        return AsyncExport(self._client, Call("/v1/memberships/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetMembershipHistory]) -> AsyncPages[models.MembershipChange]:
        """Tell the history of one membership."""
        return AsyncPages(
            self._client,
            Call(path("/v1/memberships/{}/history", id), query, Page[models.MembershipChange], counted=False),
        )


class AsyncParticipations(AsyncResource):
    """`/v1/participations`."""

    def list(self, **query: Unpack[parameters.ListParticipations]) -> AsyncPages[models.Participation]:
        """List participations."""
        return AsyncPages(self._client, Call("/v1/participations", query, Page[models.Participation]))

    async def get(self, id: str, **query: Unpack[parameters.GetParticipation]) -> models.Participation:
        """Get one participation."""
        return await self._client.read(Call(path("/v1/participations/{}", id), query, models.Participation))

    async def put(
        self,
        id: str,
        record: models.Participation | models.ParticipationRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutParticipation],
    ) -> models.Participation:
        """Create or replace one participation."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/participations/{}", id), query, models.Participation, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteParticipation],
    ) -> None:
        """Delete one participation."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/participations/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetParticipationsStats]) -> AsyncPages[models.ParticipationGroup]:
        """Count participations by field."""
        return AsyncPages(self._client, Call("/v1/participations/stats", query, Page[models.ParticipationGroup]))

    def export(self, **query: Unpack[parameters.ExportParticipations]) -> AsyncExport:
        """Export participations."""
        return AsyncExport(self._client, Call("/v1/participations/export", query, bytes))

    def history(
        self, id: str, **query: Unpack[parameters.GetParticipationHistory]
    ) -> AsyncPages[models.ParticipationChange]:
        """Tell the history of one participation."""
        return AsyncPages(
            self._client,
            Call(path("/v1/participations/{}/history", id), query, Page[models.ParticipationChange], counted=False),
        )


class AsyncCountries(AsyncResource):
    """`/v1/countries`."""

    def list(self, **query: Unpack[parameters.ListCountries]) -> AsyncPages[models.Country]:
        """List countries."""
        return AsyncPages(self._client, Call("/v1/countries", query, Page[models.Country]))

    async def get(self, id: str, **query: Unpack[parameters.GetCountry]) -> models.Country:
        """Get one country."""
        return await self._client.read(Call(path("/v1/countries/{}", id), query, models.Country))

    async def put(
        self,
        id: str,
        record: models.Country | models.CountryRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutCountry],
    ) -> models.Country:
        """Create or replace one country."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/countries/{}", id), query, models.Country, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteCountry],
    ) -> None:
        """Delete one country."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/countries/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetCountriesStats]) -> AsyncPages[models.CountryGroup]:
        """Count countries by field."""
        return AsyncPages(self._client, Call("/v1/countries/stats", query, Page[models.CountryGroup]))

    def export(self, **query: Unpack[parameters.ExportCountries]) -> AsyncExport:
        """Export countries."""
        return AsyncExport(self._client, Call("/v1/countries/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetCountryHistory]) -> AsyncPages[models.CountryChange]:
        """Tell the history of one country."""
        return AsyncPages(
            self._client, Call(path("/v1/countries/{}/history", id), query, Page[models.CountryChange], counted=False)
        )


class AsyncIndicators(AsyncResource):
    """`/v1/indicators`."""

    def list(self, **query: Unpack[parameters.ListIndicators]) -> AsyncPages[models.Indicator]:
        """List indicators."""
        return AsyncPages(self._client, Call("/v1/indicators", query, Page[models.Indicator]))

    async def get(self, id: str, **query: Unpack[parameters.GetIndicator]) -> models.Indicator:
        """Get one indicator."""
        return await self._client.read(Call(path("/v1/indicators/{}", id), query, models.Indicator))

    async def put(
        self,
        id: str,
        record: models.Indicator | models.IndicatorRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutIndicator],
    ) -> models.Indicator:
        """Create or replace one indicator."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/indicators/{}", id), query, models.Indicator, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteIndicator],
    ) -> None:
        """Delete one indicator."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/indicators/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetIndicatorsStats]) -> AsyncPages[models.IndicatorGroup]:
        """Count indicators by field."""
        return AsyncPages(self._client, Call("/v1/indicators/stats", query, Page[models.IndicatorGroup]))

    def export(self, **query: Unpack[parameters.ExportIndicators]) -> AsyncExport:
        """Export indicators."""
        return AsyncExport(self._client, Call("/v1/indicators/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetIndicatorHistory]) -> AsyncPages[models.IndicatorChange]:
        """Tell the history of one indicator."""
        return AsyncPages(
            self._client,
            Call(path("/v1/indicators/{}/history", id), query, Page[models.IndicatorChange], counted=False),
        )


class AsyncProducts(AsyncResource):
    """`/v1/products`."""

    def list(self, **query: Unpack[parameters.ListProducts]) -> AsyncPages[models.Product]:
        """List products."""
        return AsyncPages(self._client, Call("/v1/products", query, Page[models.Product]))

    async def get(self, id: str) -> models.Product:
        """Get one product."""
        return await self._client.read(Call(path("/v1/products/{}", id), {}, models.Product))

    async def put(
        self,
        id: str,
        record: models.Product | models.ProductRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutProduct],
    ) -> models.Product:
        """Create or replace one product."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(
            Write("PUT", path("/v1/products/{}", id), query, models.Product, headers, record)
        )

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteProduct],
    ) -> None:
        """Delete one product."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/products/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetProductsStats]) -> AsyncPages[models.ProductGroup]:
        """Count products by field."""
        return AsyncPages(self._client, Call("/v1/products/stats", query, Page[models.ProductGroup]))

    def export(self, **query: Unpack[parameters.ExportProducts]) -> AsyncExport:
        """Export products."""
        return AsyncExport(self._client, Call("/v1/products/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetProductHistory]) -> AsyncPages[models.ProductChange]:
        """Tell the history of one product."""
        return AsyncPages(
            self._client, Call(path("/v1/products/{}/history", id), query, Page[models.ProductChange], counted=False)
        )


class AsyncSources(AsyncResource):
    """`/v1/sources`."""

    def list(self, **query: Unpack[parameters.ListSources]) -> AsyncPages[models.Source]:
        """List sources."""
        return AsyncPages(self._client, Call("/v1/sources", query, Page[models.Source]))

    async def get(self, id: str) -> models.Source:
        """Get one source."""
        return await self._client.read(Call(path("/v1/sources/{}", id), {}, models.Source))

    async def put(
        self,
        id: str,
        record: models.Source | models.SourceRecord,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.PutSource],
    ) -> models.Source:
        """Create or replace one source."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match, "Content-Type": "application/json"}
        return await self._client.write(Write("PUT", path("/v1/sources/{}", id), query, models.Source, headers, record))

    async def delete(
        self,
        id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        **query: Unpack[parameters.DeleteSource],
    ) -> None:
        """Delete one source."""
        headers = {"If-Match": if_match, "If-None-Match": if_none_match}
        await self._client.write(Write("DELETE", path("/v1/sources/{}", id), query, NoneType, headers, None))

    def stats(self, **query: Unpack[parameters.GetSourcesStats]) -> AsyncPages[models.SourceGroup]:
        """Count sources by field."""
        return AsyncPages(self._client, Call("/v1/sources/stats", query, Page[models.SourceGroup]))

    def export(self, **query: Unpack[parameters.ExportSources]) -> AsyncExport:
        """Export sources."""
        return AsyncExport(self._client, Call("/v1/sources/export", query, bytes))

    def history(self, id: str, **query: Unpack[parameters.GetSourceHistory]) -> AsyncPages[models.SourceChange]:
        """Tell the history of one source."""
        return AsyncPages(
            self._client, Call(path("/v1/sources/{}/history", id), query, Page[models.SourceChange], counted=False)
        )


class AsyncCitations(AsyncResource):
    """`/v1/citations`."""

    def list(self, **query: Unpack[parameters.ListCitations]) -> AsyncPages[models.Citation]:
        """List citations."""
        return AsyncPages(self._client, Call("/v1/citations", query, Page[models.Citation]))

    async def get(self, id: str) -> models.Citation:
        """Get one citation."""
        return await self._client.read(Call(path("/v1/citations/{}", id), {}, models.Citation))

    def stats(self, **query: Unpack[parameters.GetCitationsStats]) -> AsyncPages[models.CitationGroup]:
        """Count citations by field."""
        return AsyncPages(self._client, Call("/v1/citations/stats", query, Page[models.CitationGroup]))

    def export(self, **query: Unpack[parameters.ExportCitations]) -> AsyncExport:
        """Export citations."""
        return AsyncExport(self._client, Call("/v1/citations/export", query, bytes))


class AsyncConflicts(AsyncResource):
    """`/v1/conflicts`."""

    def list(self, **query: Unpack[parameters.ListConflicts]) -> AsyncPages[models.Conflict]:
        """List conflicts."""
        return AsyncPages(self._client, Call("/v1/conflicts", query, Page[models.Conflict]))

    async def get(self, id: str) -> models.Conflict:
        """Get one conflict."""
        return await self._client.read(Call(path("/v1/conflicts/{}", id), {}, models.Conflict))

    def stats(self, **query: Unpack[parameters.GetConflictsStats]) -> AsyncPages[models.ConflictGroup]:
        """Count conflicts by field."""
        return AsyncPages(self._client, Call("/v1/conflicts/stats", query, Page[models.ConflictGroup]))

    def export(self, **query: Unpack[parameters.ExportConflicts]) -> AsyncExport:
        """Export conflicts."""
        return AsyncExport(self._client, Call("/v1/conflicts/export", query, bytes))


class AsyncClient(AsyncShell):
    """A client of the API that does not wait."""

    imports = cached_property(AsyncImports)
    treaties = cached_property(AsyncTreaties)
    articles = cached_property(AsyncArticles)
    forums = cached_property(AsyncForums)
    statements = cached_property(AsyncStatements)
    trade_metrics = cached_property(AsyncTradeMetrics)
    organizations = cached_property(AsyncOrganizations)
    memberships = cached_property(AsyncMemberships)
    participations = cached_property(AsyncParticipations)
    countries = cached_property(AsyncCountries)
    indicators = cached_property(AsyncIndicators)
    products = cached_property(AsyncProducts)
    sources = cached_property(AsyncSources)
    citations = cached_property(AsyncCitations)
    conflicts = cached_property(AsyncConflicts)

    def search(self, **query: Unpack[parameters.Search]) -> AsyncPages[models.Hit]:
        """Search."""
        return AsyncPages(self, Call("/v1/search", query, Page[models.Hit]))

    def timeline(self, **query: Unpack[parameters.ListTimeline]) -> AsyncPages[models.Event]:
        """List dated events."""
        return AsyncPages(self, Call("/v1/timeline", query, Page[models.Event]))

    async def graph(self, **query: Unpack[parameters.GetGraph]) -> models.Graph:
        """Get the network."""
        return await self.read(Call("/v1/graph", query, models.Graph))

    async def meta(self) -> models.DatasetMeta:
        """Describe the data."""
        return await self.read(Call("/v1/meta", {}, models.DatasetMeta))

    def changes(self, **query: Unpack[parameters.ListChanges]) -> AsyncPages[models.Change]:
        """List changes since a revision."""
        return AsyncPages(self, Call("/v1/changes", query, Page[models.Change], counted=False))

    async def treaty_article(
        self, id: str, number: str, **query: Unpack[parameters.GetTreatyArticle]
    ) -> models.Article:
        """Get the article printed under a number."""
        return await self.read(Call(path("/v1/treaties/{}/articles/{}", id, number), query, models.Article))

    def mirror(self, **query: Unpack[parameters.ListMirrorTrade]) -> AsyncPages[models.Pair]:
        """Compare both sides of trade."""
        return AsyncPages(self, Call("/v1/trade-metrics/mirror", query, Page[models.Pair]))

    async def profile(self, id: str, **query: Unpack[parameters.GetCountryProfile]) -> models.CountryProfile:
        """Get what a country page needs."""
        return await self.read(Call(path("/v1/countries/{}/profile", id), query, models.CountryProfile))

    async def relations(self, a: str, b: str, **query: Unpack[parameters.GetRelations]) -> models.Relations:
        """Get what a pair page needs."""
        return await self.read(Call(path("/v1/relations/{}/{}", a, b), query, models.Relations))

    async def health(self) -> models.Health:
        """Is the process alive?"""
        return await self.read(Call("/healthz", {}, models.Health))

    async def readiness(self) -> models.Readiness:
        """Can it answer?"""
        return await self.read(Call("/readyz", {}, models.Readiness))
