"""What is checked of a cloud, and what its errors name."""

import pytest

from ksclient import config

LOGIN = {"auth_url": "http://k:5000/v2.0", "username": "demo", "password": "hunter2"}


@pytest.fixture
def said(write):
    """Write a cloud with a login, and a line more."""

    def said(line, auth=""):
        login = "auth_url: 'http://k:5000/v2.0', username: demo, password: hunter2"
        return write(f"clouds:\n  one:\n    auth: {{{login}{auth}}}\n    {line}\n")

    return said


@pytest.mark.parametrize(
    ("auth", "auth_type"),
    [
        ("auth_url: 'http://k', password: p", "password"),
        ("auth_url: 'http://k', token: t", "token"),
        ("endpoint: 'http://k', token: t", "admin_token"),
        ("url: 'http://k', token: t", "admin_token"),
        ("auth_url: 'http://k', api_key: k", "rackspace_apikey"),
        ("auth_url: 'http://k'", "password"),
    ],
)
def test_without_a_type_it_is_seen_from_what_is_there(auth, auth_type, write, load):
    write(f"clouds: {{one: {{auth: {{{auth}}}}}}}")
    assert load().auth_type == auth_type


@pytest.mark.parametrize("word", ["token_endpoint", "admin_token"])
@pytest.mark.parametrize("key", ["url", "endpoint"])
def test_an_admin_token_has_several_names(word, key, write, load):
    write(f"clouds: {{one: {{auth_type: {word}, auth: {{{key}: 'http://k', token: T}}}}}}")
    cloud = load()
    assert cloud.auth_type == "admin_token"
    assert cloud.auth == {"endpoint": "http://k", "token": "T"}


@pytest.mark.parametrize("word", ["none", "None"])
def test_no_login_is_a_kind_of_login(word, write, load):
    write(f"clouds: {{one: {{auth_type: {word}, auth: {{endpoint: 'http://k'}}}}}}")
    assert (load().auth_type, load().missing) == ("none", ())


@pytest.mark.parametrize(("word", "direct"), [("password", "v2password"), ("token", "v2token")])
def test_the_version_spares_discovery(word, direct, load):
    cloud = load(auth_url="http://k", auth_type=word, identity_api_version=2.0)
    assert cloud.auth_type == direct


def test_an_unknown_type_is_told_with_the_nearest(said, error):
    path = said("auth_type: pasword")
    told = error()
    assert (told.file, told.key, told.nearest) == (
        str(path),
        "clouds.one.auth_type",
        "password",
    )


def test_a_type_for_v3_that_nobody_has_is_told(error):
    told = error(auth_type="v3pasword", **LOGIN)
    assert "ksclient speaks Identity v2.0, and no v3" in str(told)
    assert told.nearest == "password"


def test_a_type_for_v3_that_somebody_has_is_theirs(load):
    cloud = load(auth_type="v3password", user_domain_name="Eng", identity_api_version=3, **LOGIN)
    assert cloud.auth["user_domain_name"] == "Eng"


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("pasword", "password"), ("tenant", "tenant_name"), ("projct_name", "tenant_name")],
)
def test_an_unknown_key_below_auth_is_told_with_the_nearest(written, nearest, said, error):
    said("", f", {written}: s3cret")
    told = error()
    assert told.key == f"clouds.one.auth.{written}"
    assert told.nearest in {nearest, nearest.replace("tenant", "project")}
    assert "It takes: auth_url," in str(told)
    assert "s3cret" not in str(told)


def test_a_key_of_another_plugin_is_told(said, error):
    said("auth_type: password", ", api_key: s3cret")
    assert error().key == "clouds.one.auth.api_key"


def test_a_keyword_of_another_plugin_is_told(error):
    assert error(auth_type="v2password", trust_ids="x", **LOGIN).nearest == "trust_id"


def test_a_keyword_that_the_plugin_does_not_take_is_told(error):
    assert error(auth_type="v2password", api_key="s3cret", **LOGIN).key == "api_key"


