"""Django REST framework over the tables that exist: unmanaged models, serializers, generic views; in one file."""

import os
from typing import Any

import django
from django.conf import settings

from tests.bench.peers.queries import METRIC, PARTY, TREATY, of

URL = os.environ["DATABASE_URL"]


def database() -> dict[str, Any]:
    """Say which database, as Django wants it said; connections stay open."""
    if URL.startswith("sqlite"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": URL.removeprefix("sqlite:///"), "CONN_MAX_AGE": None}
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(URL)
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {name: str(parts.get(key) or "") for name, key in named.items()}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None, **given}


settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": database()},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["rest_framework"],
    USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
    },
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.models import F, QuerySet, Sum  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import generics, serializers  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class Country(models.Model):
    id = models.CharField(primary_key=True)
    name = models.CharField()

    class Meta:
        managed, app_label, db_table = False, "bench", "country"


class Treaty(models.Model):
    id = models.CharField(primary_key=True)
    title, title_ru, short_title = models.CharField(), models.CharField(null=True), models.CharField(null=True)
    kind, status, scope = models.CharField(), models.CharField(null=True), models.CharField(null=True)
    signed, place = models.CharField(null=True), models.CharField(null=True)
    in_force, terminated, gist = models.CharField(null=True), models.CharField(null=True), models.CharField(null=True)
    signed_earliest = models.DateField(null=True)

    class Meta:
        managed, app_label, db_table = False, "bench", "treaty"


class Participation(models.Model):
    id = models.CharField(primary_key=True)
    treaty = models.ForeignKey(Treaty, models.CASCADE, db_column="treaty", related_name="parties")
    party, action, date = models.CharField(), models.CharField(), models.CharField(null=True)

    class Meta:
        managed, app_label, db_table = False, "bench", "participation"


class TradeMetric(models.Model):
    id = models.CharField(primary_key=True)
    indicator, reporter, flow = models.CharField(), models.CharField(), models.CharField(null=True)
    partner = models.ForeignKey(Country, models.CASCADE, db_column="partner", null=True)
    product, frequency, period = models.CharField(), models.CharField(), models.CharField()
    value, unit, unit_mult = models.FloatField(null=True), models.CharField(), models.IntegerField()
    qualifier, status, source = models.CharField(), models.CharField(), models.CharField()
    locator, confidence, note = models.CharField(), models.CharField(), models.CharField(null=True)
    period_earliest = models.DateField(null=True)

    class Meta:
        managed, app_label, db_table = False, "bench", "trade_metric"


class TreatySerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Treaty, TREATY


class ParticipationSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = Participation, PARTY


class TreatyWithPartiesSerializer(TreatySerializer):
    parties = ParticipationSerializer(many=True, read_only=True)

    class Meta:
        model, fields = Treaty, (*TREATY, "parties")


class TradeMetricSerializer(serializers.ModelSerializer):
    class Meta:
        model, fields = TradeMetric, METRIC


class TreatyView(generics.RetrieveAPIView):
    queryset = Treaty.objects.prefetch_related("parties")
    serializer_class = TreatyWithPartiesSerializer


class TreatiesView(generics.ListAPIView):
    serializer_class = TreatySerializer

    def get_queryset(self) -> QuerySet:
        asked = self.request.query_params
        found = Treaty.objects.filter(kind=asked["kind"], signed_earliest__gte=asked["since"])
        return found.order_by("-signed_earliest", "id")[:50]


class TradeMetricsView(generics.ListAPIView):
    serializer_class = TradeMetricSerializer

    def get_queryset(self) -> QuerySet:
        asked = self.request.query_params
        found = TradeMetric.objects.filter(reporter=asked["reporter"], partner=asked["partner"])
        return found.order_by("-period_earliest", "id")[:100]


def totals(request: Request) -> QuerySet:
    asked = request.query_params
    found = TradeMetric.objects.filter(reporter=asked["reporter"], indicator=asked["indicator"])
    return found.filter(flow=asked["flow"], product="TOTAL")


class SumsView(APIView):
    def get(self, request: Request) -> Response:
        return Response(totals(request).values("period").annotate(sum=Sum("value")).order_by("period"))


class TopView(APIView):
    def get(self, request: Request) -> Response:
        found = totals(request).values("partner", partner_name=F("partner__name")).annotate(sum=Sum("value"))
        return Response(found.order_by("-sum")[:10])


class SearchView(APIView):
    sql = of("postgresql")["search"] if not URL.startswith("sqlite") else of(URL)["search"].replace(":q", "%(q)s")

    def get(self, request: Request) -> Response:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, {"q": request.query_params["q"]})
            return Response([dict(zip(("id", "heading", "snippet"), row, strict=True)) for row in cursor])


urlpatterns = [
    path("treaties/<str:pk>", TreatyView.as_view()),
    path("treaties", TreatiesView.as_view()),
    path("trade-metrics", TradeMetricsView.as_view()),
    path("trade-metrics/sums", SumsView.as_view()),
    path("trade-metrics/top", TopView.as_view()),
    path("search", SearchView.as_view()),
]

application = get_wsgi_application()
