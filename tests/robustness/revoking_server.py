"""A Keystone that revokes its own tokens at random moments, as a program of its own.

It is a process beside the clients, so that they do not wait for one another in one interpreter. It
knows one user and one good token: each login issues another one. On its standard input it
is told what to do next, one JSON object a line, and it answers each line with what it has counted.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from dataclasses import asdict, dataclass, field
from typing import Any

PASSWORD = "right"
FAR = "2999-01-01T00:00:00Z"
NO_BODY = {"error": {"code": 401, "title": "Unauthorized", "message": "The request is refused"}}


@dataclass
class Orders:
    """What a line of standard input may say; times in seconds."""

    revoke_now: bool = False
    revocations: int = 0
    """How many revocations are to come, each a random while after the one before."""
    shortest_while: float = 0.0
    longest_while: float = 0.1
    spread: float = 0.0
    """How long, at most, an answer is held back, by chance."""
    seed: int = 0


@dataclass
class Counts:
    """What has happened so far."""

    logins: int = 0
    refused_logins: int = 0
    revocations: int = 0
    refusals: int = 0
    answers: int = 0
    pending: int = 0


@dataclass
class Keystone:
    """One user, one good token, and what has been counted."""

    url: str = ""
    good: str | None = None
    counts: Counts = field(default_factory=Counts)
    chance: random.Random = field(default_factory=random.Random)
    spread: float = 0.0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def answer(self, method: str, path: str, token: str | None, body: bytes) -> tuple[int, Any]:
        if (method, path) == ("POST", "/v2.0/tokens"):
            return self.log_in(json.loads(body))
        if path == "/never":
            self.counts.refusals += 1
            return 401, NO_BODY
        if token is None or token != self.good:
            self.counts.refusals += 1
            return 401, NO_BODY
        self.counts.answers += 1
        return 200, {"tenants": [], "tenants_links": []}

    def log_in(self, body: Any) -> tuple[int, Any]:
        if body["auth"]["passwordCredentials"]["password"] != PASSWORD:
            self.counts.refused_logins += 1
            return 401, NO_BODY
        self.counts.logins += 1
        self.good = f"token-{self.counts.logins}"
        endpoint = dict.fromkeys(("publicURL", "adminURL", "internalURL"), self.url)
        identity = {"type": "identity", "name": "keystone", "endpoints": [endpoint]}
        token = {"id": self.good, "expires": FAR, "tenant": {"id": "t", "name": "t"}}
        user = {"id": "u", "name": "u", "roles": [], "username": "u"}
        return 200, {"access": {"token": token, "user": user, "serviceCatalog": [identity]}}

    def obey(self, orders: Orders) -> None:
        self.chance.seed(orders.seed)
        self.spread = orders.spread
        if orders.revoke_now:
            self.revoke()
        if orders.revocations:
            self.counts.pending = orders.revocations
            task = asyncio.create_task(self.revoke_at_random(orders))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def revoke_at_random(self, orders: Orders) -> None:
        for _ in range(orders.revocations):
            await asyncio.sleep(self.chance.uniform(orders.shortest_while, orders.longest_while))
            self.revoke()
            self.counts.pending -= 1

    def revoke(self) -> None:
        """Revoke the good token; one that is revoked already does not count twice."""
        if self.good is not None:
            self.good = None
            self.counts.revocations += 1

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                method, path, _ = line.decode().split()
                headers = {}
                while (header := await reader.readline()) not in {b"\r\n", b""}:
                    name, _, value = header.decode().partition(":")
                    headers[name.lower()] = value.strip()
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                status, document = self.answer(method, path, headers.get("x-auth-token"), body)
                if self.spread and path != "/v2.0/tokens":
                    await asyncio.sleep(self.chance.uniform(0, self.spread))
                content = json.dumps(document).encode()
                writer.write(
                    f"HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(content)}\r\n\r\n".encode()
                    + content
                )
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client is gone
        finally:
            writer.close()


async def main() -> None:
    """Serve until standard input ends."""
    keystone = Keystone()
    server = await asyncio.start_server(keystone.serve, "127.0.0.1", 0, backlog=512)
    host, port = server.sockets[0].getsockname()
    keystone.url = f"http://{host}:{port}/v2.0"
    print(keystone.url, flush=True)
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := await orders.readline():
        keystone.obey(Orders(**json.loads(line)))
        print(json.dumps(asdict(keystone.counts)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
