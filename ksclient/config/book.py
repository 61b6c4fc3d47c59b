"""The clouds that files tell of: ``clouds.yaml``, and its secrets in ``secure.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.auth._value import Value
from ksclient.config import environment
from ksclient.config.errors import ConfigError, did_you_mean, listed, nearest
from ksclient.config.layers import layer_of, mapping_of
from ksclient.config.places import Document, directories, find, warn_of_readers
from ksclient.config.settings import Layer, Origin, Setting

_CLOUDS = "clouds"
_SECTIONS = (_CLOUDS, "cache")


class Book(Value):
    """All that files say.

    Attributes:
        documents: The files that there are: the one of clouds, the one of secrets.
        searched: Where files were looked for, in words.
    """

    documents: tuple[Document, ...] = ()
    searched: str = ""

    def names(self) -> list[str]:
        """Return the names of the clouds, in the order of the files.

        Raises:
            ConfigError: If a file has no such list.
        """
        return list(dict.fromkeys(name for each in self.documents for name in _clouds_of(each)))

    def layers(self, name: str) -> list[Layer]:
        """Return what each file says of the cloud of that *name*.

        Raises:
            ConfigError: If there is no such cloud, with the nearest; if it is no mapping.
        """
        known = self.names()
        if name not in known:
            raise self._unknown(name, known)
        found = []
        for document in self.documents:
            said = _clouds_of(document).get(name)
            if said is not None:
                origin = document.origin.within(_CLOUDS).within(name)
                found.append(layer_of(mapping_of(Setting(said, origin)), origin))
        return found

    def cache(self) -> Layer:
        """Return what the files say of the cache for all clouds."""
        found: dict[str, Setting] = {}
        for document in self.documents:
            if (said := document.data.get("cache")) is not None:
                found["cache"] = Setting(said, document.origin.within("cache"))
        return Layer(top=found)

    def source(self, name: str) -> Origin:
        """Return where the cloud of that *name* stands."""
        for document in self.documents:
            if name in _clouds_of(document):
                return document.origin.within(_CLOUDS).within(name)
        raise self._unknown(name, self.names())

    @property
    def file(self) -> str | None:
        """The file of clouds; None if there is none."""
        return str(self.documents[0].path) if self.documents else None

    def _unknown(self, name: str, known: list[str]) -> ConfigError:
        near = nearest(name, known)
        if self.file is None:
            message = f"There is no cloud {name!r}: {self.searched}."
        else:
            message = (
                f"{self.file}: there is no cloud {name!r}{did_you_mean(near)} "
                f"There are: {listed(known)}."
            )
        return ConfigError(message, file=self.file, key=f"{_CLOUDS}.{name}", nearest=near)


def opened(environ: Mapping[str, str]) -> Book:
    """Return what the files say that this environment and this directory lead to.

    Raises:
        ConfigError: If one of them cannot be read.
    """
    clouds = find("clouds", environ, environment.CONFIG_FILE)
    secure = find("secure", environ, environment.SECURE_FILE)
    if secure:
        warn_of_readers(secure)
    places = listed(str(each) for each in directories(environ))
    return Book(
        tuple(each for each in (clouds, secure) if each),
        f"there is no clouds.yaml, clouds.yml or clouds.json in {places}",
    )


def _clouds_of(document: Document) -> Mapping[str, Any]:
    if (said := document.data.get(_CLOUDS)) is not None:
        return mapping_of(Setting(said, document.origin.within(_CLOUDS)))
    if _CLOUDS not in document.data:
        for name in document.data:
            near = nearest(name, _SECTIONS, cutoff=0.8)
            if near and name not in _SECTIONS:
                raise document.origin.within(name).wrong("means nothing here", near)
    return {}
