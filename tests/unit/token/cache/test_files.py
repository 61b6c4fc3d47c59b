"""What is made is this user's alone, and what others could have changed is refused."""

import errno
import os
import stat
import sys
from pathlib import Path
from typing import ClassVar

import platformdirs
import pytest

from ksclient.token.cache import files
from ksclient.token.cache.errors import StoreFailed

ME, OTHER = 1000, 1001
FILE, DIRECTORY, LINK = stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK


def status(mode, user=ME):
    return os.stat_result((mode, 0, 0, 1, user, 0, 0, 0, 0, 0))


def mode_of(path):
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_directory_is_made_with_those_above_it(umask, tmp_path):
    path = tmp_path / "a" / "b" / "c"

    files.make_directory(path)
    files.make_directory(path)

    assert [mode_of(made) for made in (path, path.parent, path.parent.parent)] == [0o700] * 3


def test_a_file_is_made_for_one_user(umask, tmp_path):
    path = tmp_path / "file"

    files.make_file(path)
    path.write_bytes(b"kept")
    files.make_file(path)

    assert mode_of(path) == 0o600
    assert path.read_bytes() == b"kept"


def test_what_is_not_there_is_told(tmp_path):
    assert not files.check_directory(tmp_path / "none")
    assert not files.check_file(tmp_path / "none")


def test_what_is_there_is_told(tmp_path):
    files.make_file(tmp_path / "file")

    assert files.check_directory(tmp_path)
    assert files.check_file(tmp_path / "file")


@pytest.mark.parametrize("mode", [FILE | 0o600, FILE | 0o644, FILE | 0o400])
def test_a_file_of_ones_own_is_trusted(mode):
    assert files.refusal(status(mode), is_directory=False, user=ME) is None


@pytest.mark.parametrize("mode", [DIRECTORY | 0o700, DIRECTORY | 0o755, DIRECTORY | 0o2750])
def test_a_directory_of_ones_own_is_trusted(mode):
    assert files.refusal(status(mode), is_directory=True, user=ME) is None


@pytest.mark.parametrize(
    ("found", "is_directory", "words"),
    [
        (status(FILE | 0o620), False, "written by others: .*chmod 600"),
        (status(FILE | 0o602), False, "written by others: .*chmod 600"),
        (status(DIRECTORY | 0o770), True, "written by others: .*chmod 700"),
        (status(DIRECTORY | 0o1777), True, "written by others"),
        (status(FILE | 0o600, OTHER), False, "belongs to user 1001, .* runs as 1000"),
        (status(DIRECTORY | 0o700, OTHER), True, "belongs to user 1001"),
        (status(FILE | 0o600, 0), False, "belongs to user 0"),
        (status(LINK | 0o777), False, "is a symbolic link: remove it"),
        (status(LINK | 0o777), True, "is a symbolic link: remove it"),
        (status(DIRECTORY | 0o700), False, "is no file"),
        (status(stat.S_IFIFO | 0o600), False, "is no file"),
        (status(stat.S_IFSOCK | 0o600), False, "is no file"),
        (status(FILE | 0o600), True, "is no directory"),
    ],
)
def test_what_is_not_to_be_trusted_is_refused_with_the_reason(found, is_directory, words):
    import re

    reason = files.refusal(found, is_directory=is_directory, user=ME)

    assert reason is not None
    assert re.search(words, reason)


def test_where_users_have_no_numbers_only_the_kind_counts():
    assert files.refusal(status(FILE | 0o666, 0), is_directory=False, user=None) is None
    assert files.refusal(status(LINK | 0o777, 0), is_directory=False, user=None)


@pytest.mark.parametrize("check", [files.check_file, files.make_file])
def test_a_link_to_a_file_is_refused(check, tmp_path):
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "link").symlink_to(tmp_path / "file")

    with pytest.raises(StoreFailed, match="link is a symbolic link"):
        check(tmp_path / "link")
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_a_link_to_nothing_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "none")

    with pytest.raises(StoreFailed, match="symbolic link"):
        files.make_file(tmp_path / "link")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("check", [files.check_directory, files.make_directory])
def test_a_link_to_a_directory_is_refused(check, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)

    with pytest.raises(StoreFailed, match="link is a symbolic link"):
        check(tmp_path / "link")


@pytest.mark.parametrize("check", [files.check_file, files.make_file])
def test_a_file_that_others_can_write_is_refused(check, tmp_path):
    path = tmp_path / "file"
    path.touch()
    path.chmod(0o666)

    with pytest.raises(StoreFailed, match="can be written by others"):
        check(path)


def test_a_file_that_others_can_read_they_cannot_afterwards(tmp_path):
    path = tmp_path / "file"
    path.touch()
    path.chmod(0o644)

    assert files.check_file(path)
    assert mode_of(path) == 0o600


