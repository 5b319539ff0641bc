"""A way to a PostgreSQL server that can be closed, frozen and opened again, as networks and servers are."""

import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa

PART = 65_536


class Relay:
    """Takes connections on a port and passes on what comes, both ways."""

    def __init__(self, socket_file: str) -> None:
        self.target, self.frozen, self.ended = socket_file, False, False
        self.peers: dict[socket.socket, socket.socket] = {}
        self.waiting = selectors.DefaultSelector()
        self.listening: socket.socket | None = None
        self.port = 0
        self.lock = threading.RLock()
        self.losing, self.lost = b"", 0
        self.then: Callable[[], None] = lambda: None
        self.doomed: set[socket.socket] = set()
        self.open()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def open(self) -> None:
        """Take connections again, on the same port."""
        with self.lock:
            self.frozen = False
            if self.listening is None:
                self.listening = socket.create_server(("127.0.0.1", self.port))
                self.port = self.listening.getsockname()[1]
                self.waiting.register(self.listening, selectors.EVENT_READ)

    def freeze(self) -> None:
        """Pass nothing on, and close nothing; who comes is taken by the system, and hears nothing."""
        self.frozen = True

    def lose(self, words: bytes) -> None:
        """Let the answer to the next COMMIT after a statement with these words be lost, and do what comes `then`."""
        self.losing = words

    def close(self) -> None:
        """Refuse connections, and break those that there are."""
        with self.lock:
            if self.listening is not None:
                self.waiting.unregister(self.listening)
                self.listening.close()
                self.listening = None
            for one in list(self.peers):
                self.drop(one)

    def drop(self, one: socket.socket) -> None:
        """End a connection at both ends."""
        for end in (one, self.peers.pop(one, None)):
            if end is not None:
                self.peers.pop(end, None)
                with suppress(KeyError, ValueError):
                    self.waiting.unregister(end)
                end.close()

    def run(self) -> None:
        """Pass on what comes until the end."""
        while not self.ended:
            for key, _ in self.waiting.select(0.01):
                with self.lock:
                    if not self.frozen and self.waiting.get_map().get(key.fd) is key:
                        self.step(key.fileobj)  # type: ignore[arg-type]
            if self.frozen:
                threading.Event().wait(0.01)

    def step(self, one: socket.socket) -> None:
        """Take a connection, or pass on a part."""
        if one is self.listening:
            client, server = one.accept()[0], socket.socket(socket.AF_UNIX)
            server.connect(self.target)
            self.peers |= {client: server, server: client}
            for end in (client, server):
                self.waiting.register(end, selectors.EVENT_READ)
            return
        try:
            part = one.recv(PART)
            if part:
                self.peers[one].sendall(part)
                if not self.loses(one, part):
                    return
        except OSError:
            pass
        self.drop(one)

    def loses(self, one: socket.socket, part: bytes) -> bool:
        """Tell whether an answer is to be lost; the server has given it by then."""
        if self.losing and self.losing in part:
            self.losing = b""
            self.doomed.add(one)
        if one not in self.doomed or b"COMMIT" not in part:
            return False
        self.doomed.clear()
        self.peers[one].recv(PART)
        self.lost += 1
        self.then()
        return True


@contextmanager
def relayed(url: str) -> Iterator[tuple[str, Relay]]:
    """Give a URL of the same database by way of a relay, and the relay."""
    parts = sa.make_url(url)
    folder = str(parts.query["host"])
    relay = Relay(f"{folder}/.s.PGSQL.{parts.port or parts.query.get('port', 5432)}")
    through = parts.difference_update_query(["host", "port"]).set(host="127.0.0.1", port=relay.port)
    try:
        yield through.render_as_string(hide_password=False), relay
    finally:
        relay.ended = True
        relay.thread.join()
        relay.close()
