"""The server's own loop and transport: who comes in a crowd is taken at once, and answers go out whole."""

import asyncio
import socket
from typing import Any

from api.loop import HANDFUL, Loop
from api.transport import Whole

CROWD = 3 * HANDFUL


class Count(asyncio.Protocol):
    """Counts the connections."""

    made = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        Count.made += 1
        transport.close()


async def rounds_until_all_are_taken() -> int:
    loop = asyncio.get_running_loop()
    Count.made = 0
    server = await loop.create_server(Count, "127.0.0.1", 0, backlog=CROWD)
    clients = [socket.create_connection(server.sockets[0].getsockname()) for _ in range(CROWD)]
    rounds = 0
    while Count.made < CROWD and rounds < 10 * CROWD:
        # One round of the loop, in which whatever is ready is done.
        await asyncio.sleep(0)
        rounds += 1
    for client in clients:
        client.close()
    server.close()
    await server.wait_closed()
    return rounds


def test_a_crowd_is_taken_a_handful_at_a_time() -> None:
    with asyncio.Runner(loop_factory=Loop) as runner:
        rounds = runner.run(rounds_until_all_are_taken())
    assert Count.made == CROWD
    assert rounds < CROWD / 2


def test_a_closed_server_takes_nobody() -> None:
    async def refused() -> bool:
        server = await asyncio.get_running_loop().create_server(Count, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        server.close()
        try:
            socket.create_connection(address, timeout=5).close()
        except ConnectionRefusedError:
            return True
        return False

    with asyncio.Runner(loop_factory=Loop) as runner:
        assert runner.run(refused())


class Sent:
    """A transport that notes what is written at once."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.packets.append(data)

    def close(self) -> None:
        self.closed = True


def sent(*parts: bytes, end: str = "flush") -> list[bytes]:
    below = Sent()
    whole: Any = Whole(below, below.close)
    for part in parts:
        whole.write(part)
    getattr(whole, end)()
    return below.packets


HEAD = b"HTTP/1.1 200 OK\r\na: b\r\n\r\n"


def test_head_and_body_are_one_packet() -> None:
    assert sent(HEAD, b"body", b"more") == [HEAD + b"body", b"more"]


def test_a_head_without_a_body_is_sent_all_the_same() -> None:
    assert sent(HEAD) == [HEAD]
    assert sent(HEAD, end="close") == [HEAD]


def test_a_client_that_waits_to_go_on_is_told_at_once() -> None:
    going_on = b"HTTP/1.1 100 Continue\r\n\r\n"
    assert sent(going_on, HEAD, b"body")[0] == going_on
