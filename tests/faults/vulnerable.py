"""A service with the holes that tools look for, to see that they look: no part of it is an example."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, unquote, urlsplit

LOCK = Lock()
DATA = sqlite3.connect(":memory:", check_same_thread=False)
DATA.executescript("CREATE TABLE record (id TEXT, title TEXT); INSERT INTO record VALUES ('a', 'x'), ('b', 'y')")


def answer(target: str) -> tuple[int, str]:
    """Give the status and the page: `title` and what follows the last slash go into SQL, `q` into the page."""
    url = urlsplit(target)
    given = {name: values[0] for name, values in parse_qs(url.query).items()}
    column, value = ("title", given["title"]) if "title" in given else ("id", unquote(url.path.rpartition("/")[2]))
    try:
        with LOCK:
            found = DATA.execute(f"SELECT * FROM record WHERE {column} = '{value}'").fetchall()
    except (sqlite3.Error, sqlite3.Warning) as error:
        return 500, f"sqlite3.OperationalError: {error}"
    return 200, f"<html><body>{given.get('q', '')} {found}</body></html>"


class Handler(BaseHTTPRequestHandler):
    """Answers GET."""

    def do_GET(self) -> None:
        """Send the page."""
        status, page = answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def vulnerable() -> Iterator[str]:
    """Serve it, and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
