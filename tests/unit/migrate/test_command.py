"""The command, on files."""

import os
import stat
import subprocess
import sys

import pytest

from ksclient.migrate.command import main

BEFORE = "from keystoneauth1 import session\n"
AFTER = "from ksclient.auth import session\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "package").mkdir()
    (tmp_path / "package/a.py").write_text(BEFORE)
    (tmp_path / "package/b.py").write_text("import os\n")
    (tmp_path / "package/c.py").write_text("import os\nfrom keystoneauth1.identity import v2, v3\n")
    return tmp_path


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_rewrites_files_in_place_and_tells_which(project, capsys):
    assert main(["package"]) == 0

    output, errors = capsys.readouterr()
    assert output == "package/a.py\npackage/c.py\n"
    assert errors == (
        "package/c.py:2: keystoneauth1.identity.v3: Identity v3 is not spoken\n"
        "Changed: 2 imports and 0 uses in 2 of 3 files; 1 left as they are, 0 files not read or "
        "written.\n"
    )
    assert (project / "package/a.py").read_text() == AFTER


def test_does_nothing_the_second_time(project, capsys):
    main(["package"])
    times = [file.stat().st_mtime_ns for file in sorted(project.rglob("*.py"))]
    capsys.readouterr()

    assert main(["package"]) == 0

    output, errors = capsys.readouterr()
    assert output == ""
    assert "Changed: 0 imports and 0 uses in 0 of 3 files; 1 left" in errors
    assert [file.stat().st_mtime_ns for file in sorted(project.rglob("*.py"))] == times


@pytest.mark.parametrize("option", ["--diff", "--check"])
def test_looks_only(project, option):
    assert main([option, "package"]) == 1
    assert (project / "package/a.py").read_text() == BEFORE

    main(["package"])
    assert main([option, "package"]) == 0


def test_a_diff_is_one_that_patch_takes(project, capsys):
    (project / "package/a.py").write_text(BEFORE.rstrip("\n"))
    main(["--diff", "package"])
    diff = capsys.readouterr().out

    subprocess.run(["patch", "-p1"], input=diff, text=True, check=True, capture_output=True)

    assert (project / "package/a.py").read_text() == AFTER.rstrip("\n")
    assert main(["--check", "package"]) == 0


def test_runs_as_a_module(project):
    command = [sys.executable, "-m", "ksclient.migrate", "--check", "package"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stdout == "package/a.py\npackage/c.py\n"


@pytest.mark.parametrize(
    "data",
    [
        b"# -*- coding: latin-1 -*-\n# \xe9\xff\n" + BEFORE.encode(),
        b"\xef\xbb\xbf" + BEFORE.encode() + "# é\n".encode(),
        b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\r\n" + BEFORE.encode(),
        b"x = 1\r\n" + BEFORE.replace("\n", "\r\n").encode(),
        BEFORE.rstrip("\n").encode(),
    ],
)
def test_keeps_encoding_and_ends_of_lines(project, data):
    file = project / "odd.py"
    file.write_bytes(data)

    assert main(["odd.py"]) == 0

    assert file.read_bytes() == data.replace(b"keystoneauth1", b"ksclient.auth")


@pytest.mark.parametrize("mode", [0o755, 0o640, 0o600])
def test_keeps_permissions(project, mode):
    file = project / "package/a.py"
    file.chmod(mode)

    main(["package"])

    assert file.read_text() == AFTER
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_file_that_is_read_meanwhile_is_the_old_one_or_the_new(project):
    with (project / "package/a.py").open() as old:
        main(["package"])

        assert old.read() == BEFORE
    assert names_in(project / "package") == ["a.py", "b.py", "c.py"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(project, monkeypatch, capsys):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert main(["package/a.py"]) == 2
    assert (project / "package/a.py").read_text() == BEFORE
    assert names_in(project / "package") == ["a.py", "b.py", "c.py"]
    assert "package/a.py: it cannot be written: No space left on device" in capsys.readouterr().err


def make_binary(file):
    file.write_bytes(b"\x00\x01" + BEFORE.encode())


def make_misencoded(file):
    file.write_bytes(b"# \xff\n" + BEFORE.encode())


def make_unknown(file):
    file.write_bytes(b"# coding: klingon\n" + BEFORE.encode())


def make_no_text(file):
    file.write_bytes(b"# coding: rot13\n" + BEFORE.encode())


def make_deep(file):
    file.write_text(f"{BEFORE}sum = {' + '.join(['1'] * 20_000)}\n")


def make_python_2(file):
    file.write_text(f"{BEFORE}print 'two'\n")


def make_read_only(file):
    file.write_text(BEFORE)
    file.chmod(0o444)


def make_link(file):
    file.symlink_to("package/a.py")


def make_dangling_link(file):
    file.symlink_to("nowhere.py")


def make_nothing(file):
    pass


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (make_binary, "it is no text, but binary"),
        (make_misencoded, "it is not in the encoding that it says: invalid or missing"),
        (make_unknown, "it is not in the encoding that it says: unknown encoding: klingon"),
        (make_no_text, "it is not in the encoding that it says: 'rot13' is not a text encoding"),
        (make_deep, "its expressions nest too deeply to be read"),
        (make_python_2, "it is no Python 3.{}, line 2: Missing parentheses"),
        (make_read_only, "it is read-only: make it writable, then repeat"),
        (make_link, "it is a symbolic link: name the file that it leads to"),
        (make_dangling_link, "it is a symbolic link: name the file that it leads to"),
        (make_nothing, "there is no such file or folder"),
    ],
)
def test_tells_why_a_file_is_passed_over_and_goes_on(project, capsys, make, why):
    file = project / "odd.py"
    make(file)
    before = file.read_bytes() if file.is_file() else None

    assert main(["odd.py", "package"]) == 2

    output, errors = capsys.readouterr()
    assert errors.startswith(f"odd.py: {why.format(sys.version_info.minor)}")
    assert "1 files not read or written" in errors
    assert output == "package/a.py\npackage/c.py\n"
    assert (file.read_bytes() if file.is_file() else None) == (
        AFTER.encode() if make is make_link else before
    )


def test_goes_into_folders_but_not_into_hidden_ones_and_environments(project, capsys):
    for folder in ("deep/er", ".hidden", "env", "__pycache__"):
        (project / folder).mkdir(parents=True)
        (project / folder / "x.py").write_text(BEFORE)
    (project / "env/pyvenv.cfg").touch()
    (project / "deep/notes.txt").write_text(BEFORE)
    (project / "deep/stub.pyi").write_text(BEFORE)

    assert main(["."]) == 0

    assert capsys.readouterr().out.split() == [
        "deep/stub.pyi",
        "deep/er/x.py",
        "package/a.py",
        "package/c.py",
    ]


def test_a_script_without_a_suffix_is_rewritten_if_it_is_named(project):
    (project / "script").write_text(f"#!/usr/bin/env python3\n{BEFORE}")

    assert main(["script"]) == 0
    assert (project / "script").read_text().endswith(AFTER)
