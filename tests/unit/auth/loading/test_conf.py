"""Plugins from configuration files."""

from __future__ import annotations

import keystoneauth1.exceptions
import keystoneauth1.loading
import pytest
from oslo_config import cfg

from ksclient.auth import exceptions, loading

LOGIN = "auth_url = http://k/v2.0\nusername = u\npassword = p\n"


@pytest.fixture
def configured(tmp_path):
    """Read a configuration file."""

    def read(text):
        path = tmp_path / "program.conf"
        path.write_text(text)
        conf = cfg.ConfigOpts()
        conf([], default_config_files=[str(path)])
        return conf

    return read


def loaded(conf, group="cloud", **options):
    loading.register_auth_conf_options(conf, group)
    return loading.load_auth_from_conf_options(conf, group, **options)


def test_without_a_name_there_is_no_plugin(configured):
    assert loaded(configured("[cloud]\n")) is None


@pytest.mark.parametrize("option", ["auth_type", "auth_plugin"])
def test_a_section_describes_the_plugin(configured, option):
    plugin = loaded(configured(f"[cloud]\n{option} = v2password\n{LOGIN}"))

    assert (plugin.auth_url, plugin.username, plugin.password) == ("http://k/v2.0", "u", "p")


def test_a_section_may_refer_to_another(configured):
    conf = configured(f"[cloud]\nauth_section = other\n[other]\nauth_type = v2password\n{LOGIN}")

    assert loaded(conf).username == "u"


def test_a_group_may_be_given_as_an_object(configured):
    conf = configured(f"[cloud]\nauth_type = v2password\n{LOGIN}")

    assert loaded(conf, cfg.OptGroup("cloud")).username == "u"


def test_what_is_handed_in_wins(configured):
    conf = configured(f"[cloud]\nauth_type = v2password\n{LOGIN}")

    assert loaded(conf, username="me").username == "me"


def test_an_old_spelling_of_an_option_works(configured):
    conf = configured(f"[cloud]\nauth_type = password\n{LOGIN}tenant_name = demo\n")

    assert loaded(conf)._project_name == "demo"


def test_a_default_counts_where_a_file_says_nothing(configured):
    class Loader(loading.BaseLoader):
        plugin_class = dict

        def get_options(self):
            return [loading.Opt("port", type=int, default=80)]

    conf = configured("[cloud]\n")
    conf.register_opts(loading.get_auth_plugin_conf_options(Loader()), group="cloud")

    assert conf.cloud.port == 80


def test_a_plugin_of_keystoneauth1_is_described_alike(configured):
    plugin = loaded(configured("[cloud]\nauth_type = v3password\nauth_url = http://k/v3\n"))

    assert type(plugin).__module__ == "keystoneauth1.identity.v3.password"


def test_the_options_of_a_plugin_come_by_name_or_by_loader():
    by_name = loading.get_auth_plugin_conf_options("v2password")
    by_loader = loading.get_auth_plugin_conf_options(loading.get_plugin_loader("v2password"))

    assert by_name == by_loader
    assert all(isinstance(option, cfg.Opt) for option in by_name)


def test_a_password_is_not_logged(configured):
    conf = configured(f"[cloud]\nauth_type = v2password\n{LOGIN.replace('= p', '= s3cret')}")
    lines = []

    class Log:
        def log(self, _level, message, *values):
            lines.append(message % values)

    loaded(conf)
    conf.log_opt_values(Log(), 10)

    assert any("cloud.username" in line for line in lines)
    assert "s3cret" not in "".join(lines)


def test_an_unknown_plugin_is_an_error(configured):
    with pytest.raises(exceptions.NoMatchingPlugin):
        loaded(configured("[cloud]\nauth_type = v2pasword\n"))


@pytest.mark.parametrize("name", ["v2password", "v3password"])
def test_a_missing_option_is_an_error_of_both_libraries(configured, name):
    with pytest.raises(exceptions.MissingRequiredOptions) as caught:
        loaded(configured(f"[cloud]\nauth_type = {name}\n"))

    assert isinstance(caught.value, keystoneauth1.exceptions.MissingRequiredOptions)


@pytest.mark.parametrize("order", ["ours first", "theirs first"])
def test_both_libraries_read_the_same_section(configured, order):
    conf = configured(f"[cloud]\nauth_type = v2password\n{LOGIN}")
    libraries = [loading, keystoneauth1.loading]
    if order == "theirs first":
        libraries.reverse()

    for library in libraries:
        library.register_auth_conf_options(conf, "cloud")
        library.register_session_conf_options(conf, "cloud")
        library.register_adapter_conf_options(conf, "cloud")
    plugins = [each.load_auth_from_conf_options(conf, "cloud") for each in libraries]

    assert [plugin.username for plugin in plugins] == ["u", "u"]
