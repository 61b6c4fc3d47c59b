"""What help() and the documentation's site show."""

import re
from pathlib import Path

import ksclient

FILES = sorted(Path(ksclient.__file__).parent.rglob("*.py"))


def test_no_docstring_has_roles_which_are_shown_raw():
    role = re.compile(r":(meth|class|attr|func|mod|exc|data|ref):`")
    assert [file.name for file in FILES if role.search(file.read_text())] == []
