"""What a ``profile`` stands for: a file of the user's, or a preset that comes with this package."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ksclient.auth._value import Value
from ksclient.config.errors import listed, nearest
from ksclient.config.layers import layer_of, mapping_of
from ksclient.config.places import Document, find
from ksclient.config.settings import ENVIRONMENT, Layer, Origin, Setting

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LOG = logging.getLogger(__name__)

_PUBLIC = "public-clouds"


class Profile(Value, unshown=("layer",)):
    """A provider.

    Attributes:
        name: What it is called in configurations.
        layer: What it says, as if it were written in each cloud.
        title: What it is called otherwise.
        needs_tenant_id: Whether it takes tenants by id only, and no login without one.
        tenant_hint: Where users find the id.
    """

    name: str
    layer: Layer
    title: str = ""
    needs_tenant_id: bool = False
    tenant_hint: str = ""


def preset_names() -> list[str]:
    """Return the names of the presets that come with this package."""
    files = [file.name for file in _folder().iterdir()]
    return sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))


def profile_of(layers: Iterable[Layer], environ: Mapping[str, str]) -> Profile | None:
    """Return the profile that the last of *layers* with one names; None for none.

    Raises:
        ConfigError: If there is none of that name, with the nearest; if a file of profiles
            cannot be read.
    """
    named = [layer.top["profile"] for layer in layers if "profile" in layer.top]
    if not named:
        return None
    setting = named[-1]
    name = str(setting.value)
    theirs, document = _theirs(environ)
    if name in theirs and document:
        origin = document.origin.within(_PUBLIC).within(name)
        return Profile(name, layer_of(mapping_of(Setting(theirs[name], origin)), origin))
    if name in preset_names():
        return _preset(name)
    known = [*theirs, *preset_names()]
    if setting.origin.file == ENVIRONMENT:
        # Other libraries read OS_PROFILE, too, as something else.
        LOG.warning("%s names no profile, and is ignored. There are: %s", setting.origin, known)
        return None
    raise setting.wrong(
        f"is {name!r}, and there is no such profile",
        nearest(name, known),
        f"Known: {listed(known)}.",
    )


def _theirs(environ: Mapping[str, str]) -> tuple[Mapping[str, Any], Document | None]:
    document = find("clouds-public", environ)
    if document is None or document.data.get(_PUBLIC) is None:
        return {}, document
    return mapping_of(Setting(document.data[_PUBLIC], document.origin.within(_PUBLIC))), document


@cache
def _preset(name: str) -> Profile:
    import tomllib  # noqa: PLC0415 - who has no profile needs no TOML

    said = tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))
    return Profile(
        name,
        title=said.pop("title"),
        needs_tenant_id=said.pop("tenant", None) == "id",
        tenant_hint=said.pop("tenant_hint", ""),
        layer=layer_of(said, Origin(f"the preset {name!r}", "")),
    )


def _folder() -> Traversable:
    from importlib import resources  # noqa: PLC0415 - who has no profile does without

    return resources.files(__package__) / "presets"
