"""The table of servers and providers says what their profiles do."""

from __future__ import annotations

import pytest

from ksclient.config import preset_names
from ksclient.testing import profile
from tests.unit.docs.pages import DOCS

PAGE = DOCS.joinpath("providers.md").read_text()
ROWS = [
    [cell.strip() for cell in line[1:-1].split("|")]
    for line in PAGE.partition("\n## At a glance\n")[2].partition("\n## ")[0].splitlines()
    if line.startswith("|")
]
GLANCE = {row[0]: row[1:] for row in ROWS}
COLUMNS = [cell.strip("`") for cell in GLANCE["profile of the test cloud"]]


def told(what: str, name: str) -> str:
    """Return what the table says of a profile."""
    return GLANCE[what][COLUMNS.index(name)]


def test_all_profiles_and_presets_have_a_column():
    assert sorted(COLUMNS) == profile.names()
    shown = {cell.strip("`") for cell in GLANCE["preset of `clouds.yaml`"]} - {""}
    assert shown == set(preset_names())


@pytest.mark.parametrize("name", COLUMNS)
class TestAColumn:
    def test_says_how_long_a_token_lives(self, name: str):
        hours = told("a token lives", name).removesuffix(", unless set").removesuffix(" h")
        assert float(hours) == profile.named(name).token_hours

    def test_says_which_tenant_counts(self, name: str):
        made = profile.named(name)
        wins = "the id wins" if made.tenant_id_wins else "the name wins"
        said = told("the tenant, where both id and name are sent", name)
        if said != "?":
            expected = wins if made.takes_both_tenants else "400"
            assert said == ("by id only" if name == "nhn" else expected)

    def test_says_what_v2_is_called(self, name: str):
        (v2,) = [each for each in profile.named(name).versions if each["id"] == "v2.0"]
        assert told("v2.0 is called", name) in {"?", f"`{v2['status']}`"}

    def test_says_whether_there_is_v3(self, name: str):
        has_v3 = any(each["id"].startswith("v3") for each in profile.named(name).versions)
        assert (told("v3 beside it", name) == "yes") == has_v3

    def test_says_what_a_catalog_has(self, name: str):
        has_all = len(profile.named(name).catalog_interfaces) == 3
        said = told("interfaces in the catalog", name)
        assert said == "?" or (said == "all") == has_all

    def test_says_how_times_end(self, name: str):
        said = told("`expires` ends with", name)
        if name == "rackspace":
            assert said.startswith("milliseconds")
        elif said != "?":
            has_fraction = profile.named(name).expires_with_fraction
            assert said == ("`.000000Z`" if has_fraction else "`Z`")
