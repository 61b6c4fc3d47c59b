"""How texts become booleans, numbers, paths and words."""

import math

import pytest

from ksclient.config import ConfigError, values
from ksclient.config.settings import Origin, Setting

JUNK = ["junk", [], {}, object(), 1.5, -1, math.nan, "2", "\x00", "True or False"]


def setting(value):
    return Setting(value, Origin("clouds.yaml", "clouds.one.key"))


@pytest.mark.parametrize("value", [True, 1, "1", "true", "True", "yes", "on", " YES "])
def test_these_are_true(value):
    assert values.boolean(setting(value)) is True


@pytest.mark.parametrize("value", [False, 0, "0", "false", "False", "no", "off", "n"])
def test_these_are_false(value):
    assert values.boolean(setting(value)) is False


@pytest.mark.parametrize("value", JUNK)
def test_all_else_is_no_boolean(value):
    with pytest.raises(ConfigError, match=r"clouds\.yaml: clouds\.one\.key is .*true or false"):
        values.boolean(setting(value))


def test_a_misspelt_boolean_is_told():
    with pytest.raises(ConfigError) as caught:
        values.boolean(setting("flase"))
    assert caught.value.nearest == "false"


@pytest.mark.parametrize(("value", "seconds"), [("30", 30), (1.5, 1.5), ("0", 0), ("1e1", 10)])
def test_these_are_seconds(value, seconds):
    assert values.seconds(setting(value)) == seconds


@pytest.mark.parametrize("value", ["x", "-1", -1, "nan", "inf", True, [], {}, 10**400])
def test_all_else_is_no_time(value):
    with pytest.raises(ConfigError, match="must be a number of seconds"):
        values.seconds(setting(value))


def test_a_path_is_expanded(tmp_path, monkeypatch):
    tmp_path.joinpath("ca.pem").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert values.path(setting("~/ca.pem")) == str(tmp_path / "ca.pem")


@pytest.mark.parametrize("value", ["/nope/ca.pem", "~nobody-here/x", "a\x00b", "x" * 5000])
def test_a_path_of_nothing_is_refused(value):
    with pytest.raises(ConfigError, match="there is no such file"):
        values.path(setting(value))


@pytest.mark.parametrize(("value", "verify"), [("no", False), ("1", True), (True, True)])
def test_verification_is_a_boolean(value, verify):
    assert values.verification(setting(value)) is verify


def test_verification_is_a_file(tmp_path):
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    assert values.verification(setting(str(bundle))) == str(bundle)


@pytest.mark.parametrize("value", ["public", "publicURL", "PUBLIC"])
def test_an_interface_has_two_spellings(value):
    assert values.interface(setting(value)) == "public"


def test_a_misspelt_interface_is_told():
    with pytest.raises(ConfigError, match="did you mean 'internal'") as caught:
        values.interface(setting("internl"))
    assert caught.value.nearest == "internal"


@pytest.mark.parametrize("value", [2, 2.0, "2", "2.0", "v2.0"])
def test_version_2_is_spoken(value):
    assert values.identity_version(setting(value)) == 2


@pytest.mark.parametrize("value", [3, "3", "3.14", "v3"])
def test_version_3_is_not_spoken(value):
    with pytest.raises(ConfigError, match=r"ksclient speaks Identity v2\.0, and no v3"):
        values.identity_version(setting(value))


@pytest.mark.parametrize("value", ["4", "x", [], {}])
def test_other_versions_are_none(value):
    with pytest.raises(ConfigError, match="no version that there is"):
        values.identity_version(setting(value))


@pytest.mark.parametrize("value", [1, True, [], {"a": "b"}, (), 1.5, None, object()])
def test_what_is_no_text_is_named_by_its_kind(value):
    with pytest.raises(ConfigError, match="must be a text, not"):
        values.text(setting(value))


def test_a_long_value_is_shown_in_part():
    with pytest.raises(ConfigError) as caught:
        values.interface(setting("x" * 1000))
    assert len(str(caught.value)) < 250
