"""The command `entente distribute`: spreads the observations over the machines of a Citus cluster.

Each of the small tables is copied to every machine (a reference table), so that observations meet them where they
lie; `trade_metric` is cut by the hash of its id. The tables stay as they are: `tests/test_distribution.py` holds them
to what Citus asks of them.
"""

import sys

import sqlalchemy as sa
from rich.console import Console

from models import TradeMetric, metadata
from models.base import columns
from models.database import writing
from models.engines import is_sqlite
from models.settings import settings

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)

DISTRIBUTED = columns(TradeMetric)
BY = DISTRIBUTED.c.id
"""The column whose hash tells the machine of a row."""


class Missing(Exception):
    """What a database lacks to be distributed."""


def distribute(connection: sa.Connection) -> list[str]:
    """Distribute the tables, within a transaction that writes; give the names of those that were not before.

    Raises Missing where the database does not have the extension.
    """
    if not connection.scalar(sa.select(sa.func.to_regproc("create_reference_table"))):
        raise Missing("the extension citus is not installed in it")
    # Tables that refer to each other are distributed one after the other, over one connection to each machine.
    connection.exec_driver_sql("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'")
    done = set(connection.exec_driver_sql(KNOWN).scalars())
    # What others refer to comes first.
    todo = [table for table in (*references(), DISTRIBUTED) if table.name not in done]
    for table in todo:
        if table is DISTRIBUTED:
            connection.execute(sa.select(sa.func.create_distributed_table(table.name, BY.name)))
        else:
            connection.execute(sa.select(sa.func.create_reference_table(table.name)))
    return [table.name for table in todo]


KNOWN = "SELECT table_name::text FROM citus_tables WHERE citus_table_type IN ('distributed', 'reference')"


def references() -> list[sa.Table]:
    """Give the tables that every machine has whole, what others refer to first."""
    return [table for table in metadata.sorted_tables if table is not DISTRIBUTED]


def command() -> None:
    """Spread the observations over a Citus cluster; once done, to do it again changes nothing."""
    try:
        if is_sqlite(settings().database_url):
            raise Missing("it is an SQLite file; DATABASE_URL must name a PostgreSQL database")
        with writing() as connection:
            done = distribute(connection)
    except Missing as error:
        err.print(f"This database cannot be distributed: {error}.", markup=False)
        err.print(
            "It takes a Citus cluster: on each machine the extension (shared_preload_libraries = 'citus', CREATE "
            "EXTENSION citus), on the coordinator citus_add_node for each worker; then `entente migrate`, and this.",
            markup=False,
        )
        sys.exit(1)
    out.print(f"Distributed: {', '.join(done)}." if done else "Every table is distributed already.", markup=False)
