"""FastAPI and SQLModel as their tutorials teach them, over the tables that exist."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from sqlmodel import Field, Relationship, Session, SQLModel, col, create_engine, desc, func, select, text

from tests.bench.peers.queries import SQL, of

URL = os.environ["DATABASE_URL"]


class CountryBase(SQLModel):
    name: str


class Country(CountryBase, table=True):
    id: str = Field(primary_key=True)


class TreatyBase(SQLModel):
    id: str = Field(primary_key=True)
    title: str
    title_ru: str | None = None
    short_title: str | None = None
    kind: str
    status: str | None = None
    scope: str | None = None
    signed: str | None = None
    place: str | None = None
    in_force: str | None = None
    terminated: str | None = None
    gist: str | None = None


class Treaty(TreatyBase, table=True):
    signed_earliest: date | None = None
    parties: list["Participation"] = Relationship(back_populates="of")


class ParticipationBase(SQLModel):
    id: str = Field(primary_key=True)
    treaty: str = Field(foreign_key="treaty.id")
    party: str
    action: str
    date: str | None = None


class Participation(ParticipationBase, table=True):
    of: Treaty = Relationship(back_populates="parties")


class TreatyWithParties(TreatyBase):
    parties: list[ParticipationBase] = []


class TradeMetricBase(SQLModel):
    id: str = Field(primary_key=True)
    indicator: str
    reporter: str
    partner: str | None = Field(default=None, foreign_key="country.id")
    flow: str | None = None
    product: str
    frequency: str
    period: str
    value: float | None = None
    unit: str
    unit_mult: int
    qualifier: str
    status: str
    source: str
    locator: str
    confidence: str
    note: str | None = None


class TradeMetric(TradeMetricBase, table=True):
    __tablename__ = "trade_metric"

    period_earliest: date | None = None


class Sum(SQLModel):
    period: str
    sum: float | None


class Top(SQLModel):
    partner: str
    partner_name: str
    sum: float | None


class Hit(SQLModel):
    id: str
    heading: str | None
    snippet: str | None


if URL.startswith("sqlite"):
    engine = create_engine(URL, connect_args={"check_same_thread": False})
else:
    engine = create_engine(URL.replace("postgresql:", "postgresql+psycopg:"))


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]

app = FastAPI()


@app.get("/treaties/{id}", response_model=TreatyWithParties)
def read_treaty(id: str, session: SessionDep) -> Any:
    treaty = session.get(Treaty, id)
    if not treaty:
        raise HTTPException(status_code=404, detail="Treaty not found")
    return treaty


@app.get("/treaties", response_model=list[TreatyBase])
def read_treaties(session: SessionDep, kind: str, since: date) -> Any:
    found = select(Treaty).where(Treaty.kind == kind, col(Treaty.signed_earliest) >= since)
    return session.exec(found.order_by(desc(Treaty.signed_earliest), Treaty.id).limit(50)).all()


@app.get("/trade-metrics", response_model=list[TradeMetricBase])
def read_trade_metrics(session: SessionDep, reporter: str, partner: str) -> Any:
    found = select(TradeMetric).where(TradeMetric.reporter == reporter, TradeMetric.partner == partner)
    return session.exec(found.order_by(desc(TradeMetric.period_earliest), TradeMetric.id).limit(100)).all()


def totals(*selected: Any, reporter: str, indicator: str, flow: str) -> Any:
    found = select(*selected, func.sum(TradeMetric.value).label("sum"))
    found = found.where(TradeMetric.reporter == reporter, TradeMetric.indicator == indicator)
    return found.where(TradeMetric.flow == flow, TradeMetric.product == "TOTAL")


@app.get("/trade-metrics/sums", response_model=list[Sum])
def read_sums(session: SessionDep, reporter: str, indicator: str, flow: str) -> Any:
    found = totals(TradeMetric.period, reporter=reporter, indicator=indicator, flow=flow)
    return session.exec(found.group_by(TradeMetric.period).order_by(TradeMetric.period)).all()


@app.get("/trade-metrics/top", response_model=list[Top])
def read_top(session: SessionDep, reporter: str, indicator: str, flow: str) -> Any:
    name = col(Country.name).label("partner_name")
    found = totals(TradeMetric.partner, name, reporter=reporter, indicator=indicator, flow=flow)
    found = found.join(Country).group_by(TradeMetric.partner, Country.name)
    return session.exec(found.order_by(desc("sum")).limit(10)).all()


@app.get("/search", response_model=list[Hit])
def read_search(session: SessionDep, q: str) -> Any:
    sql = SQL["search"] if URL.startswith("sqlite") else of(URL)["search"].replace("%(q)s", ":q")
    return session.exec(text(sql), params={"q": q}).all()
