"""What a flavour is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.routing import Route


@dataclass(frozen=True)
class Flavour:
    """What a service that is no Keystone does in its own way; the rest is as in Keystone.

    Attributes:
        refusal: Makes the answer that says no: of why, how that is said, and the server's URL.
        routes: Its own, for both applications; in place of Keystone's of the same path and
            method, or beside them.
    """

    refusal: Callable[[Refusal, str, str], Answer]
    routes: tuple[Route, ...] = ()

    def instead_of(self, routes: Iterable[Route]) -> list[Route]:
        """Return *routes* with its own for some of them."""
        own = {(route.method, route.path) for route in self.routes}
        return [*self.routes, *(each for each in routes if (each.method, each.path) not in own)]
