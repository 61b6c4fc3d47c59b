"""A file for one's own eyes: what is made, what replaces what, and what is refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ksclient.auth.access import private_file
from ksclient.auth.exceptions import UnusableFile
from tests.unit.leaks import locals_of_ours

SECRET = b"c4n4ry-t0k3n"
STRANGER = 12345
IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root gives files away")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "login.json"


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made(path: Path, mode: int = 0o600) -> Path:
    path.write_bytes(SECRET)
    path.chmod(mode)
    return path


def read(path: Path) -> bytes:
    return private_file.read(path, 100)


# --- writing ---


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777], indirect=True, ids=oct)
def test_its_owner_can_read_and_write_it_and_nobody_else(path: Path, umask: None) -> None:
    private_file.write(path, SECRET)

    assert mode_of(path) == 0o600
    assert read(path) == SECRET


def test_it_takes_the_place_of_one_that_others_could_read(path: Path) -> None:
    made(path, 0o666)

    private_file.write(path, b"new")

    assert (mode_of(path), read(path)) == (0o600, b"new")


def test_who_has_the_old_one_open_does_not_see_the_new_one(path: Path) -> None:
    path.write_bytes(b"old")
    with path.open("rb") as opened:
        private_file.write(path, SECRET)
        assert opened.read() == b"old"


def test_another_name_of_the_old_one_does_not_get_the_new_one(path: Path) -> None:
    path.write_bytes(b"old")
    other = path.with_name("other")
    other.hardlink_to(path)

    private_file.write(path, SECRET)

    assert other.read_bytes() == b"old"


def test_nothing_else_is_left_in_the_directory(path: Path) -> None:
    private_file.write(path, SECRET)
    private_file.write(path, SECRET)

    assert list(path.parent.iterdir()) == [path]


def test_a_name_as_long_as_names_can_be_will_do(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)

    private_file.write(path, SECRET)

    assert read(path) == SECRET


def test_a_relative_path_and_a_path_over_a_parent_will_do(path: Path, monkeypatch) -> None:
    monkeypatch.chdir(path.parent)
    Path("inner").mkdir()

    private_file.write("login.json", SECRET)
    private_file.write("inner/../other.json", SECRET)

    assert read(path) == read(path.with_name("other.json")) == SECRET


def test_a_link_to_a_directory_of_ones_own_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    private_file.write(tmp_path / "link" / "login.json", SECRET)

    assert read(tmp_path / "real" / "login.json") == SECRET


@needs_root
def test_a_link_to_a_directory_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", STRANGER, STRANGER)
    (tmp_path / "link").symlink_to("theirs")

    with pytest.raises(UnusableFile, match=rf"theirs, a directory of another user.*{STRANGER}"):
        private_file.write(tmp_path / "link" / "login.json", SECRET)

    assert list((tmp_path / "theirs").iterdir()) == []


@needs_root
def test_a_directory_of_somebody_else_that_is_named_as_it_is_will_do(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", STRANGER, STRANGER)

    private_file.write(tmp_path / "theirs" / "login.json", SECRET)

    assert mode_of(tmp_path / "theirs" / "login.json") == 0o600


@pytest.mark.parametrize("is_dangling", [True, False])
def test_a_link_in_its_place_is_refused_and_left_alone(path: Path, is_dangling: bool) -> None:
    target = path.with_name("target")
    if not is_dangling:
        target.write_bytes(b"old")
    path.symlink_to(target)

    with pytest.raises(UnusableFile, match="is a symbolic link"):
        private_file.write(path, SECRET)

    assert path.is_symlink()
    assert target.exists() is not is_dangling


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(("make", "kind"), [(Path.mkdir, stat.S_ISDIR), (make_pipe, stat.S_ISFIFO)])
def test_what_is_no_file_is_refused_and_left_alone(path: Path, make, kind) -> None:
    make(path)

    with pytest.raises(UnusableFile, match="no file that can be replaced"):
        private_file.write(path, SECRET)

    assert kind(path.lstat().st_mode)
    assert list(path.parent.iterdir()) == [path]


def test_without_its_directory_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="its directory does not exist") as caught:
        private_file.write(tmp_path / "none" / "login.json", SECRET)

    assert caught.value.path == str(tmp_path / "none" / "login.json")
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_what_the_system_refuses_is_an_error_that_says_why(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be written: File name too long"):
        private_file.write(tmp_path / ("n" * 256), SECRET)

    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_the_old_one_and_nothing_else(path: Path) -> None:
    made(path)
    # A file larger than the process may write, as on a disk that is full.
    code = """
