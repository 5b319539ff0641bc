"""What is misspelt, which `make lint` must find: it tells of every mark here that hides no error."""

from entente_client import AsyncClient, Client
from entente_client.models import TreatyRecord

client, other = Client(), AsyncClient()


def misspelt() -> None:
    client.treaties.list(sgined="2013")  # type: ignore[call-arg]
    client.treaties.list(kind="traety")  # type: ignore[arg-type]
    client.treaties.list(sort=["-singed"])  # type: ignore[list-item]
    client.treaties.get("a", include=["partys"])  # type: ignore[list-item]
    client.treaties.stats(groupby="kind")  # type: ignore[call-arg]
    client.search()  # type: ignore[call-arg]
    client.treatise  # type: ignore[attr-defined]  # noqa: B018
    client.meta().revison  # type: ignore[attr-defined]  # noqa: B018
    TreatyRecord(titel="A")  # type: ignore[call-arg]
    for treaty in other.treaties.list():  # type: ignore[attr-defined]
        print(treaty)  # noqa: T201
    for record in client.treaties.list(kind="treaty", signed__gte="2013"):
        print(record.signed, record.kind == "traety")  # type: ignore[comparison-overlap]  # noqa: T201
