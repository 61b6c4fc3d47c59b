"""What help() and the documentation's site show."""

import inspect
import re
from pathlib import Path

import pytest

import ksclient
from ksclient.base import WireResource
from ksclient.v2_0 import client

assert client.Client  # which loads all resources

FILES = sorted(Path(ksclient.__file__).parent.rglob("*.py"))


def test_no_docstring_has_roles_which_are_shown_raw():
    role = re.compile(r":(meth|class|attr|func|mod|exc|data|ref):`")
    assert [file.name for file in FILES if role.search(file.read_text())] == []


@pytest.mark.parametrize("kind", WireResource.__subclasses__(), ids=lambda kind: kind.__name__)
def test_the_docstring_of_a_resource_lists_its_attributes_which_help_cuts_off(kind):
    if not kind.__module__.startswith("ksclient."):
        return
    text = inspect.cleandoc(kind.__doc__)
    listed = re.findall(r"^ {4}(\w+): ", text.partition("Attributes:")[2], re.MULTILINE)
    assert sorted(listed) == sorted(set(kind.__annotations__) - {"manager"})
