"""Turn Python values into JSON, those that OpenStack APIs know included."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any


class _Encoder(json.JSONEncoder):
    """Writes times in ISO 8601, and UUIDs and IP addresses as their text."""

    def default(self, o: object) -> Any:
        if isinstance(o, datetime):
            return o.isoformat()
        if _is_a(o, "uuid", "UUID") or _is_a(o, "netaddr", "IPAddress"):
            return str(o)
        return super().default(o)


def _is_a(value: object, module: str, name: str) -> bool:
    """Tell whether *value* is of a class; nobody has one without having loaded its *module*."""
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(value, getattr(loaded, name, ()))


encode = _Encoder().encode
"""Return a value as JSON text; TypeError if it holds something that has no such form."""
