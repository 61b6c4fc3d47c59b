"""What the variables say."""

import pytest

from ksclient.config import environment

PASSWORD = {
    "OS_AUTH_URL": "http://k:5000/v2.0",
    "OS_USERNAME": "demo",
    "OS_PASSWORD": "hunter2",
    "OS_TENANT_NAME": "demo",
}


def test_a_password_logs_in(load):
    cloud = load(env=PASSWORD)
    assert (cloud.name, cloud.source, cloud.auth_type) == (
        "envvars",
        "the environment",
        "password",
    )
    assert cloud.auth == {
        "auth_url": "http://k:5000/v2.0",
        "username": "demo",
        "password": "hunter2",
        "project_name": "demo",
    }


@pytest.mark.parametrize(
    ("variable", "option"),
    [
        ("OS_USER_ID", "user_id"),
        ("OS_TENANT_ID", "project_id"),
        ("OS_PROJECT_ID", "project_id"),
        ("OS_PROJECT_NAME", "project_name"),
        ("OS_TRUST_ID", "trust_id"),
    ],
)
def test_a_variable_is_an_option_of_the_login(variable, option, load):
    assert load(env={"OS_AUTH_URL": "http://k", variable: "x1"}).auth[option] == "x1"


def test_a_token_logs_in(load):
    cloud = load(env={"OS_AUTH_URL": "http://k", "OS_TOKEN": "t0ken"})
    assert (cloud.auth_type, cloud.auth["token"]) == ("token", "t0ken")


@pytest.mark.parametrize("variable", ["OS_AUTH_TYPE", "OS_AUTH_PLUGIN"])
def test_the_plugin_may_be_named(variable, load):
    assert load(env={**PASSWORD, variable: "v2password"}).auth_type == "v2password"


@pytest.mark.parametrize("variable", ["OS_INTERFACE", "OS_ENDPOINT_TYPE"])
@pytest.mark.parametrize("value", ["internal", "internalURL"])
def test_the_interface_has_two_names(variable, value, load):
    assert load(env={**PASSWORD, variable: value}).interface == "internal"


def test_the_interface_of_identity_has_a_variable_of_its_own(load):
    env = {**PASSWORD, "OS_INTERFACE": "public", "OS_IDENTITY_INTERFACE": "admin"}
    cloud = load(env=env)
    assert (cloud.interface, cloud.identity_interface) == ("public", "admin")


@pytest.mark.parametrize("version", ["2", "2.0", "v2.0"])
def test_the_version_spares_discovery(version, load):
    env = {**PASSWORD, "OS_IDENTITY_API_VERSION": version}
    assert load(env=env).auth_type == "v2password"


def test_certificates_are_files(load, write):
    paths = {name: str(write("", name)) for name in ("ca.pem", "me.pem", "me.key")}
    variables = {"OS_CACERT": "ca.pem", "OS_CERT": "me.pem", "OS_KEY": "me.key"}
    cloud = load(env={**PASSWORD, **{name: paths[file] for name, file in variables.items()}})
    assert (cloud.verify, cloud.cert, cloud.key) == tuple(paths.values())


@pytest.mark.parametrize(("said", "verify"), [("1", False), ("true", False), ("0", True)])
def test_insecure_is_no_check(said, verify, load):
    assert load(env={**PASSWORD, "OS_INSECURE": said}).verify is verify


def test_a_region_is_named(load):
    assert load(env={**PASSWORD, "OS_REGION_NAME": "One"}).region_name == "One"


def test_the_cache_is_asked_for(load):
    assert load(env={**PASSWORD, "OS_CACHE": "1"}).caches_auth


def test_an_empty_variable_is_none(load):
    cloud = load(env={**PASSWORD, "OS_TENANT_ID": "", "OS_INTERFACE": "", "OS_CACERT": ""})
    assert "project_id" not in cloud.auth
    assert cloud.interface is None


def test_a_project_is_meant_where_a_tenant_is_named_as_well(load):
    assert load(env={**PASSWORD, "OS_PROJECT_NAME": "other"}).auth["project_name"] == "other"


def test_domains_that_v2_has_are_left_out(load):
    env = {**PASSWORD, "OS_USER_DOMAIN_NAME": "Default", "OS_PROJECT_DOMAIN_ID": "default"}
    cloud = load(env={**env, "OS_IDENTITY_API_VERSION": "2"})
    assert set(cloud.auth) == {"auth_url", "username", "password", "tenant_name"}


def test_what_a_plugin_does_not_take_is_of_others(load):
    env = {**PASSWORD, "OS_TOKEN": "t", "OS_VOLUME_API_VERSION": "2", "OS_WHATEVER": "x"}
    assert "token" not in load(env=env).auth


def test_an_endpoint_beside_a_password_is_that_of_identity(load):
    cloud = load(env={**PASSWORD, "OS_ENDPOINT": "http://k:35357/v2.0"})
    assert cloud.identity_endpoint_override == "http://k:35357/v2.0"


@pytest.mark.parametrize("prefix", ["OS_", ""])
def test_an_admin_token_goes_before_a_password(prefix, load):
    service = {
        f"{prefix}SERVICE_TOKEN": "ADMIN",
        f"{prefix}SERVICE_ENDPOINT": "http://k:35357/v2.0",
    }
    cloud = load(env={**PASSWORD, **service})
    assert cloud.auth_type == "admin_token"
    assert cloud.auth == {"token": "ADMIN", "endpoint": "http://k:35357/v2.0"}


def test_an_admin_token_is_enough(load):
    env = {"OS_SERVICE_TOKEN": "ADMIN", "OS_SERVICE_ENDPOINT": "http://k:35357/v2.0"}
    assert load(env=env).missing == ()


def test_a_password_of_the_call_goes_before_an_admin_token(load):
    env = {"OS_SERVICE_TOKEN": "ADMIN", "OS_SERVICE_ENDPOINT": "http://k:35357/v2.0"}
    cloud = load(env=env, auth_url="http://k", username="me", password="hunter2")
    assert cloud.auth_type == "password"


def test_half_an_admin_token_is_nothing_beside_a_password(load):
    assert load(env={**PASSWORD, "OS_SERVICE_TOKEN": "ADMIN"}).auth_type == "password"


@pytest.mark.parametrize(
    ("there", "missing"),
    [("OS_SERVICE_TOKEN", "OS_SERVICE_ENDPOINT"), ("SERVICE_ENDPOINT", "OS_SERVICE_TOKEN")],
)
def test_half_an_admin_token_alone_is_an_error(there, missing, error):
    told = error(env={there: "http://k"})
    assert told.key == there
    assert missing in str(told)


@pytest.mark.parametrize(
    "environ",
    [{}, {"OS_REGION_NAME": "One"}, {"OS_CLOUD": "x"}, {"OS_CACERT": "/x"}, {"OS_DEBUG": "1"}],
)
def test_variables_without_a_login_are_no_cloud(environ):
    assert environment.layer(environ) is None


def test_what_is_missing_is_told_as_a_variable(load):
    cloud = load(env={"OS_AUTH_URL": "http://k", "OS_USERNAME": "demo"})
    assert cloud.missing == ("password",)
    assert cloud.incomplete.key == "OS_PASSWORD"


def test_a_misspelt_variable_is_told(load):
    env = {"OS_AUTH_URL": "http://k", "OS_USERNAME": "demo", "OS_PASWORD": "hunter2"}
    told = load(env=env).incomplete
    assert "OS_PASWORD is set: did you mean 'OS_PASSWORD'?" in str(told)
    assert told.nearest == "OS_PASSWORD"
    assert "hunter2" not in str(told)
