"""What `make release-check` refuses: archives and metadata that are not as they should be."""

from __future__ import annotations

import importlib.util
import io
import tarfile
import zipfile
from email.message import Message
from pathlib import Path
from types import ModuleType

import pytest

CHECK = Path(__file__).parents[2] / ".ci" / "release_check.py"
PACKAGE = {"ksclient/__init__.py", "ksclient/py.typed", "ksclient/testing/profiles/pike.toml"}
INFO = "ksclient-1.0.dist-info/"
BESIDE = {f"{INFO}{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")}
WHEEL = PACKAGE | BESIDE | {f"{INFO}licenses/LICENSE"}
SDIST = PACKAGE | {"LICENSE", "PKG-INFO", "README.md", "pyproject.toml", "setup.py"}


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release_check", CHECK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder: Path, names: set[str]) -> Path:
    file = folder / "ksclient-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return file


def sdist(folder: Path, names: set[str], top: str = "ksclient-1.0/") -> Path:
    file = folder / "ksclient-1.0.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        for name in names:
            archive.addfile(tarfile.TarInfo(top + name), io.BytesIO())
    return file


def test_archives_that_are_as_they_should_be_pass(check: ModuleType, tmp_path: Path):
    check.check_wheel(wheel(tmp_path, WHEEL), PACKAGE)
    check.check_sdist(sdist(tmp_path, SDIST), PACKAGE)


@pytest.mark.parametrize(
    "missing",
    ["ksclient/py.typed", "ksclient/testing/profiles/pike.toml", f"{INFO}licenses/LICENSE"],
)
def test_a_wheel_lacks_nothing(missing: str, check: ModuleType, tmp_path: Path):
    with pytest.raises(check.Failed, match="missing: "):
        check.check_wheel(wheel(tmp_path, WHEEL - {missing}), PACKAGE)


@pytest.mark.parametrize(
    "more",
    [
        "tests/test_all.py",
        "examples/main_job.py",
        "ksclient/__pycache__/x.cpython-313.pyc",
        "ksclient/forgotten.py",
    ],
)
def test_an_archive_has_nothing_that_git_does_not_know_or_that_is_not_the_package(
    more: str, check: ModuleType, tmp_path: Path
):
    with pytest.raises(check.Failed, match="should not be there: "):
        check.check_wheel(wheel(tmp_path, WHEEL | {more}), PACKAGE)
    with pytest.raises(check.Failed, match="should not be there: "):
        check.check_sdist(sdist(tmp_path, SDIST | {more}), PACKAGE)


@pytest.mark.parametrize("missing", ["LICENSE", "pyproject.toml", "ksclient/py.typed"])
def test_an_sdist_lacks_nothing(missing: str, check: ModuleType, tmp_path: Path):
    with pytest.raises(check.Failed, match="missing: "):
        check.check_sdist(sdist(tmp_path, SDIST - {missing}), PACKAGE)


def test_an_sdist_is_one_folder(check: ModuleType, tmp_path: Path):
    with pytest.raises(check.Failed, match="should not be there: "):
        check.check_sdist(sdist(tmp_path, SDIST, top=""), PACKAGE)


def told(check: ModuleType) -> Message:
    message = Message()
    for name, value in {
        "Name": "ksclient",
        "Version": "1.0",
        "License-Expression": "Apache-2.0",
        "License-File": "LICENSE",
        "Requires-Python": ">=3.11",
        "Description-Content-Type": "text/markdown",
    }.items():
        message[name] = value
    for need in ("iso8601>=1.1", "requests>=2", "stevedore>=4", 'PyYAML; extra == "config"'):
        message["Requires-Dist"] = need
    for extra in check.EXTRAS:
        message["Provides-Extra"] = extra
    for python in check.PYTHONS:
        message["Classifier"] = f"Programming Language :: Python :: {python}"
    message.set_payload("# ksclient\n")
    return message


def test_metadata_that_is_as_it_should_be_passes(check: ModuleType):
    check.check_metadata(told(check), "1.0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Version", "1.1"),
        ("Requires-Python", ">=3.10"),
        ("License-File", None),
        ("Requires-Dist", "surprise>=1"),
        ("Provides-Extra", "new"),
        ("Classifier", None),
    ],
)
def test_metadata_is_looked_at(name: str, value: str | None, check: ModuleType):
    message = told(check)
    if value is None or name not in {"Requires-Dist", "Provides-Extra"}:
        del message[name]
    if value is not None:
        message[name] = value

    with pytest.raises(check.Failed):
        check.check_metadata(message, "1.0")


def test_a_readme_that_is_not_shown_is_told(check: ModuleType):
    message = told(check)
    message.set_payload("")

    with pytest.raises(check.Failed, match="README"):
        check.check_metadata(message, "1.0")


def test_a_python_that_is_not_there_is_a_failure_unless_asked(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert check.find_python("3.2") is None

    for allowed, failures in ((False, 1), (True, 0)):
        steps = check.Check()
        check.use_on(steps, ["3.2"], Path(), {}, allow_missing=allowed)
        assert steps.failures == failures
        assert "Python 3.2: not found" in capsys.readouterr().out


def test_a_command_that_fails_is_told_with_what_it_printed(check: ModuleType, tmp_path: Path):
    with pytest.raises(check.Failed, match="ended with 3:\nwhy"):
        check.run("sh", "-c", "echo why >&2; exit 3", folder=tmp_path)
