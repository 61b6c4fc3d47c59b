"""Where a client is at home, all that is abroad, and what was told there."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from tests.servers.certificates import Authority
from tests.servers.recording import Server, Told, server_tls


def found_in(told: Iterable[Told], secrets: Iterable[str]) -> list[str]:
    """Return those of *secrets* that the requests *told*, in whatever spelling."""
    text = "\n".join(each.text for each in told)
    texts = [text, *_decoded(text)]
    return sorted(
        {
            secret
            for secret in secrets
            for spelt in (secret, quote(secret, safe=""), quote_plus(secret))
            if any(spelt in each for each in texts)
        }
    )


def _decoded(text: str) -> list[str]:
    """Return what stands in *text* as ``Basic`` credentials."""
    return [
        base64.b64decode(word).decode("latin-1")
        for line in text.splitlines()
        if ": Basic " in line
        for word in [line.rpartition(" ")[2]]
    ]


class Place:
    """The servers of one module: where a client is at home, and all that is abroad.

    Args:
        authority: Signs the certificates of those that speak TLS.
    """

    def __init__(self, authority: Authority) -> None:
        self.ca_file = authority.ca_file
        identity = authority.issue("server", names=["127.0.0.1", "127.0.0.2", "localhost"])
        self.home = Server()
        self.secure_home = Server(tls=server_tls(identity, asks_for=authority))
        self.abroad = {
            "host": Server("127.0.0.2"),
            "port": Server(),
            "name": Server("localhost"),
            "secure": Server(tls=server_tls(identity, asks_for=authority)),
            "secure host": Server("127.0.0.2", server_tls(identity, asks_for=authority)),
        }

    @property
    def told_abroad(self) -> list[Told]:
        return [told for server in self.abroad.values() for told in server.told]

    def forget(self) -> None:
        for server in (self.home, self.secure_home, *self.abroad.values()):
            server.forget()

    def close(self) -> None:
        for server in (self.home, self.secure_home, *self.abroad.values()):
            server.close()
