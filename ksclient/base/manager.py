"""Asks a server about one kind of thing, and makes resources of the answers."""

from __future__ import annotations

import abc
import builtins
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.auth._redact import mask_members, sealed
from ksclient.base import answer
from ksclient.base.lists import resources_of
from ksclient.base.resource import Resource
from ksclient.base.response import Response
from ksclient.exceptions import ClientException, NotFound, NoUniqueMatch

R = TypeVar("R", bound=Resource)
T = TypeVar("T")


class Manager(Generic[R]):
    """Asks a server about one kind of thing.

    With ``include_metadata`` on the client, every method returns its result inside a
    `Response`. Extra keywords of the protected methods go to the request.

    Attributes:
        client: Sends the requests: an adapter whose verbs return ``(response, body)``.
        resource_class: What is made of answers.
    """

    resource_class: type[R]

    def __init__(self, client: Any) -> None:
        self.client = client

    @property
    def api(self) -> Any:
        """The client, under its old name."""
        warnings.warn("Manager.api is called Manager.client now.", DeprecationWarning, stacklevel=2)
        return self.client

    def _prepare_return_value(self, http_response: Any, data: T) -> T:
        """Return *data*, inside a `Response` where the client's user wants metadata.

        The type stays that of the data: it is what all but a few callers get.
        """
        if getattr(self.client, "include_metadata", False):
            return Response(http_response, data)  # type: ignore[return-value]  # see above
        return data

    def _list(
        self,
        url: str,
        response_key: str,
        obj_class: type[R] | None = None,
        body: Any = None,
        **kwargs: Any,
    ) -> list[R]:
        """GET *url*, or POST *body* there, and return the list in the answer."""
        body = sealed(body)  # here as below: from tracebacks with locals
        # The client is the adapter: it returns each answer together with its document.
        if body:
            resp, found = self.client.post(url, body=body, **kwargs)
        else:
            resp, found = self.client.get(url, **kwargs)
        make = obj_class or self.resource_class
        items = answer.objects_at(resp, found, response_key)
        return self._prepare_return_value(resp, resources_of(make, self, items))

    def _get(self, url: str, response_key: str, **kwargs: Any) -> R:
        """GET *url* and return the one thing in the answer."""
        resp, body = self.client.get(url, **kwargs)
        info = answer.object_at(resp, body, response_key)
        return self._prepare_return_value(resp, self.resource_class(self, info, loaded=True))

    def _head(self, url: str, **kwargs: Any) -> bool:
        """HEAD *url*; tell whether the answer was 204."""
        resp, _ = self.client.head(url, **kwargs)
        is_there: bool = resp.status_code == 204
        return self._prepare_return_value(resp, is_there)

    def _post(
        self, url: str, body: Any, response_key: str, return_raw: bool = False, **kwargs: Any
    ) -> Any:
        """POST *body* and return the one thing in the answer, or its plain JSON."""
        body = sealed(body)
        resp, found = self.client.post(url, body=body, **kwargs)
        if return_raw:
            return answer.member(resp, found, response_key)
        return self._prepare_return_value(resp, self._made_of(resp, found, response_key))

    def _put(
        self, url: str, body: Any = None, response_key: str | None = None, **kwargs: Any
    ) -> R | None:
        """PUT *body*; return the one thing in the answer, None if it has no body."""
        body = sealed(body)
        resp, found = self.client.put(url, body=body, **kwargs)
        made = self._made_of_any(resp, found, response_key)
        return self._prepare_return_value(resp, made)

    def _patch(
        self, url: str, body: Any = None, response_key: str | None = None, **kwargs: Any
    ) -> R:
        """PATCH with *body* and return the one thing in the answer."""
        body = sealed(body)
        resp, found = self.client.patch(url, body=body, **kwargs)
        return self._prepare_return_value(resp, self._made_of(resp, found, response_key))

    def _delete(self, url: str, **kwargs: Any) -> tuple[Any, Any]:
        """DELETE *url*; return the response and its body, which mostly is None."""
        resp, body = self.client.delete(url, **kwargs)
        return resp, self._prepare_return_value(resp, body)

    def _update(
        self,
        url: str,
        body: Any = None,
        response_key: str | None = None,
        method: str = "PUT",
        **kwargs: Any,
    ) -> Any:
        """Send *body* with *method*; return the one thing in the answer, None if it has no body."""
        if method not in ("PUT", "POST", "PATCH"):
            raise ClientException(f"Invalid update method: {method}")
        body = sealed(body)
        resp, found = getattr(self.client, method.lower())(url, body=body, **kwargs)
        made = self._made_of_any(resp, found, response_key)
        return self._prepare_return_value(resp, made)

    def _made_of_any(self, resp: Any, body: Any, key: str | None) -> R | None:
        """Return what `_made_of` returns, None if the answer has no content."""
        return None if answer.is_empty(resp, body) else self._made_of(resp, body, key)

    def _made_of(self, resp: Any, body: Any, key: str | None) -> R:
        """Return the resource under *key*, or made of the whole body."""
        whole = answer.document_of(resp, body, key)
        info = whole if key is None else answer.object_at(resp, whole, key)
        return self.resource_class(self, info)


