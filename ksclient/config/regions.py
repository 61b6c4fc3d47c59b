"""Which region is meant, and what a cloud says of it."""

from __future__ import annotations

from collections.abc import Iterable

from ksclient.auth._value import Value
from ksclient.config import values
from ksclient.config.errors import listed, nearest
from ksclient.config.layers import layer_of, mapping_of
from ksclient.config.settings import Layer, Origin, Setting


class Region(Value, unshown=("layer",)):
    """A region, and what is said of the cloud for it alone."""

    name: str
    layer: Layer = Layer()


def chosen(said: Layer) -> tuple[str | None, Layer]:
    """Return the name of the region that is meant, and what is said for it alone.

    It is the one that is named, else the first that the cloud has.

    Args:
        said: What is said of the cloud.

    Raises:
        ConfigError: If the cloud has other regions, with the nearest; if they cannot be read.
    """
    setting = said.top.get("region_name")
    known = [*_known(said)]
    if setting is None:
        first = known[0] if known else None
        return (first.name, first.layer) if first else (None, Layer())
    # Once, it was a list with commas; the first is meant.
    name = str(values.text(setting)).partition(",")[0].strip()
    if not known:
        return name, Layer()
    for region in known:
        if region.name == name:
            return name, region.layer
    names = [region.name for region in known]
    raise setting.wrong(
        f"is {name!r}, and the cloud has no such region",
        nearest(name, names),
        f"It has: {listed(names)}. If it has others since, list them as 'regions'.",
    )


def _known(base: Layer) -> Iterable[Region]:
    setting = base.top.get("regions")
    if setting is None:
        return
    for index, said in enumerate(values.names(setting)):
        origin = Origin(setting.origin.file, f"{setting.origin.key}[{index}]")
        yield _region(Setting(said, origin))


def _region(setting: Setting) -> Region:
    if isinstance(setting.value, str):
        return Region(str(setting.value))
    said = mapping_of(setting)
    for name in said:
        if name not in {"name", "values"}:
            raise setting.origin.within(name).wrong(
                "means nothing here", nearest(name, ("name", "values"))
            )
    if not said.get("name"):
        raise setting.wrong("must have a 'name'")
    name = str(values.text(Setting(said["name"], setting.origin.within("name"))))
    if said.get("values") is None:
        return Region(name)
    origin = setting.origin.within("values")
    return Region(name, layer_of(mapping_of(Setting(said["values"], origin)), origin))