import resource, signal, sys
from ksclient.auth.access import private_file
from ksclient.auth.exceptions import UnusableFile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
try:
    private_file.write(sys.argv[1], b"x" * 100)
except UnusableFile as error:
    print(error)
"""
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert done.stdout == f"{path} cannot be written: File too large.\n"
    assert list(path.parent.iterdir()) == [path]
    assert read(path) == SECRET


def test_an_error_of_writing_shows_nothing_of_the_content(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as caught:
        private_file.write(tmp_path / "none" / "login.json", SECRET)

    assert SECRET.decode() not in "".join([str(caught.value), *locals_of_ours(caught.value)])


def test_readers_see_the_one_or_the_other_whole_while_writers_write(path: Path) -> None:
    contents = [letter * 100_000 for letter in (b"a", b"b", b"c")]
    private_file.write(path, contents[0])

    def write_often(content: bytes) -> None:
        for _ in range(30):
            private_file.write(path, content)

    writers = [threading.Thread(target=write_often, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        seen.add(private_file.read(path, 100_000))
    for writer in writers:
        writer.join()

    assert seen <= set(contents)
    assert list(path.parent.iterdir()) == [path]


# --- reading ---


def test_what_is_not_there_is_an_error_that_says_how_it_comes_there(path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"does not exist.*save\(\)") as caught:
        read(path)

    assert isinstance(caught.value.__cause__, FileNotFoundError)


@pytest.mark.parametrize(
    ("mode", "act"),
    [(0o604, "read"), (0o640, "read"), (0o644, "read"), (0o622, "write to"), (0o666, "write to")],
)
def test_one_that_is_open_to_others_is_refused(path: Path, mode: int, act: str) -> None:
    made(path, mode)

    with pytest.raises(UnusableFile, match=f"{act} it .mode {mode:04o}.*chmod 600") as caught:
        read(path)

    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_one_that_is_not_is_read(path: Path, mode: int) -> None:
    assert read(made(path, mode)) == SECRET


def test_one_of_somebody_else_is_refused(path: Path) -> None:
    theirs = made(path) if IS_ROOT else Path("/etc/passwd")
    if IS_ROOT:
        os.chown(theirs, STRANGER, STRANGER)

    with pytest.raises(UnusableFile, match="belongs to another user"):
        read(theirs)


def test_a_link_is_refused_whatever_it_leads_to(path: Path) -> None:
    made(path.with_name("target"))
    path.symlink_to("target")

    with pytest.raises(UnusableFile, match="is a symbolic link"):
        read(path)


@pytest.mark.parametrize("make", [Path.mkdir, make_pipe])
def test_what_is_no_file_is_refused_without_waiting_for_it(path: Path, make) -> None:
    make(path)

    with pytest.raises(UnusableFile, match="no regular file"):
        read(path)


def test_one_that_is_too_large_is_refused(path: Path) -> None:
    made(path)

    assert private_file.read(path, len(SECRET)) == SECRET
    with pytest.raises(UnusableFile, match="larger than 11 bytes"):
        private_file.read(path, len(SECRET) - 1)


def test_what_the_system_refuses_to_read_is_an_error_that_says_why(path: Path) -> None:
    made(path)

    with pytest.raises(UnusableFile, match="cannot be read: Not a directory"):
        read(path / "login.json")


def test_reading_leaves_no_descriptor_open(path: Path) -> None:
    def opened() -> int:
        return len(list(Path("/dev/fd").iterdir()))

    made(path, 0o644)
    before = opened()
    for _ in range(3):
        with pytest.raises(UnusableFile):
            read(path)
    made(path)
    read(path)

    assert opened() == before