class ManagerWithFind(Manager[R], abc.ABC):
    """A manager that can list, and therefore find."""

    @abc.abstractmethod
    def list(self) -> builtins.list[R]:
        """Return all there are."""

    def find(self, **kwargs: Any) -> R:
        """Return the only one whose attributes have these values.

        Loads the whole list and looks through it.

        Raises:
            NotFound: If there is none; it says so if none has such an attribute at all.
            NoUniqueMatch: If there are several; ``count`` says how many.
        """
        kwargs = sealed(kwargs)
        compared = sealed(dict(kwargs))
        found, candidates = self._found(compared)
        matches = found.data if isinstance(found, Response) else found
        if not matches:
            unknown = _unknown(compared, candidates)
            raise _nothing(self.resource_class.__name__, kwargs, unknown, candidates)
        if len(matches) > 1:
            raise NoUniqueMatch(
                f"{len(matches)} of {self.resource_class.__name__} match {mask_members(kwargs)}; "
                "ask for one by its id.",
                count=len(matches),
            )
        if not isinstance(found, Response):
            return matches[0]  # type: ignore[no-any-return]  # R or Response, see above
        found.data = matches[0]
        return found  # type: ignore[return-value]  # as everywhere with include_metadata

    def findall(self, **kwargs: Any) -> builtins.list[R]:
        """Return all whose attributes have these values; all there are if none is given.

        Loads the whole list and looks through it.
        """
        kwargs = sealed(kwargs)
        found, _ = self._found(kwargs)
        return found  # type: ignore[no-any-return]  # a list or Response, see above

    def _found(self, wanted: dict[str, Any]) -> tuple[Any, builtins.list[R]]:
        """Return those that match, as `findall` does, and what was looked through."""
        wanted = sealed(wanted)
        found: Any = self._candidates(wanted)
        if not isinstance(found, Response):
            return _matching(found, wanted), found
        candidates = found.data
        found.data = _matching(candidates, wanted)
        return found, candidates

    def _candidates(self, wanted: dict[str, Any]) -> builtins.list[R]:  # noqa: ARG002 - for subclasses
        """Return what to look through for those that have the *wanted* values.

        A value that the list was asked for by may be taken out of *wanted*.
        """
        return self.list()


def _matching(resources: Iterable[R], wanted: dict[str, Any]) -> list[R]:
    return [
        resource
        for resource in resources
        if all(_value(resource, name) == value for name, value in wanted.items())
    ]


def _value(resource: Resource, name: str) -> Any:
    """Return what *resource* has as *name*, the server's word first; else what equals nothing."""
    found = resource._known_as(name, _NOTHING)  # noqa: SLF001 - a copy of each would be slow
    return getattr(resource, name, _NOTHING) if found is _NOTHING else found


def _nothing(
    kind: str, wanted: Mapping[str, Any], unknown: str | None, candidates: Iterable[Resource]
) -> NotFound:
    """Return the error that says why none of the *candidates* has what is *wanted*."""
    wanted = sealed(wanted)
    text = f"No {kind} matching {mask_members(wanted)}."
    if unknown is not None:
        with FORKS_WAIT:
            import difflib  # noqa: PLC0415 - needed by errors only

        names = {name for each in candidates for name in each._known()}  # noqa: SLF001 - as above
        near = difflib.get_close_matches(unknown, sorted(map(str, names)), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        text = f"No {kind} has an attribute {unknown!r}.{hint}"
    error = NotFound()
    error.message = text  # without a status, as no server was asked for this one thing
    error.args = (text,)
    return error


def _unknown(wanted: Iterable[str], candidates: Sequence[Resource]) -> str | None:
    """Return the first *wanted* attribute that none of the *candidates* has, or None."""
    for name in wanted if candidates else ():
        if all(_value(each, name) is _NOTHING for each in candidates):
            return name
    return None


_NOTHING = object()
