"""Read a seed from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ksclient.auth._redact import secret
from ksclient.testing.errors import LibraryMissing
from ksclient.testing.seed.parsing import Unreadable, parse_json
from ksclient.testing.seed.places import SeedError


def read(path: str | Path) -> dict[str, Any]:
    """Return the seed in a file: JSON if its name ends with ``.json``, else YAML.

    Raises:
        SeedError: If it cannot be read, or is neither.
        LibraryMissing: If it is YAML, and PyYAML is not installed.
    """
    try:
        path = Path(path)
    except TypeError as cause:
        raise SeedError("the seed", f"must be a mapping, or the path of a file: {cause}") from cause
    parse = parse_json if path.suffix.lower() == ".json" else _yaml_parser()
    text = _text(path)
    try:
        document = parse(text)
    except Unreadable as error:
        problem = str(error)
    else:
        if document is None:
            return {}
        if isinstance(document, dict):
            return document
        problem = "must be a mapping"
        del document  # tracebacks with locals would show it
    # Not from the cause, whose traceback has the text.
    raise SeedError(str(path), problem)


def _yaml_parser() -> Callable[[str], Any]:
    try:
        from ksclient.testing.seed.yaml_parsing import parse_yaml  # noqa: PLC0415 - an extra
    except ImportError as cause:
        raise LibraryMissing(
            "A seed in YAML needs PyYAML: pip install 'ksclient[testing]'; or write it in JSON.",
            name=cause.name,
        ) from cause
    return parse_yaml


def _text(path: Path) -> str:
    try:
        return secret(path.read_text(encoding="utf-8-sig"))
    except OSError as cause:
        raise SeedError(str(path), f"cannot be read: {cause.strerror}") from cause
    except UnicodeDecodeError:
        problem = "is not UTF-8"
    raise SeedError(str(path), problem)
