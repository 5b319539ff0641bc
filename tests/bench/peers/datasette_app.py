"""Datasette on the file itself, without plugins; under the same server as the others, so without its log."""

import os

from datasette.app import Datasette

FILE = os.environ["DATABASE_URL"].removeprefix("sqlite:///")

# The limit of time is for strangers' SQL, so it is lifted; the rest is as Datasette comes. Pages of 10,000 rows instead
# of 1,000 (`max_returned_rows`) would make its exports two and a half times as fast.
app = Datasette([FILE], settings={"sql_time_limit_ms": 60_000}).app()