def test_something_else_above_is_told(tmp_path):
    (tmp_path / "file").touch()

    for act in (files.check_file, files.check_directory, files.make_file, files.make_directory):
        with pytest.raises(StoreFailed, match="cannot be used: something above it is no directory"):
            act(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "this user may not"),
        (errno.EROFS, "read-only"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.ENOLCK, "has no locks: name a place on a local disk"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_the_system_says_becomes_a_reason(number, words):
    cause = OSError(number, os.strerror(number))

    assert words in str(files.explained(cause, Path("/a/place")))
    assert "/a/place" in str(files.explained(cause, Path("/a/place")))


def test_a_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(StoreFailed, match="name is too long"):
        files.make_file(tmp_path / ("x" * 1000))


def test_the_default_directory_is_in_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert files.default_directory().name.lower() == "ksclient"
    if sys.platform == "linux":
        assert files.default_directory() == tmp_path / "ksclient"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked")
@pytest.mark.parametrize(
    "environ",
    [
        {"HOME": "/home/x"},
        {"HOME": "/home/x/"},
        {"HOME": "/"},
        {"HOME": "/home/x", "XDG_CACHE_HOME": ""},
        {"HOME": "/home/x", "XDG_CACHE_HOME": "/var/caches//x/"},
        {"XDG_CACHE_HOME": "/var/caches/x"},
    ],
)
def test_where_caches_are_on_linux_is_known_without_platformdirs(environ, monkeypatch):
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    found = files.plain_cache("linux", environ)

    assert found is not None
    assert found / "ksclient" == platformdirs.user_cache_path("ksclient", appauthor=False)


@pytest.mark.parametrize(
    ("platform", "environ"),
    [
        ("linux", {}),
        ("linux", {"HOME": ""}),
        ("linux", {"HOME": "home/x"}),
        ("linux", {"HOME": "/home/x", "XDG_CACHE_HOME": "caches"}),
        ("linux", {"HOME": "/home/x", "XDG_CACHE_HOME": " "}),
        ("linux", {"HOME": "/home/x", "ANDROID_ROOT": "/system"}),
        ("darwin", {"HOME": "/home/x"}),
        ("win32", {"HOME": "/home/x"}),
        ("freebsd14", {"HOME": "/home/x"}),
    ],
)
def test_where_that_is_not_plain_platformdirs_is_asked(platform, environ):
    assert files.plain_cache(platform, environ) is None


def test_who_has_no_home_is_told_what_to_set(monkeypatch):
    def no_home(*_, **__):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("platformdirs.user_cache_path", no_home)
    monkeypatch.setenv("XDG_CACHE_HOME", "no/absolute/path")  # so that it is asked

    with pytest.raises(StoreFailed, match="set HOME or XDG_CACHE_HOME"):
        files.default_directory()


class Place(type(Path())):
    """A path that exists if it is in `owners`, which tells whose it is."""

    owners: ClassVar = {}

    def stat(self, **_):
        if str(self) not in self.owners:
            raise FileNotFoundError(self)
        return status(DIRECTORY | 0o755, self.owners[str(self)])


def place_below(home_of, cache_of=None):
    """Return the place for root's cache, where HOME is somebody's."""

    class Owned(Place):
        owners: ClassVar = {"/": 0, "/home": 0, "/home/x": home_of}

    if cache_of is not None:
        Owned.owners["/home/x/.cache/ksclient"] = cache_of
    return Owned("/home/x/.cache/ksclient")


@pytest.mark.parametrize(
    ("place", "named"),
    [
        (place_below(ME), "/home/x"),
        (place_below(ME, ME), "/home/x/.cache/ksclient"),
        (place_below(0, ME), "/home/x/.cache/ksclient"),
    ],
)
def test_root_makes_nothing_in_the_home_of_somebody_else(place, named):
    with pytest.raises(StoreFailed, match=f"^{named} belongs to user {ME}, .*root: set HOME"):
        files.check_home(place, 0)


@pytest.mark.parametrize(
    ("place", "user"),
    [
        (place_below(0), 0),
        (place_below(0, 0), 0),
        (place_below(ME, 0), 0),
        (place_below(ME), ME),
        (place_below(OTHER), ME),  # it may be a group's
        (place_below(OTHER), None),
    ],
)
def test_a_home_that_may_be_used_is(place, user):
    files.check_home(place, user)


def test_a_library_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    monkeypatch.setenv("XDG_CACHE_HOME", "no/absolute/path")  # so that it is asked

    with pytest.raises(StoreFailed, match=r"pip install 'ksclient\[cache\]'"):
        files.default_directory()
