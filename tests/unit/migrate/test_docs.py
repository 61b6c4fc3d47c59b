"""The page about migrating says what the command does."""

import re
from pathlib import Path

import pytest

from ksclient.migrate import mapping, rewrite

PAGE = (Path(__file__).parents[3] / "docs" / "migrating.md").read_text()
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
LINES, RULES = (
    ROW.findall(part) for part in PAGE.partition("\n## ")[0].split("| name | becomes |")
)
MISSING = PAGE.partition("\n## What is not there\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(("before", "after"), LINES)
def test_an_import_becomes_what_the_table_says(before, after):
    assert rewrite(f"{before}\n").text == f"{after}\n"


def test_the_table_has_all_rules():
    assert dict(RULES) == mapping.RULES
    assert len(RULES) == len(mapping.RULES)


@pytest.mark.parametrize("name", re.findall(r"`(keystone\w+\.[\w.]+)`", MISSING))
def test_what_the_page_says_is_not_there_is_left(name):
    if name in {"keystoneclient.auth", "keystoneclient.session.request"}:
        return  # the first is there in part, the second is looked at below
    module, _, last = name.rpartition(".")

    assert rewrite(f"from {module} import {last}\n").left


def test_a_function_that_is_not_there_is_left():
    assert rewrite("from keystoneclient.session import request\n").left


@pytest.mark.parametrize("rule", mapping.RULES)
def test_every_rule_leads_to_a_module(rule):
    assert mapping.is_module(mapping.RULES[rule])
