"""Where configuration files are found."""

import errno
import logging
import os
from pathlib import Path

import pytest

from ksclient.config import ConfigError, documents, places

CLOUD = "clouds: {one: {auth: {auth_url: 'http://k/v2.0'}}}"


def order(environ, platform):
    return [str(each) for each in places._of_system(environ, Path("/home/me"), platform)]


def test_the_current_directory_comes_first(environ, home):
    assert places.directories(environ)[0] == home / "work"


def test_linux_goes_by_the_user_then_the_system():
    assert order({}, "linux") == [
        "/home/me/.config/openstack",
        "/etc/xdg/openstack",
        "/etc/openstack",
    ]


def test_linux_goes_by_what_the_desktop_says():
    environ = {"XDG_CONFIG_HOME": "/cfg", "XDG_CONFIG_DIRS": f"/a{os.pathsep}/b"}
    assert order(environ, "linux") == [
        "/cfg/openstack",
        "/home/me/.config/openstack",
        "/a/openstack",
        "/b/openstack",
        "/etc/openstack",
    ]


def test_a_mac_has_directories_of_its_own():
    assert order({}, "darwin")[::2] == [
        "/home/me/Library/Application Support/openstack",
        "/Library/Application Support/openstack",
    ]


def test_windows_has_directories_of_its_own():
    first, second, third, _ = order({"LOCALAPPDATA": "/local", "PROGRAMDATA": "/all"}, "win32")
    assert first == "/local/OpenStack/openstack"
    assert second == "/home/me/.config/openstack"
    assert third == "/all/OpenStack/openstack"


def test_a_current_directory_that_is_gone_is_passed_over(environ, home):
    gone = home / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert places.directories(environ)[0] == home / ".config" / "openstack"


@pytest.mark.parametrize("name", ["clouds.yaml", "clouds.yml"])
def test_both_suffixes_of_yaml_are_found(name, write, load):
    write(CLOUD, name)
    assert load().name == "one"


def test_json_is_found(write, load):
    write('{"clouds": {"one": {"auth": {"auth_url": "http://k/v2.0"}}}}', "clouds.json")
    assert load().name == "one"


def test_the_first_file_that_is_found_is_the_only_one(write, load):
    write(CLOUD)
    write(CLOUD.replace("one", "two"), "../.config/openstack/clouds.yaml")
    assert load().name == "one"


@pytest.mark.parametrize("place", [".config/openstack", "shared/openstack", "site"])
def test_a_file_elsewhere_on_the_path_is_found(place, write, load):
    path = write(CLOUD, f"../{place}/clouds.yaml")
    assert Path(load().source).samefile(path)


def test_a_file_that_is_named_goes_before_all_others(write, load):
    write(CLOUD)
    other = write(CLOUD.replace("one", "two"), "elsewhere.yaml")
    assert load(env={"OS_CLIENT_CONFIG_FILE": str(other)}).name == "two"


def test_a_file_that_is_named_may_be_below_the_home(write, load, monkeypatch, home):
    monkeypatch.setenv("HOME", str(home))
    write(CLOUD, "../mine.yaml")
    assert load(env={"OS_CLIENT_CONFIG_FILE": "~/mine.yaml"}).name == "one"


def test_a_file_that_is_named_and_missing_is_an_error(write, error):
    write(CLOUD)
    told = error(env={"OS_CLIENT_CONFIG_FILE": "/nope/clouds.yaml"})
    assert (told.file, told.key) == ("the environment", "OS_CLIENT_CONFIG_FILE")
    assert "/nope/clouds.yaml" in str(told)


def test_a_directory_that_is_named_is_an_error(error, home):
    assert "Is a directory" in str(error(env={"OS_CLIENT_CONFIG_FILE": str(home)}))


def test_a_file_that_may_not_be_read_is_passed_over(write, load, caplog, monkeypatch):
    caplog.set_level(logging.INFO, "ksclient.config")
    forbidden, read = write(CLOUD), documents.read
    write(CLOUD.replace("one", "two"), "../site/clouds.yaml")

    def refuse(path):
        if path == forbidden:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(path)

    monkeypatch.setattr(documents, "read", refuse)
    assert load().name == "two"
    assert f"{forbidden} is passed over: Permission denied." in caplog.messages


def test_where_nothing_is_found_the_error_says_where_it_was_looked_for(error, home):
    assert f"{home / 'work'}, {home / '.config' / 'openstack'}" in str(error())


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_secrets_that_others_can_use_are_told(mode, write, load, caplog):
    write(CLOUD)
    write("clouds: {one: {auth: {password: hunter2}}}", "secure.yaml").chmod(mode)
    load()
    (told,) = caplog.messages
    assert "chmod 600" in told
    assert "secure.yaml" in told


def test_secrets_that_others_cannot_use_are_not_told(write, load, caplog):
    write(CLOUD)
    write("clouds: {one: {auth: {password: hunter2}}}", "secure.yaml")
    load()
    assert caplog.messages == []


def test_a_link_that_leads_nowhere_is_passed_over(environ, write):
    loop = write("")
    loop.unlink()
    loop.symlink_to(loop)
    assert places.find("clouds", environ) is None


def test_a_file_that_cannot_be_read_is_named(environ, write, monkeypatch):
    def fail(path):
        raise OSError(errno.EIO, "Input/output error")

    write(CLOUD)
    monkeypatch.setattr(documents, "read", fail)
    with pytest.raises(ConfigError, match=r"clouds\.yaml cannot be read: Input/output error"):
        places.find("clouds", environ)


def test_a_broken_file_is_named(environ, write):
    path = write("clouds: [")
    with pytest.raises(ConfigError, match="is no YAML: line 1, column 10") as caught:
        places.find("clouds", environ)
    assert caught.value.file == str(path)
