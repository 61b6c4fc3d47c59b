"""Where a service is: in the catalog, at the auth URL, or where the caller says."""

from __future__ import annotations

import inspect

import keystoneauth1.access
import keystoneauth1.identity
import keystoneauth1.plugin
import pytest

from ksclient.auth import exceptions, fixture
from ksclient.auth.identity import BaseIdentityPlugin, v2
from ksclient.auth.plugin import AUTH_INTERFACE

URL = "http://keystone.example:5000/v2.0"
NOVA = "http://nova.example"


@pytest.fixture
def auth() -> v2.Password:
    return v2.Password(URL, "me", "pw", tenant_id="t")


@pytest.fixture
def cloud(keystone):
    """Return a server whose catalog has compute (unversioned) and volumes (v2)."""
    token = fixture.V2Token(tenant_id="t")
    token.add_role()
    compute = token.add_service("compute", "nova")
    compute.add_endpoint(NOVA, admin=NOVA + "/admin", internal=NOVA + "/internal", region="One")
    compute.add_endpoint("http://nova.two.example", region="Two")
    token.add_service("volumev2", "cinder").add_endpoint("http://cinder.example/v2/t", region="One")
    keystone.answers = [token]
    versions = fixture.DiscoveryList(v2=False, v3=False)
    versions.add_nova_microversion(NOVA + "/v2.1", "v2.1", min_version="2.1", version="2.38")
    keystone.documents[NOVA] = versions
    return keystone


@pytest.mark.parametrize(
    ("wanted", "url"),
    [
        ({}, NOVA),
        ({"interface": None}, NOVA),
        ({"interface": "admin"}, NOVA + "/admin"),
        ({"interface": "adminURL"}, NOVA + "/admin"),
        ({"interface": ["nonsense", "internal"]}, NOVA + "/internal"),
        ({"region_name": "Two"}, "http://nova.two.example"),
        ({"service_name": "nova"}, NOVA),
    ],
    ids=str,
)
def test_the_catalog_is_asked(cloud, auth, wanted, url) -> None:
    assert auth.get_endpoint(cloud, service_type="compute", **wanted) == url


@pytest.mark.parametrize(
    "wanted", [{"service_type": "nonsense"}, {"service_type": "compute", "region_name": "Three"}]
)
def test_what_the_catalog_lacks_is_an_error(cloud, auth, wanted) -> None:
    with pytest.raises(exceptions.EndpointNotFound):
        auth.get_endpoint(cloud, **wanted)


def test_without_a_service_type_there_is_no_endpoint_and_a_warning(cloud, auth, caplog) -> None:
    assert auth.get_endpoint(cloud, interface="admin") is None
    assert "service_type" in caplog.text


@pytest.mark.parametrize("interface", [AUTH_INTERFACE, keystoneauth1.plugin.AUTH_INTERFACE])
def test_auth_interface_of_either_library_is_the_auth_url(cloud, auth, interface) -> None:
    assert auth.get_endpoint(cloud, service_type="compute", interface=interface) == URL
    assert cloud.logins == []


def test_a_version_is_looked_for_where_the_url_has_none(cloud, auth) -> None:
    assert auth.get_endpoint(cloud, service_type="compute", version="2.1") == NOVA + "/v2.1"


def test_a_version_that_is_not_there_leaves_no_endpoint(cloud, auth) -> None:
    assert auth.get_endpoint(cloud, service_type="compute", min_version=3) is None


def test_a_document_that_cannot_be_had_leaves_the_catalogs_url(cloud, auth) -> None:
    cloud.documents[NOVA] = exceptions.ServiceUnavailable("busy")

    data = auth.get_endpoint_data(cloud, service_type="compute")

    assert data.url == NOVA


def test_skipping_discovery_takes_the_url_as_it_is(cloud, auth) -> None:
    url = auth.get_endpoint(cloud, service_type="compute", min_version=3, skip_discovery=True)

    assert (url, cloud.asked) == (NOVA, [])


def test_contradicting_versions_are_refused(cloud, auth) -> None:
    with pytest.raises(ValueError, match="mutually exclusive"):
        auth.get_endpoint(cloud, service_type="compute", version=2, min_version=2)


def test_a_service_type_may_imply_the_version(cloud, auth) -> None:
    with pytest.raises(exceptions.ImpliedVersionMismatch):
        auth.get_endpoint(cloud, service_type="volumev2", version=3)


def test_an_override_is_discovered_instead_of_the_catalogs(cloud, auth) -> None:
    data = auth.get_endpoint_data(
        cloud, endpoint_override=NOVA, service_type="nonsense", min_version="2.1"
    )

    assert (data.url, data.max_microversion) == (NOVA + "/v2.1", (2, 38))


def test_the_major_version_is_read_from_the_url_if_it_can_be(cloud, auth) -> None:
    assert auth.get_api_major_version(cloud, service_type="volumev2") == (2, 0)
    assert cloud.asked == []


def test_the_major_version_is_read_from_the_document_if_it_must_be(cloud, auth) -> None:
    assert auth.get_api_major_version(cloud, service_type="compute") == (2, 1)


def test_a_document_is_fetched_once(cloud, auth) -> None:
    for _ in range(2):
        auth.get_api_major_version(cloud, service_type="compute")

    assert cloud.asked == [NOVA]


VOLUMES = {"service_type": "volumev2", "discover_versions": False}


def test_an_endpoint_that_was_found_before_is_each_callers_own(cloud, auth) -> None:
    first, second = (auth.get_endpoint_data(cloud, **VOLUMES) for _ in range(2))
    first.catalog_url = first.raw_endpoint["publicURL"] = "http://changed.example"
    third = auth.get_endpoint_data(cloud, **VOLUMES)

    assert (
        second.url == third.url == third.raw_endpoint["publicURL"] == "http://cinder.example/v2/t"
    )


