"""Check bodies against schemas, and say what is wrong with them as Keystone does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


def validate(instance: Any, schema: Schema) -> None:
    """See that *instance* is what a *schema* asks for.

    Raises:
        Refusal: 400, in the words of the library that Keystone uses.
    """
    raise NotImplementedError
