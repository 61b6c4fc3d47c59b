"""Adapters from configuration files."""

from __future__ import annotations

import importlib

import pytest
from oslo_config import cfg

from ksclient.auth import loading
from ksclient.auth.loading.adapter import process_conf_options
from ksclient.auth.session import Session


def from_conf(overrides, group="cloud", *, include_deprecated=True, **options):
    conf = cfg.ConfigOpts()
    loading.register_adapter_conf_options(conf, group, include_deprecated)
    for name, value in overrides.items():
        conf.set_override(name, value, group="cloud")
    return loading.load_adapter_from_conf_options(conf, group, session=Session(), **options)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service_type", "identity"),
        ("service_name", "keystone"),
        ("region_name", "north"),
        ("endpoint_override", "http://server/"),
        ("version", "2.0"),
        ("min_version", "2.0"),
        ("max_version", "3.0"),
        ("connect_retries", 3),
        ("connect_retry_delay", 0.5),
        ("status_code_retries", 4),
        ("status_code_retry_delay", 1.5),
        ("retriable_status_codes", [503, 504]),
        ("interface", "internal"),
    ],
)
def test_a_section_describes_the_adapter(name, value):
    assert getattr(from_conf({name: value}), name) == value


def test_interfaces_are_in_order_of_preference():
    adapter = from_conf({"valid_interfaces": ["internal", "public"]})

    assert adapter.interface == ["internal", "public"]


def test_an_interface_that_is_none_is_refused():
    with pytest.raises(TypeError, match="'privat' in valid_interfaces is none of public, internal"):
        from_conf({"valid_interfaces": ["public", "privat"]})


def test_interfaces_are_asked_for_in_one_way():
    with pytest.raises(TypeError, match="mutually exclusive"):
        from_conf({"valid_interfaces": ["public"], "interface": "internal"})


@pytest.mark.parametrize("limit", ["min_version", "max_version"])
def test_a_version_goes_with_no_limit(limit):
    with pytest.raises(TypeError, match="mutually exclusive"):
        from_conf({"version": "2.0", limit: "2.0"})


def test_what_is_handed_in_wins():
    assert from_conf({"region_name": "north"}, region_name="south").region_name == "south"


def test_a_section_may_be_given_as_an_object():
    assert from_conf({"region_name": "north"}, cfg.OptGroup("cloud")).region_name == "north"


def test_the_old_option_may_be_left_out():
    names = {option.name for option in loading.get_adapter_conf_options(include_deprecated=False)}

    assert "interface" not in names
    assert from_conf({}, include_deprecated=False).interface is None


@pytest.mark.parametrize("spelling", ["endpoint-override", "endpoint_override"])
def test_options_may_replace_older_ones(spelling):
    old = cfg.DeprecatedOpt("api_endpoint", group="old")

    options = loading.get_adapter_conf_options(deprecated_opts={spelling: [old]})

    assert [each.name for each in options if old in each.deprecated_opts] == ["endpoint-override"]


@pytest.mark.parametrize("library", ["ksclient.auth", "keystoneauth1"])
def test_keywords_are_filled_in_from_a_section(library):
    conf = cfg.ConfigOpts()
    loading.register_adapter_conf_options(conf, "cloud")
    for name, value in {"region_name": "theirs", "version": "2", "interface": "public"}.items():
        conf.set_override(name, value, group="cloud")
    kwargs = {"region_name": "mine", "service_type": None}

    adapter = importlib.import_module(f"{library}.loading.adapter")
    adapter.process_conf_options(conf["cloud"], kwargs)

    said = {name: value for name, value in kwargs.items() if value is not None}
    assert said == {"region_name": "mine", "version": "2", "interface": "public"}
    assert {"connect_retries", "retriable_status_codes", "service_type"} <= set(kwargs)


def test_contradictions_in_a_section_are_told_where_keywords_are_filled_in():
    conf = cfg.ConfigOpts()
    loading.register_adapter_conf_options(conf, "cloud")
    conf.set_override("version", "2", group="cloud")

    with pytest.raises(TypeError, match="mutually exclusive"):
        process_conf_options(conf["cloud"], {"min_version": "1"})