def test_an_endpoint_that_was_found_before_is_not_looked_for_again(cloud, auth) -> None:
    auth.get_endpoint(cloud, **VOLUMES)
    auth.auth_ref.service_catalog.endpoint_data_for = None

    assert auth.get_endpoint(cloud, **VOLUMES) == "http://cinder.example/v2/t"


def test_what_was_found_is_told_apart_by_all_that_was_asked(cloud, auth) -> None:
    regions = [
        auth.get_endpoint(cloud, service_type="compute", region_name=r) for r in ("One", "Two")
    ]
    interfaces = [
        auth.get_endpoint(cloud, service_type="compute", interface=i)
        for i in ("admin", ["internal", "admin"], ["admin", "internal"], {"internal"})
    ]
    versions = [auth.get_endpoint(cloud, service_type="compute", version=v) for v in (None, "2.1")]

    assert regions == [NOVA, "http://nova.two.example"]
    assert interfaces == [f"{NOVA}/{i}" for i in ("admin", "internal", "admin", "internal")]
    assert versions == [NOVA, NOVA + "/v2.1"]


def test_another_login_may_have_another_endpoint(cloud, auth) -> None:
    auth.get_endpoint(cloud, **VOLUMES)
    moved = fixture.V2Token(tenant_id="t")
    moved.add_role()
    moved.add_service("volumev2").add_endpoint("http://moved.example/v2/t")
    cloud.answers = [moved]
    auth.invalidate()

    assert auth.get_endpoint(cloud, **VOLUMES) == "http://moved.example/v2/t"


def test_an_answer_for_want_of_a_document_is_not_remembered(cloud, auth) -> None:
    document, cloud.documents[NOVA] = cloud.documents[NOVA], exceptions.ServiceUnavailable("busy")
    wanted = {"service_type": "compute", "region_name": "One", "min_version": "2.1"}

    assert auth.get_endpoint(cloud, allow_version_hack=False, **wanted) is None
    cloud.documents[NOVA] = document
    assert auth.get_endpoint(cloud, allow_version_hack=False, **wanted) == NOVA + "/v2.1"


def test_few_endpoints_are_remembered(cloud, auth) -> None:
    for number in range(300):
        auth.get_endpoint(cloud, interface=["public", f"no-{number}"], **VOLUMES)

    assert len(auth.auth_ref.service_catalog.answers) == 256


def test_a_catalog_of_keystoneauth1_will_do(cloud) -> None:
    token = fixture.V2Token(tenant_id="t")
    token.add_service("volumev2").add_endpoint("http://cinder.example/v2/t")

    class Theirs(v2.Password):
        def get_access(self, session, **kwargs):
            return keystoneauth1.access.create(body=token, auth_token="t")

    assert Theirs(URL, "me", "pw").get_endpoint(cloud, **VOLUMES) == "http://cinder.example/v2/t"


def test_a_subclass_may_find_endpoints_in_its_own_way(cloud) -> None:
    class Elsewhere(v2.Password):
        def get_endpoint_data(self, session, **kwargs):
            assert kwargs["service_type"] == "volumev2"
            assert kwargs["min_version"] == (2, 0)
            assert kwargs["odd"] == "passed on"
            return super().get_endpoint_data(
                session, endpoint_override="http://own.example/v2", discover_versions=False
            )

    auth = Elsewhere(URL, "me", "pw")

    url = auth.get_endpoint(cloud, service_type="volumev2", odd="passed on")
    version = auth.get_api_major_version(cloud, service_type="volumev2", odd="passed on")

    assert (url, version) == ("http://own.example/v2", (2, 0))


def test_callers_dictionaries_stay_as_they_are(cloud, auth) -> None:
    allow: dict = {}
    auth.get_endpoint_data(cloud, service_type="compute", allow=allow, version=None)

    assert allow == {}


def test_all_versions_are_told_by_region_interface_and_official_type(cloud, auth) -> None:
    for url in ("http://cinder.example/", "http://cinder.example/v2", "http://nova.two.example"):
        cloud.documents[url] = exceptions.NotFound("no")
    cloud.documents["http://cinder.example/v2/t"] = exceptions.NotFound("no")

    versions = auth.get_all_version_data(cloud)

    assert {
        region: {interface: sorted(services) for interface, services in interfaces.items()}
        for region, interfaces in versions.items()
    } == {"One": {"public": ["block-storage", "compute"]}, "Two": {"public": ["compute"]}}
    assert versions["One"]["public"]["compute"][0].max_microversion == "2.38"


def test_an_error_of_keystoneauth1s_session_counts_as_ours(cloud, auth) -> None:
    cloud.documents[NOVA] = keystoneauth1.exceptions.ServiceUnavailable("busy")

    assert auth.get_endpoint_data(cloud, service_type="compute").url == NOVA


def test_v2_knows_no_service_providers(cloud, auth) -> None:
    assert (auth.get_sp_auth_url(cloud, "sp"), auth.get_sp_url(cloud, "sp")) == (None, None)


@pytest.mark.parametrize(
    "method",
    [
        name
        for name, _ in inspect.getmembers(
            keystoneauth1.identity.BaseIdentityPlugin, inspect.isfunction
        )
        if not name.startswith("_") or name == "__init__"
    ],
)
def test_the_methods_are_keystoneauth1s_with_their_parameters(method: str) -> None:
    theirs = inspect.signature(getattr(keystoneauth1.identity.BaseIdentityPlugin, method))
    ours = inspect.signature(getattr(BaseIdentityPlugin, method))

    assert [(p.name, p.kind, p.default) for p in ours.parameters.values()] == [
        (p.name, p.kind, p.default) for p in theirs.parameters.values()
    ]