def test_an_admin_token_of_the_call_goes_before_a_file(said, load):
    said("region_name: One")
    cloud = load("one", token="ADMIN", endpoint="http://k:35357/v2.0")
    assert cloud.auth == {"token": "ADMIN", "endpoint": "http://k:35357/v2.0"}


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({}, "http://file"),
        ({"endpoint": "http://call"}, "http://call"),
        ({"identity_endpoint_override": "http://call", "endpoint": "http://x"}, "http://call"),
    ],
)
def test_an_endpoint_of_the_call_is_that_of_identity(given, url, said, load):
    said("identity_endpoint_override: http://file")
    assert load("one", **given).identity_endpoint_override == url


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("regon_name: One", "region_name"),
        ("region: One", "region_name"),
        ("insecur: true", "insecure"),
        ("ca_cert: /x", "cacert"),
        ("passwrd: x", "password"),
        ("end_point_type: public", "endpoint_type"),
    ],
)
def test_a_key_that_is_almost_one_is_told(line, nearest, said, error):
    said(line)
    told = error()
    assert told.key == f"clouds.one.{line.partition(':')[0]}"
    assert told.nearest == nearest


@pytest.mark.parametrize(
    "line",
    ["networks: []", "image_api_version: 2", "network_endpoint_override: 'http://n'", "x_color: 1"],
)
def test_a_key_of_other_programs_is_left_alone(line, said, load):
    said(line)
    assert load().missing == ()


def test_an_unknown_keyword_is_told_whatever_it_is(error):
    told = error(zzz="red", **LOGIN)
    assert (told.file, told.key, told.nearest) == ("the call", "zzz", None)


def test_credentials_may_stand_beside_auth(write, load):
    write("clouds: {one: {username: demo, auth: {auth_url: 'http://k'}}}")
    assert load().auth["username"] == "demo"


def test_keywords_may_have_the_prefix_of_variables(load):
    assert load(os_auth_url="http://k", os_username="me").auth["username"] == "me"


@pytest.mark.parametrize(
    ("line", "said_of_it"),
    [
        ("verify: maybe", "must be true or false"),
        ("insecure: 2", "must be true or false"),
        ("cacert: /nope", "there is no such file"),
        ("cert: /nope", "there is no such file"),
        ("key: /nope", "there is no such file"),
        ("verify: /nope/ca.pem", "there is no such file"),
        ("api_timeout: soon", "must be a number of seconds"),
        ("interface: pubic", "must be one of: public, internal, admin"),
        ("identity_interface: pubic", "must be one of: public, internal, admin"),
        ("identity_api_version: 3", "ksclient speaks Identity v2.0"),
        ("identity_endpoint_override: nowhere", "no URL such as"),
        ("profile: nowhere", "there is no such profile"),
        ("profile: [x]", "there is no such profile"),
        ("auth_type: [x]", "must be a text"),
        ("region_name: [x]", "must be a text"),
        ("cache: maybe", "must be true or false"),
    ],
)
def test_a_wrong_value_is_told_by_file_and_key(line, said_of_it, said, error):
    path = said(line)
    told = error()
    assert (told.file, told.key) == (str(path), f"clouds.one.{line.partition(':')[0]}")
    assert said_of_it in str(told)
    assert str(told).startswith(f"{told.file}: {told.key} ")


@pytest.mark.parametrize(
    "url",
    ["k:5000", "ftp://k", "http://", "http://[", "http://k:port", "//k", "http://k/{regn}"],
)
def test_what_is_no_url_is_told(url, error):
    assert error(auth_url=url, username="me").key == "auth_url"


def test_a_region_stands_for_its_name_in_a_url(load):
    cloud = load(auth_url="http://{region_name}.k/v2.0", region_name="west")
    assert cloud.auth["auth_url"] == "http://west.k/v2.0"


def test_a_password_in_a_url_is_not_shown(error):
    assert "hunter2" not in str(error(auth_url="ftp://me:hunter2@k"))


@pytest.mark.parametrize("name", ["username", "password", "tenant_id", "token"])
@pytest.mark.parametrize("value", [["hunter2"], {"hunter2": "x"}, 5, True, b"hunter2"])
def test_a_credential_that_is_no_text_is_told_and_not_shown(name, value, error):
    told = error(
        auth_url="http://k",
        auth_type="token" if name == "token" else None,
        **{name: value},
    )
    assert told.key == name
    assert "hunter2" not in str(told)


