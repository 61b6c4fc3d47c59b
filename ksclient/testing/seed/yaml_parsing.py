"""The parser of seeds in YAML. Importing this needs PyYAML."""

from __future__ import annotations

import re
from typing import Any

import yaml

from ksclient.testing.seed.parsing import Unreadable

_WHAT_CONSTRUCTING_RAISES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""By PyYAML, for scalars such as dates that look like one and are none."""


def parse_yaml(text: str) -> Any:
    """Return what a text in YAML says.

    Raises:
        Unreadable: If it is none, or a key is there twice.
    """
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - it is a safe one
    except yaml.MarkedYAMLError as error:
        problem = _without_quotes(error.problem or "it cannot be understood")
        mark = error.problem_mark
        line = f", in line {mark.line + 1}" if mark else ""
        raise Unreadable(f"is no YAML{line}: {problem}") from None
    except RecursionError:
        raise Unreadable("is nested too deep") from None
    except (yaml.YAMLError, *_WHAT_CONSTRUCTING_RAISES):
        raise Unreadable("is no YAML: something in it needs quotes") from None


class _Loader(yaml.SafeLoader):
    """Makes plain values only, and refuses keys that are there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if (key.tag, key.value) in seen:
                    raise yaml.constructor.ConstructorError(
                        problem="a key is there twice", problem_mark=key.start_mark
                    )
                seen.add((key.tag, key.value))
        return super().construct_mapping(node, deep=deep)


def _without_quotes(problem: str) -> str:
    # It may quote the file, and in this a password.
    return re.sub(r"(['\"]).*\1", "...", problem)
