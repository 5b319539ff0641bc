"""Whom a process and its children call: a hook of Python's writes it down, and a listener notes who comes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

HOOK = """
import os, sys

EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request")
kept = os.open({kept!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def note(event, arguments):
    if event in EVENTS:
        os.write(kept, (f"{{event}} {{arguments[1:] if event == 'socket.connect' else arguments}}\\n").encode())

sys.addaudithook(note)
os.write(kept, ("hooked " + " ".join(sys.orig_argv[1:]) + "\\n").encode())
"""
"""A module that Python imports as it starts; each process says that it has."""


class Hook:
    """Has Python processes write down whom they call, where `path` is their PYTHONPATH."""

    def __init__(self, folder: Path) -> None:
        self.kept = folder / "calls"
        (folder / "sitecustomize.py").write_text(HOOK.format(kept=str(self.kept)))
        self.path = str(folder)

    def told(self) -> tuple[list[str], list[str]]:
        """Give the processes that were watched, and the calls."""
        lines = self.kept.read_text().splitlines()
        watched = [line.removeprefix("hooked ") for line in lines if line.startswith("hooked ")]
        return watched, [line for line in lines if not line.startswith("hooked ")]


class Listener:
    """Waits at `url` for those who call, whatever they call with, and counts them."""

    def __init__(self, listening: socket.socket) -> None:
        self.socket, self.came = listening, 0
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/x"

    def take(self) -> None:
        """Take and close connections until the socket is shut."""
        while True:
            try:
                self.socket.accept()[0].close()
            except OSError:
                return
            self.came += 1


@contextmanager
def listener() -> Iterator[Listener]:
    """Listen."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=(found := Listener(listening)).take)
        thread.start()
        try:
            yield found
        finally:
            # What came before is taken first: they stand in a queue.
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
