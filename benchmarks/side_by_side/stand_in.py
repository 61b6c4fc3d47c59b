"""A server that costs next to nothing: it answers from bytes made beforehand, and counts.

It runs in a process of its own, so that what it takes is nobody's. `StandIn` starts it, and asks
how many requests came.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Self

MANY = 50_000
"""Users in the long list."""

SERVICES = 20
"""Services in the catalog of a login."""


@dataclass(frozen=True)
class Counted:
    """How many requests came, and how many of them were logins."""

    requests: int
    logins: int

    def since(self, earlier: Counted) -> Counted:
        """Return what came after *earlier*."""
        return Counted(self.requests - earlier.requests, self.logins - earlier.logins)


class StandIn:
    """The server, from its start to its end."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", __name__]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if self._process.stdout is None:
            raise RuntimeError("the server has no output to tell its port by")
        port = int(self._process.stdout.readline())
        self.url = f"http://127.0.0.1:{port}/v2.0"
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.communicate()  # closes its input, which ends it


class Control:
    """Asks the server at *url* what happened there; this is not counted."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(url.split("/")[2])

    def counted(self) -> Counted:
        """Return how many requests came so far."""
        return Counted(*json.loads(self._ask("/counted")))

    def revoke(self) -> None:
        """Refuse all tokens issued so far, where tokens are looked at: at ``/v2.0/guarded``."""
        self._ask("/revoke")

    def _ask(self, path: str) -> bytes:
        self._connection.request("POST", path)
        return self._connection.getresponse().read()


# -- the process ---------------------------------------------------------------------------------


def user(number: int) -> dict[str, Any]:
    """Return a user as Keystone shows one."""
    return {
        "id": f"{number:032x}",
        "name": f"user-{number}",
        "username": f"user-{number}",
        "email": f"user-{number}@cloud.example",
        "enabled": True,
        "tenantId": f"{number % 100:032x}",
    }


def catalog(url: str, services: int, regions: int = 1) -> list[dict[str, Any]]:
    """Return a service catalog, the Identity service first, and all of it at *url*."""
    types = ["identity", *(f"service-{n}" for n in range(1, services))]
    places = ("publicURL", "internalURL", "adminURL")
    return [
        {
            "type": service_type,
            "name": f"the {service_type} service",
            "endpoints_links": [],
            "endpoints": [
                {"region": f"region-{n}", "id": f"{service_type}-{n}"} | dict.fromkeys(places, url)
                for n in range(regions)
            ],
        }
        for service_type in types
    ]


def login(url: str, token: str, services: int = SERVICES, regions: int = 1) -> dict[str, Any]:
    """Return what a login is answered with."""
    return {
        "access": {
            "token": {
                "id": token,
                "issued_at": "2026-01-01T00:00:00.000000",
                "expires": "2099-01-01T00:00:00Z",
                "tenant": {"id": "t1", "name": "admin", "enabled": True, "description": None},
            },
            "user": {
                "id": "u1",
                "name": "admin",
                "username": "admin",
                "roles": [],
                "roles_links": [],
            },
            "serviceCatalog": catalog(url, services, regions),
            "metadata": {"is_admin": 0, "roles": []},
        }
    }


class Server:
    """What all connections share: answers by method and path, and what was counted."""

    def __init__(self, url: str) -> None:
        tenants = [{"id": f"t{n}", "name": f"tenant-{n}", "enabled": True} for n in range(10)]
        links = [{"rel": "self", "href": f"{url}/"}]
        self.answers = {
            b"GET /v2.0": answer({"version": {"id": "v2.0", "status": "stable", "links": links}}),
            b"GET /v2.0/small": answer({"extensions": {"values": []}}),
            b"GET /v2.0/users/u1": answer({"user": user(1)}),
            b"GET /v2.0/users": answer({"users": [user(n) for n in range(MANY)]}),
            b"GET /v2.0/tenants": answer({"tenants": tenants, "tenants_links": []}),
        }
        self.refusal = answer({"error": {"code": 401, "title": "Unauthorized"}}, b"401 No")
        self.missing = answer({"error": {"code": 404, "title": "Not Found"}}, b"404 No")
        placeholder = f"token-{0:032}"
        self.issued = answer(login(url, placeholder))
        self.placeholder = placeholder.encode()
        self.tokens: set[bytes] = set()
        self.requests = self.logins = 0

    def answer_to(self, head: bytes) -> bytes:
        """Return the whole answer to a request that starts with *head*."""
        line, _, headers = head.partition(b"\r\n")
        asked = line.rpartition(b" ")[0]
        if asked == b"POST /counted":
            return answer([self.requests, self.logins])
        if asked == b"POST /revoke":
            self.tokens.clear()
            return answer({})
        self.requests += 1
        if asked == b"POST /v2.0/tokens":
            self.logins += 1
            token = b"token-%032d" % self.logins
            self.tokens.add(token)
            return self.issued.replace(self.placeholder, token)
        if asked == b"GET /v2.0/guarded":
            is_good = header(headers, b"x-auth-token") in self.tokens
            return self.answers[b"GET /v2.0/small"] if is_good else self.refusal
        return self.answers.get(asked, self.missing)


def answer(document: Any, status: bytes = b"200 OK") -> bytes:
    """Return *document* with its headers, ready to be sent."""
    body = json.dumps(document).encode()
    return (
        b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nVary: X-Auth-Token\r\n"
        b"X-Openstack-Request-Id: req-00000000-0000-0000-0000-000000000000\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (status, len(body), body)
    )


def header(headers: bytes, name: bytes) -> bytes:
    """Return the value of the header *name*, in lower case; empty if there is none."""
    for each in headers.split(b"\r\n"):
        found, _, value = each.partition(b":")
        if found.lower() == name:
            return value.strip()
    return b""


class Connection(asyncio.Protocol):
    """Answers one request after the other."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole by now."""
        self._pending += data
        head, end, rest = self._pending.partition(b"\r\n\r\n")
        while end and len(rest) >= (length := int(header(head, b"content-length") or 0)):
            self._transport.write(self._server.answer_to(head))
            self._pending = rest[length:]
            head, end, rest = self._pending.partition(b"\r\n\r\n")


async def serve() -> None:
    """Answer until the input ends; the port is the only thing that is printed."""
    loop = asyncio.get_running_loop()
    shared: list[Server] = []
    listening = await loop.create_server(lambda: Connection(shared[0]), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    shared.append(Server(f"http://127.0.0.1:{port}/v2.0"))
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    listening.close()


if __name__ == "__main__":
    asyncio.run(serve())
