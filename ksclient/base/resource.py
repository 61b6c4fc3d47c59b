"""What a server told about one thing, as an object."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from ksclient.auth._redact import SecretDict, mask_members
from ksclient.base.response import Response
from ksclient.exceptions import DetachedResource, InvalidId, MethodNotImplemented

_OWN = frozenset({"manager", "_data", "_places", "_edited", "_loaded"})

_NOTHING = object()


class Resource:
    """One thing that a server knows: its data as attributes, its manager for acts.

    Data never hides what the class defines: a member that the server calls ``delete`` is
    found in `to_dict`, and ``resource.delete()`` still deletes.

    Programs such as OpenStackClient take ``_info`` apart before they use a resource once more,
    so the attributes are kept apart from it: without ``_info["id"]`` there still is ``id``.

    Resources are equal if they are of one class and have the same data. They pickle as data
    alone, and are copied together with their manager.

    Those of a long list have no dictionary each, but a tuple of values; all of them share what
    says where each value stands. See `ksclient.base.lists`.

    Args:
        manager: Who acts for it, or None.
        info: What the server told.
        loaded: Whether that is all. If not, the first attribute that is missing makes one
            request for the rest.
    """

    __slots__ = ("__dict__", "__weakref__", "_data", "_loaded", "_places", "manager")

    HUMAN_ID = False
    NAME_ATTR = "name"
    ID_IS_SECRET = False
    """Whether whoever reads its id can use it: such an id stands for nothing else in a URL."""

    _repeats: ClassVar[tuple[str, str] | None] = None
    """A member, and another whose text it mostly repeats: lists keep it once."""

    _data: Any
    """What the server told: a dictionary, or a tuple of values whose `_places` are known."""

    _places: dict[str, int]
    _edited: dict[str, Any] | None = None

    def __init__(self, manager: Any, info: Mapping[str, Any], loaded: bool = False) -> None:
        self.manager = manager
        # Managers make such a dictionary for this resource alone; others are their maker's own.
        self._data = info if type(info) is SecretDict else dict(info)
        self._loaded = loaded

    @property
    def _info(self) -> dict[str, Any]:
        """What the server told, to be taken apart: a copy, made when it is first asked for."""
        if self._edited is None:
            self._edited = dict(self._attributes)
        return self._edited

    @_info.setter
    def _info(self, info: dict[str, Any]) -> None:
        self._edited = info

    @property
    def _attributes(self) -> dict[str, Any]:
        """What the server told, to be read; it may be made for this one look."""
        told: Any = self._data
        if type(told) is tuple:
            told = SecretDict(zip(self._places, told, strict=True))
        attributes: dict[str, Any] = told
        return attributes

    def _known(self) -> dict[str, Any]:
        """Return what the server told, to be read, as a program left it that took it apart."""
        return self._attributes if self._edited is None else self._edited

    def _known_as(self, name: str, default: Any) -> Any:
        """Return what `_known` has under *name*."""
        if self._edited is None:
            return self._attribute(name, default)
        return self._edited.get(name, default)

    def _attribute(self, name: str, default: Any) -> Any:
        """Return what the server told as *name*, whatever a program has made of it."""
        told = self._data
        if type(told) is tuple:
            places = self._places
            return told[places[name]] if name in places else default
        return told.get(name, default)

    def __getattr__(self, name: str) -> Any:
        if name in _OWN:  # not set yet: the object is being made by pickle
            raise AttributeError(name)
        found = self._attribute(name, _NOTHING)
        if found is _NOTHING and not name.startswith("_"):
            self._load_once(name)
            found = self._attribute(name, _NOTHING)
        if found is not _NOTHING:
            return found
        known = ", ".join(sorted(self._attributes)) or "nothing"
        raise AttributeError(
            f"This {type(self).__name__} has no {name!r}. It has: {known}.", name=name, obj=self
        )

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._attributes})

    def __repr__(self) -> str:
        shown = mask_members({**self._attributes, **self._set_by_programs()})
        pairs = ", ".join(
            f"{key}={shown[key]}"
            for key in sorted(shown)
            if not key.startswith("_") and key != "manager"
        )
        return f"<{type(self).__name__} {pairs}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Resource):
            return NotImplemented
        return type(self) is type(other) and self._known() == other._known()

    def __hash__(self) -> int:
        try:
            return hash((type(self), self._attribute("id", None)))
        except TypeError:  # an id that is a list, or another odd thing
            return hash(type(self))

    def __getstate__(self) -> dict[str, Any]:
        told = {"_attributes": dict(self._attributes), "_loaded": self._loaded}
        edited = {} if self._edited is None else {"_info": dict(self._edited)}
        return {**self._set_by_programs(), **told, **edited}

    def __setstate__(self, state: dict[str, Any]) -> None:
        own = dict(state)
        self.manager = _Detached(type(self).__name__)
        self._data, self._loaded = own.pop("_attributes"), own.pop("_loaded")
        if "_info" in own:
            self._edited = own.pop("_info")
        vars(self).update(own)

    def __copy__(self) -> Self:
        return self._twin(self.__getstate__())

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self._twin(copy.deepcopy(self.__getstate__(), memo))

    @property
    def human_id(self) -> str | None:
        """The name as a word for a command line: lower case, hyphens; None by default."""
        name = getattr(self, self.NAME_ATTR, None) if self.HUMAN_ID else None
        return None if name is None else _slug(str(name))

    def is_loaded(self) -> bool:
        """Tell whether all that the server knows has been asked for."""
        return self._loaded

    def set_loaded(self, val: bool) -> None:
        """Say whether all that the server knows has been asked for."""
        self._loaded = val

    def get(self) -> None:
        """Ask the server for what is missing, where the manager can fetch one thing.

        Raises:
            ClientException: Whatever the manager's ``get`` raises.
        """
        # First, so that a failure is not tried again by the next attribute.
        self.set_loaded(True)
        if getattr(self.manager, "get", None) is None:
            return
        found = self._fetched()
        if isinstance(found, Response):
            found = found.data
        if found:
            self._add_details(found.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Return a copy of all that the server told; changing it changes nothing here."""
        return copy.deepcopy(dict(self._known()))

    def delete(self) -> Any:
        """Delete it on the server; what the manager's ``delete`` returns and raises.

        Raises:
            MethodNotImplemented: If the API has no way to.
        """
        try:
            delete = self.manager.delete
        except DetachedResource:
            raise
        except AttributeError as cause:
            kind = type(self).__name__
            raise MethodNotImplemented(f"The API has no way to delete this {kind}.") from cause
        return delete(self)

    def _add_details(self, info: Mapping[str, Any]) -> None:
        """Take in what is known besides; OpenStackClient calls it with an ``_info`` it edited."""
        self._info.update(info)
        if type(self._data) is tuple:
            self._data = self._attributes
        self._data.update(info)

    def _set_by_programs(self) -> dict[str, Any]:
        """Return the attributes that were set on it; `vars` would make a dictionary to stay."""
        state: Any = object.__getstate__(self)  # a pair: what `vars` has, if any, and the slots
        return {name: value for name, value in (state[0] or {}).items() if name not in _OWN}

    def _fetched(self) -> Any:
        """Return what the manager's ``get`` returns for it."""
        return self.manager.get(self.id)

    def _load_once(self, name: str) -> None:
        if self.is_loaded():
            return
        try:
            self.get()
        except InvalidId as cause:
            raise AttributeError(
                f"This {type(self).__name__} has no {name!r}, nor an id to ask the server by.",
                name=name,
                obj=self,
            ) from cause

    def _twin(self, state: dict[str, Any]) -> Self:
        twin = type(self).__new__(type(self))
        twin.__setstate__(state)
        twin.manager = self.manager
        return twin


class WireResource(Resource):
    """A resource whose ``repr`` shows the dictionary that came over the wire."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {mask_members(dict(self._known()))}>"


class _Detached:
    """Stands in for the manager of a resource that came out of a pickle."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_kind":
            raise AttributeError(name)
        raise DetachedResource(
            f"This {self._kind} came out of a pickle, with its data and without a connection. "
            f"Fetch it again by its id from a client's manager, then use {name!r}."
        )


def _slug(text: str) -> str:
    import unicodedata  # noqa: PLC0415 - needed by few

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
