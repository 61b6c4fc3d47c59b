"""What a plugin that overrides nothing answers: the same as keystoneauth1's."""

from __future__ import annotations

import inspect

import keystoneauth1.plugin
import pytest

from ksclient.auth.plugin import BaseAuthPlugin, FixedEndpointPlugin

NOTHING_TO_SAY = [
    ("get_token", (None,)),
    ("get_headers", (None,)),
    ("get_auth_ref", (None,)),
    ("get_endpoint", (None,)),
    ("get_endpoint_data", (None,)),
    ("get_api_major_version", (None,)),
    ("get_user_id", (None,)),
    ("get_project_id", (None,)),
    ("get_sp_auth_url", (None, "sp")),
    ("get_sp_url", (None, "sp")),
    ("get_cache_id", ()),
    ("get_unscoped_cache_id", ()),
    ("explain_rejection", ()),
]
NOT_SUPPORTED = [
    ("get_all_version_data", (None,)),
    ("get_auth_state", ()),
    ("set_auth_state", ("{}",)),
    ("get_unscoped_auth_state", ()),
    ("set_unscoped_auth_state", ("{}",)),
]


@pytest.mark.parametrize(("method", "arguments"), NOTHING_TO_SAY)
def test_a_plain_plugin_knows_nothing(method: str, arguments: tuple) -> None:
    assert getattr(BaseAuthPlugin(), method)(*arguments) is None


@pytest.mark.parametrize(("method", "arguments"), NOT_SUPPORTED)
def test_a_plain_plugin_says_what_it_does_not_support(method: str, arguments: tuple) -> None:
    with pytest.raises(NotImplementedError):
        getattr(BaseAuthPlugin(), method)(*arguments)


def test_a_plain_plugin_has_nothing_to_invalidate_and_no_demands_on_connections() -> None:
    plugin = BaseAuthPlugin()

    assert (plugin.invalidate(), plugin.get_connection_params(None)) == (False, {})


@pytest.mark.parametrize("name", ["BaseAuthPlugin", "FixedEndpointPlugin"])
def test_the_contract_has_keystoneauth1s_methods_with_their_parameters(name: str) -> None:
    theirs = getattr(keystoneauth1.plugin, name)
    ours = {"BaseAuthPlugin": BaseAuthPlugin, "FixedEndpointPlugin": FixedEndpointPlugin}[name]

    for method, function in inspect.getmembers(theirs, inspect.isfunction):
        expected = inspect.signature(function).parameters.values()
        found = inspect.signature(getattr(ours, method)).parameters.values()
        assert [(p.name, p.kind, p.default) for p in found] == [
            (p.name, p.kind, p.default) for p in expected
        ], method


def test_a_token_becomes_a_header() -> None:
    class Plugin(BaseAuthPlugin):
        def get_token(self, session):
            return "t"

    assert Plugin().get_headers(None) == {"X-Auth-Token": "t"}


def test_the_override_decides_the_endpoint_data_and_the_version() -> None:
    plugin = BaseAuthPlugin()
    url = "http://compute.example/v2.1"

    data = plugin.get_endpoint_data(None, endpoint_override=url, discover_versions=False)

    assert data is not None
    assert data.url == url
    assert plugin.get_api_major_version(None, endpoint_override=url) == (2, 1)


def test_a_fixed_endpoint_is_the_answer_to_every_question() -> None:
    plugin = FixedEndpointPlugin("http://one.example/v2.0")

    assert plugin.get_endpoint(None, service_type="compute") == "http://one.example/v2.0"
    assert plugin.get_api_major_version(None) == (2, 0)


def test_an_override_goes_before_the_fixed_endpoint() -> None:
    plugin = FixedEndpointPlugin("http://one.example/v2.0")
    other = "http://other.example/v3"

    assert plugin.get_endpoint(None, endpoint_override=other) == other
    assert plugin.get_api_major_version(None, endpoint_override=other) == (3, 0)
