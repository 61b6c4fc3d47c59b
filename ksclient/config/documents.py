"""Read YAML and JSON as configurations are written: all scalars are texts.

``password: 0123`` and ``tenant_id: 12e4567`` are meant as they are written, and ``verify: no`` is
read as a boolean by who needs one. What went wrong is told by its line, never by its text: there
may be a password in it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from ksclient.auth._redact import secret
from ksclient.config.errors import ConfigError
from ksclient.config.settings import Origin

SUFFIXES = (".yaml", ".yml", ".json")

_MOST_BYTES = 1 << 20
_QUOTED = re.compile("""'(.*?)'|"(.*?)\"""", re.DOTALL)
_TOKEN = re.compile("<[a-z ]+>")
"""How PyYAML tells what there was, if not by its text."""

_INSTALL = (
    "is YAML, and the library PyYAML is not installed. Try: pip install 'ksclient[config]'; or "
    "write JSON, or set OS_* variables"
)


class _Unreadable(Exception):
    """Says what is wrong with a text, in words that are no secret."""


def read(path: Path) -> dict[str, Any]:
    """Return what is in the file; an empty one says nothing.

    Raises:
        OSError: If it cannot be opened.
        ConfigError: If it is too large, no YAML or JSON, or not made of keys and values; or if
            it is YAML, and PyYAML is not installed.
    """
    with path.open("rb") as file:
        content = secret(file.read(_MOST_BYTES + 1))
    origin = Origin(str(path), "")
    if len(content) > _MOST_BYTES:
        raise origin.wrong(f"is larger than {_MOST_BYTES} bytes: no configuration is")
    if path.suffix == ".json":
        parse = _json
    else:
        _demand_yaml(origin)
        parse = _yaml
    problem = None
    try:
        data = parse(content)
    except _Unreadable as told:
        problem = str(told)
    # Not within the handler: the errors of parsers have the text in them.
    if problem:
        raise origin.wrong(problem)
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise origin.wrong("must be made of keys and values, and begin with 'clouds:'")
    return data


def _text(content: bytes) -> str:
    try:
        return secret(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _Unreadable(f"is not UTF-8, at byte {error.start}") from None


def _json(content: bytes) -> Any:
    text = _text(content)
    if not text.strip():
        return None
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=str
        )
    except json.JSONDecodeError as error:
        problem = f"is no JSON: line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        problem = "is nested too deeply"
    raise _Unreadable(problem)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Unreadable(f"has the key {name!r} twice in one place")
        found[name] = _leaf(value)
    return found


def _leaf(value: Any) -> Any:
    """Hide a text: who knows its key knows whether it may be shown."""
    return secret(value) if isinstance(value, str) else value


def _demand_yaml(origin: Origin) -> None:
    try:
        import yaml  # noqa: F401, PLC0415 - who has no YAML needs no PyYAML
    except ModuleNotFoundError as cause:
        if cause.name != "yaml":
            raise
        raise ConfigError(f"{origin} {_INSTALL}.", file=origin.file) from cause


def _yaml(content: bytes) -> Any:
    import yaml  # noqa: PLC0415 - as above

    text = _text(content)
    try:
        return yaml.load(str(text), _yaml_loader())  # noqa: S506 - one that makes texts only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        problem = f"is no YAML: {place}{_without_quotes(error.problem or error.context or '')}"
    except yaml.YAMLError as error:
        problem = f"is no YAML: {_without_quotes(getattr(error, 'reason', None) or 'unreadable')}"
    except RecursionError:
        problem = "is nested too deeply"
    raise _Unreadable(problem)


def _without_quotes(problem: str) -> str:
    """Return *problem* without what it quotes from the text, other than single characters."""

    def shown(match: re.Match[str]) -> str:
        quoted = match[1] or match[2] or ""
        is_harmless = len(quoted) < 2 or _TOKEN.fullmatch(quoted)
        return match[0] if is_harmless else "(a text: put it in quotes)"

    return _QUOTED.sub(shown, problem)


@cache
def _yaml_loader() -> Any:
    """Return a loader of mappings, sequences, texts and null, and of nothing else."""
    import yaml  # noqa: PLC0415 - as above

    resolvers = {
        first: [each for each in known if each[0].endswith((":null", ":merge"))]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    constructors = {
        tag: constructor
        for tag, constructor in yaml.SafeLoader.yaml_constructors.items()
        if tag is None or tag.endswith((":null", ":str", ":seq", ":map"))
    }

    # Not the loader in C: a text that is nested too deeply ends the process there.
    class Loader(yaml.SafeLoader):
        """Makes texts of all scalars but null, and takes no key twice."""

        yaml_implicit_resolvers = resolvers
        yaml_constructors = constructors

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen = set()
            for name, _ in getattr(node, "value", ()):
                word = getattr(name, "value", None)
                if not isinstance(word, str) or not name.tag.endswith((":str", ":merge")):
                    raise yaml.constructor.ConstructorError(
                        None, None, "a key must be a text", name.start_mark
                    )
                if word in seen and word != "<<":
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {word} stands there twice", name.start_mark
                    )
                seen.add(word)
            found = super().construct_mapping(node, deep=deep)
            return {name: _leaf(value) for name, value in found.items()}

    return Loader