@pytest.mark.parametrize(
    ("key", "value"),
    [("user_domain_name", "Default"), ("default_domain", "default"), ("domain_id", "default")],
)
def test_the_domain_that_v2_has_may_be_said(key, value, load):
    cloud = load(identity_api_version=2, **{key: value}, **LOGIN)
    assert key not in cloud.auth


@pytest.mark.parametrize("auth_type", ["password", "v2password"])
def test_the_domain_that_v2_has_keeps_no_plugin_from_logging_in(auth_type, load):
    cloud = load(
        auth_type=auth_type, user_domain_name="Default", project_domain_id="default", **LOGIN
    )
    assert set(cloud.auth) == set(LOGIN)


@pytest.mark.parametrize("auth_type", ["password", "v2password"])
@pytest.mark.parametrize("key", ["user_domain_name", "project_domain_id", "system_scope"])
def test_a_domain_that_v2_has_not_is_told(key, auth_type, error):
    told = error(auth_type=auth_type, **{key: "Eng"}, **LOGIN)
    assert told.key == key
    assert "v2.0 has one domain" in str(told)


@pytest.mark.parametrize(
    ("said_of_it", "verify"),
    [
        ({}, True),
        ({"verify": "no"}, False),
        ({"insecure": True}, False),
        ({"insecure": "0"}, True),
        ({"insecure": True, "verify": True}, False),
    ],
)
def test_certificates_are_checked_unless_told_otherwise(said_of_it, verify, load):
    assert load(**said_of_it, **LOGIN).verify is verify


def test_a_bundle_of_authorities_is_used_unless_nothing_is_checked(write, load):
    bundle = str(write("", "ca.pem"))
    assert load(cacert=bundle, **LOGIN).verify == bundle
    assert load(cacert=bundle, insecure=True, **LOGIN).verify is False


@pytest.mark.parametrize(
    ("of_all", "own", "caches"),
    [
        ("cache: {auth: true}", "", True),
        ("cache: {auth: 'no'}", "", False),
        ("cache: {expiration_time: 5}", "", False),
        ("cache: true", "", True),
        ("", "", False),
        ("cache: {auth: true}", "cache: false", False),
        ("", "cache: {auth: yes}", True),
    ],
)
def test_a_cloud_says_itself_whether_it_is_cached_else_its_file(of_all, own, caches, write, load):
    write(f"{of_all}\nclouds:\n  one:\n    region_name: One\n    {own}\n")
    assert load().caches_auth is caches


def test_a_misspelt_key_of_the_cache_is_told(write, error):
    write("cache: {atuh: true}\nclouds: {one: {}}")
    told = error()
    assert (told.key, told.nearest) == ("cache.atuh", "auth")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ("auth_url", "username", "password")),
        ({"auth_url": "http://k", "user_id": "u"}, ("password",)),
        ({"auth_type": "token"}, ("auth_url", "token")),
        ({"auth_type": "admin_token"}, ("endpoint", "token")),
        ({"auth_type": "rackspace_apikey"}, ("auth_url", "username", "api_key")),
        ({"auth_type": "http_basic", "username": "u"}, ("password",)),
        ({"auth_type": "none"}, ("endpoint",)),
    ],
)
def test_what_is_missing_is_known_before_it_is_needed(given, missing, write, load):
    write("clouds: {one: {region_name: One}}")
    assert load("one", **given).missing == missing


def test_where_each_value_was_said_is_told(tmp_path):
    file = tmp_path / "clouds.yaml"
    file.write_text(
        "cache: {auth: true}\nclouds: {prod: {auth: {auth_url: 'http://h:5000', username: x}}}"
    )
    environ = {"OS_CLIENT_CONFIG_FILE": str(file), "HOME": str(tmp_path)}
    cloud = config.load("prod", overrides={"region_name": "One"}, environ=environ)
    assert {name: str(origin) for name, origin in cloud.origins.items()} == {
        "auth_url": f"{file}: clouds.prod.auth.auth_url",
        "username": f"{file}: clouds.prod.auth.username",
        "cache": f"{file}: cache",
        "region_name": "the call: region_name",
    }
