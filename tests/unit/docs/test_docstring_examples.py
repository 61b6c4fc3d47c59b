"""The Python in docstrings, which the reference shows, runs on a test cloud."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ksclient
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud, faults
from ksclient.token.cache import TokenCache
from ksclient.v2_0.client import Client

FOLDER = Path(ksclient.__file__).parent
EXAMPLE = re.compile(r"^( *)\.\. code-block:: python\n\n((?:\1 +[^\n]*\n|\n)+)", re.MULTILINE)


def examples() -> Iterator[tuple[str, str]]:
    """Give the Python of each docstring that has any, with its place."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = inspect.cleandoc(ast.get_docstring(node) or "") + "\n"
                found = [textwrap.dedent(each[2]) for each in EXAMPLE.finditer(text)]
                if found:
                    place = path.relative_to(FOLDER).as_posix()
                    yield f"{place}:{getattr(node, 'name', '')}", "\n".join(found)


EXAMPLES = dict(examples())


def test_examples_are_found():
    assert "v2_0/client.py:Client" in EXAMPLES


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # who reads a docstring closes no sessions
@pytest.mark.parametrize("place", EXAMPLES)
def test_an_example_runs(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(name, str(tmp_path))
    with Cloud(seed={"tenants": ["demo"]}) as cloud:
        login = {"auth_url": cloud.auth_url, "username": "admin", "project_name": "admin"}
        prod = {"auth": {**login, "password": cloud.admin_password}}
        tmp_path.joinpath("clouds.json").write_text(json.dumps({"clouds": {"prod": prod}}))
        auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password, tenant_name="admin")
        names: dict[str, Any] = {
            **{name: value for name, value in vars(faults).items() if name[0].isupper()},
            "Client": Client,
            "Cloud": Cloud,
            "Session": Session,
            "TokenCache": TokenCache,
            "admin_token": cloud.admin_token,
            "auth_url": cloud.auth_url,
            "cloud": cloud,
            "json": json,
            "keystone": Client(session=Session(auth=auth)),
            "ksclient": ksclient,
            "password": cloud.admin_password,
            "pytest": pytest,
            "v2": v2,
        }
        exec(compile(EXAMPLES[place], place, "exec"), names)
