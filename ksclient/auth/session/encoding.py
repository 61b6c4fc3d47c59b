"""Turn Python values into JSON, those that OpenStack APIs know included."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any
from uuid import UUID


class _Encoder(json.JSONEncoder):
    """Writes times in ISO 8601, and UUIDs and IP addresses as their text."""

    def default(self, o: object) -> Any:
        if isinstance(o, datetime):
            return o.isoformat()
        if isinstance(o, UUID) or _is_ip_address(o):
            return str(o)
        return super().default(o)


def _is_ip_address(value: object) -> bool:
    """Tell whether *value* is a netaddr address; nobody has one without having loaded netaddr."""
    netaddr = sys.modules.get("netaddr")
    return netaddr is not None and isinstance(value, netaddr.IPAddress)


encode = _Encoder().encode
"""Return a value as JSON text; TypeError if it holds something that has no such form."""
