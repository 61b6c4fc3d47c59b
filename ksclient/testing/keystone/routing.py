"""Find the route that a request asks for, and hand it what the request says."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.request import Api, Request

Handler = Callable[..., Answer]
"""Takes a `Context`, and the members of the body and of the path by name.

It has Keystone's own name for it, which Keystone's errors quote.
"""


@dataclass(frozen=True)
class Route:
    """One route.

    Attributes:
        method: None for any.
        path: Below the version's; ``<name>`` for what the handler gets as *name*.
        api: Which application has it. None for both.
        below: Where the version is.
    """

    method: str | None
    path: str
    handler: Handler
    api: Api | None = None
    below: str = "/v2.0"


class Router:
    """Finds routes.

    Args:
        routes: All there are.
        api: Whose.
    """

    def __init__(self, routes: Iterable[Route], api: Api) -> None:
        rules = [_rule(route) for route in routes if route.api in {None, api}]
        self._map = Map(rules, strict_slashes=False, merge_slashes=False)

    def find(self, request: Request) -> tuple[Route, Mapping[str, str]]:
        """Return the route that a request asks for, and what its path holds.

        Raises:
            Refusal: 404, also for a wrong method.
        """
        adapter = self._map.bind("")
        try:
            route, values = adapter.match(request.path, method=request.method)
        except HTTPException:
            raise refusals.no_route(request.url) from None
        return route, values


def _rule(route: Route) -> Rule:
    methods = [route.method] if route.method else None
    rule = Rule(route.below + route.path, methods=methods, endpoint=route)
    if rule.methods and route.method != "HEAD":
        rule.methods.discard("HEAD")  # Werkzeug adds it to GET; Keystone has a route for it, or not
    return rule


def call(route: Route, context: Context, values: Mapping[str, str]) -> Answer:
    """Return what a route answers.

    Raises:
        Refusal: 400 if the body has members that it does not know, or lacks one.
    """
    members = {**context.request.members, **values}
    _bind(route.handler, members)
    return route.handler(context, **members)


def _bind(handler: Handler, members: Mapping[str, Any]) -> None:
    """See that *members* are what a handler takes; if not, say so as Python 2 does."""
    signature = inspect.signature(handler)
    parameters = list(signature.parameters.values())[1:]  # without the context
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        return
    name = handler.__name__
    for member in members:
        if member not in signature.parameters:
            raise refusals.bad_request(f"{name}() got an unexpected keyword argument '{member}'")
    required = [each for each in parameters if each.default is each.empty]
    if all(each.name in members for each in required):
        return
    # Keystone's handlers take `self` and `request` before them.
    count: Literal["exactly", "at least"] = (
        "exactly" if len(required) == len(parameters) else "at least"
    )
    raise refusals.bad_request(
        f"{name}() takes {count} {len(required) + 2} arguments ({len(members) + 2} given)"
    )
