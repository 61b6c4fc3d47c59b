"""Fill the caller's ids into a URL that the caller gave."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_FIELD = re.compile(r"%\((?P<name>[^)]*)\)s|%%")


def fill(url: str, values: Mapping[str, Callable[[], str | None]]) -> str:
    """Return *url* with its ``%(name)s`` replaced; other percent signs stay.

    Args:
        url: Such as ``https://swift.example/v1/AUTH_%(project_id)s``.
        values: What gives each value; called only for what *url* names.

    Raises:
        AttributeError: If *url* asks for a name that *values* lacks.
        ValueError: If the auth plugin does not know the value.
    """

    def value_of(found: re.Match[str]) -> str:
        name = found["name"]
        if name is None:
            return "%"
        if name not in values:
            raise AttributeError(f"{name}: endpoint_override knows {', '.join(sorted(values))}")
        value = values[name]()
        if not value:
            raise ValueError(
                f"This type of authentication does not provide a {name} that can be substituted"
            )
        return value

    return _FIELD.sub(value_of, url)
