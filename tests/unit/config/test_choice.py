"""Which cloud is meant."""

import pytest

from ksclient import config

TWO = """
cache: {auth: true}
clouds:
  prod: {auth: {auth_url: "http://prod/v2.0", username: p}, region_name: One}
  test: {auth: {auth_url: "http://test/v2.0", username: t}}
"""
ONE = "clouds: {prod: {auth: {auth_url: 'http://prod/v2.0', username: p, password: hunter2}}}"
VARIABLES = {"OS_AUTH_URL": "http://env/v2.0", "OS_USERNAME": "e", "OS_PASSWORD": "p"}


def test_the_call_names_it(write, load):
    write(TWO)
    assert load("test", env={"OS_CLOUD": "prod", **VARIABLES}).name == "test"


def test_os_cloud_names_it(write, load):
    write(TWO)
    assert load(env={"OS_CLOUD": "test"}).name == "test"


def test_one_that_is_named_takes_nothing_from_other_variables(write, load):
    write(TWO)
    cloud = load(env={"OS_CLOUD": "prod", **VARIABLES, "OS_REGION_NAME": "Two"})
    assert (cloud.auth["username"], cloud.region_name) == ("p", "One")


def test_else_the_environment_is_it(write, load):
    write(TWO)
    cloud = load(env=VARIABLES)
    assert (cloud.name, cloud.source) == ("envvars", "the environment")


def test_the_call_wins_over_the_environment(load):
    assert load(env=VARIABLES, username="me").auth["username"] == "me"


def test_else_the_call_is_it(write, load):
    write(ONE)
    cloud = load(auth_url="http://call/v2.0", username="me")
    assert (cloud.name, cloud.source) == ("defaults", "the call")


def test_a_password_of_a_file_does_not_go_where_a_call_says(write, load):
    write(ONE)
    assert "password" not in load(auth_url="http://call/v2.0").auth


def test_else_the_only_one_is_it(write, load):
    write(ONE)
    assert load(region_name="Two").name == "prod"


def test_of_several_none_is(write, error):
    path = write(TWO)
    told = error()
    assert told.file == str(path)
    assert "There are: prod, test" in str(told)


def test_an_unknown_one_is_told_with_the_nearest(write, error):
    write(TWO)
    told = error("prd")
    assert (told.key, told.nearest) == ("clouds.prd", "prod")


def test_without_files_an_unknown_one_is_told_with_the_places(error):
    assert "there is no clouds.yaml" in str(error("prod"))


def test_the_environment_has_a_name_of_its_own(load):
    assert load("mine", env={**VARIABLES, "OS_CLOUD_NAME": "mine"}).name == "mine"


def test_the_environment_is_named_by_the_call(write, load):
    write(TWO)
    assert load("envvars", env={**VARIABLES, "OS_CLOUD": "prod"}).name == "envvars"


def test_an_environment_without_a_login_is_told(write, error):
    write(TWO)
    assert error("envvars").key == "OS_AUTH_URL"


def test_two_clouds_of_one_name_are_told(write, error):
    write("clouds: {envvars: {}}")
    told = error(env=VARIABLES)
    assert told.key == "clouds.envvars"
    assert "OS_CLOUD_NAME" in str(told)


def test_what_a_file_says_of_the_cache_holds_for_all(write, load):
    write(TWO)
    assert load("prod").caches_auth
    assert load(env=VARIABLES).caches_auth
    assert load(auth_url="http://call/v2.0").caches_auth


def test_the_environment_does_without_a_broken_file(write, load, caplog):
    write("clouds: [")
    assert load(env=VARIABLES).name == "envvars"
    assert "Files are passed over" in caplog.text


def test_secrets_have_a_file_of_their_own(write, load):
    write("clouds: {one: {auth: {auth_url: 'http://k', username: demo}}}")
    write("clouds: {one: {auth: {password: hunter2}}}", "secure.yaml")
    assert load().auth["password"] == "hunter2"


def test_the_file_of_secrets_may_be_named(write, load):
    write("clouds: {one: {auth: {auth_url: 'http://k', username: demo}}}")
    path = write("clouds: {one: {auth: {password: hunter2}}}", "mine.yaml")
    assert load(env={"OS_CLIENT_SECURE_FILE": str(path)}).auth["password"] == "hunter2"


def test_the_file_of_secrets_is_named_by_its_errors(write, error):
    write("clouds: {one: {auth: {auth_url: 'http://k', username: demo}}}")
    path = write("clouds: {one: {auth: {pasword: hunter2}}}", "secure.yaml")
    told = error()
    assert (told.file, told.key) == (str(path), "clouds.one.auth.pasword")
    assert told.nearest == "password"
    assert "hunter2" not in str(told)


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("cloud: {one: {}}", "cloud", "did you mean 'clouds'?"),
        ("clouds: [one]", "clouds", "must have keys below it"),
        ("clouds: {one: text}", "clouds.one", "must have keys below it"),
        ("clouds: {one: {auth: text}}", "clouds.one.auth", "must have keys below it"),
    ],
)
def test_a_file_of_another_form_is_told_by_its_key(text, key, said, write, error):
    write(text)
    told = error("one")
    assert told.key == key
    assert said in str(told)


def test_sections_of_others_are_left_alone(write, load):
    write("client: {force_ipv4: true}\nmetrics: {}\nansible: {x: y}\n" + ONE)
    assert load().name == "prod"


def test_the_names_are_those_of_files_and_of_the_environment(write, environ):
    write(TWO)
    write("clouds: {more: {}}", "secure.yaml")
    assert config.names({**environ, **VARIABLES}) == ["prod", "test", "more", "envvars"]


def test_without_configuration_there_are_no_names(environ):
    assert config.names(environ) == []
