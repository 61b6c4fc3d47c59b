"""What is known of providers."""

import pytest

from ksclient import config

LOGIN = {"username": "me", "password": "hunter2"}


def test_there_are_three_presets():
    assert config.preset_names() == ["conoha", "nhn", "rackspace"]


@pytest.mark.parametrize(
    ("name", "region", "auth_url"),
    [
        ("rackspace", "LON", "https://identity.api.rackspacecloud.com/v2.0"),
        ("nhn", "JP1", "https://api-identity-infrastructure.nhncloudservice.com/v2.0"),
        ("conoha", "tyo1", "https://identity.tyo1.conoha.io/v2.0"),
    ],
)
def test_a_preset_knows_the_address_of_a_region(name, region, auth_url, load):
    cloud = load(profile=name, region_name=region, tenant_id="t1", **LOGIN)
    assert cloud.auth["auth_url"] == auth_url
    assert cloud.auth_type == "v2password"
    assert cloud.profile == name


@pytest.mark.parametrize("name", config.preset_names())
def test_a_preset_uses_public_endpoints(name, load):
    assert load(profile=name, **LOGIN).interface == "public"


@pytest.mark.parametrize("name", ["rackspace", "nhn"])
def test_identity_is_where_one_logs_in(name, load):
    cloud = load(profile=name, auth_url="http://k/v2.0", **LOGIN)
    assert cloud.identity_endpoint_override == "http://k/v2.0"


def test_an_api_key_is_seen(load):
    cloud = load(profile="rackspace", username="me", api_key="k3y")
    assert cloud.auth_type == "rackspace_apikey"
    assert cloud.auth["api_key"] == "k3y"


def test_nhn_takes_no_names_of_tenants(load, error):
    told = error(profile="nhn", tenant_name="demo", **LOGIN)
    assert (told.key, told.nearest) == ("tenant_name", "tenant_id")
    assert "NHN Cloud takes ids only" in str(told)


def test_nhn_takes_an_id_beside_a_name(load):
    cloud = load(profile="nhn", tenant_id="t1", tenant_name="demo", **LOGIN)
    assert cloud.auth["tenant_id"] == "t1"


def test_nhn_takes_no_login_without_a_tenant(load):
    assert load(profile="nhn", **LOGIN).missing == ("tenant_id",)


def test_the_cloud_wins_over_the_preset(load):
    assert load(profile="rackspace", interface="internal", **LOGIN).interface == "internal"


def test_an_unknown_region_is_told_with_the_nearest(error):
    assert error(profile="nhn", region_name="KR9", **LOGIN).nearest in {"KR1", "KR2", "KR3"}


def test_an_unknown_profile_is_told_with_the_nearest(error):
    told = error(profile="rackspcae", **LOGIN)
    assert told.nearest == "rackspace"
    assert "Known: conoha, nhn, rackspace" in str(told)


def test_the_old_word_for_a_profile_will_do(write, load):
    write("clouds: {one: {cloud: rackspace}}")
    assert load().profile == "rackspace"


def test_a_profile_of_the_users_own(write, load):
    write("clouds: {one: {profile: ours}}")
    write("public-clouds: {ours: {auth: {auth_url: 'http://k/v2.0'}}}", "clouds-public.yaml")
    assert load().auth["auth_url"] == "http://k/v2.0"


def test_a_profile_of_the_users_own_wins_over_a_preset(write, load):
    write("clouds: {one: {profile: nhn}}")
    write("public-clouds: {nhn: {auth: {auth_url: 'http://k/v2.0'}}}", "clouds-public.yaml")
    assert load().auth["auth_url"] == "http://k/v2.0"


def test_what_is_wrong_with_it_is_told_by_its_file(write, error):
    write("clouds: {one: {profile: ours}}")
    path = write("public-clouds: {ours: {verify: maybe}}", "clouds-public.yaml")
    told = error()
    assert (told.file, told.key) == (str(path), "public-clouds.ours.verify")


def test_what_osprofiler_reads_is_no_profile(load, caplog):
    env = {"OS_AUTH_URL": "http://k/v2.0", "OS_PROFILE": "hmac-key"}
    assert load(env=env).profile is None
    assert "OS_PROFILE names no profile, and is ignored" in caplog.text
    assert "hmac-key" not in caplog.text


def test_a_preset_is_named_by_the_environment(load):
    assert load(env={"OS_USERNAME": "me", "OS_PROFILE": "conoha"}).profile == "conoha"
