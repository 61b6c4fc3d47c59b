"""Build what would be released, and use it as those who install it do; `make release-check`.

The sdist and the wheel are made of what git knows of, and installed into fresh environments,
without and with extras, on each Python that ksclient is for. Nothing of this repository is there.
"""

from __future__ import annotations

import argparse
import email
import email.message
import functools
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS: dict[str, str] = {
    "cache": "from ksclient.token.cache import SQLiteStore; SQLiteStore('tokens')",
    "cli": "import filelock, platformdirs, yaml",
    "config": "import yaml; from ksclient.config import names; names()",
    "crypt": "import cryptography.fernet",
    "dev": "",  # for those who work on it: what it brings is tested all day
    "docs": "",  # likewise
    "redis": "from ksclient.token.cache import RedisStore; from ksclient.token.persistence.backends"
    ".redis import Driver; RedisStore('redis://127.0.0.1', plaintext=True)",
    "sql": "from ksclient.token.persistence import Manager; Manager(driver='sql', url='sqlite:///tokens.db')",
    "testing": "from ksclient.testing import Cloud; Cloud().start().stop()",
}
"""What each extra is for, as a program that does not run without."""

REQUIRED = {"iso8601", "requests", "stevedore"}
USE = """
import ksclient
from ksclient import exceptions
keystone = ksclient.connect()
tenant = keystone.tenants.create("lab")
assert tenant.name in [each.name for each in keystone.tenants.list()]
try:
    keystone.tenants.create("lab")
except exceptions.Conflict:
    tenant.delete()
print(keystone.auth_ref.username)
"""
"""A program of somebody who has installed ksclient, without extras."""


class Failed(Exception):
    """Something is not as it should be."""


# --- what is in it ------------------------------------------------------------------------


def package_files(tracked: Iterable[str]) -> set[str]:
    """Return what has to be in each archive, of all files that git knows of."""
    return {name for name in tracked if name.startswith("ksclient/")}


def check_names(names: Iterable[str], package: set[str], beside: Mapping[str, bool]) -> None:
    """Check what an archive holds.

    Args:
        names: What it holds.
        package: What there is of the package itself.
        beside: Patterns of what may be there beside it, and whether it has to be.
    """
    found = {name for name in names if not name.endswith("/")}
    if missing := sorted(package - found):
        raise Failed(f"missing: {', '.join(missing)}")
    others = found - package
    allowed = {name for name in others if any(re.fullmatch(each, name) for each in beside)}
    if strange := sorted(others - allowed):
        raise Failed(f"should not be there: {', '.join(strange)}")
    for pattern, has_to_be in beside.items():
        if has_to_be and not any(re.fullmatch(pattern, name) for name in found):
            raise Failed(f"missing: {pattern}")


def check_wheel(wheel: Path, package: set[str]) -> None:
    """Check that a wheel holds the package, its licence, and nothing else."""
    info = r"ksclient-[^/]+\.dist-info/"
    files = ("METADATA", "RECORD", "WHEEL", r"entry_points\.txt", "licenses/LICENSE")
    beside = {f"{info}{name}": True for name in files} | {rf"{info}top_level\.txt": False}
    with zipfile.ZipFile(wheel) as archive:
        check_names(archive.namelist(), package, beside)


def check_sdist(sdist: Path, package: set[str]) -> None:
    """Check that an sdist holds what a wheel is made of, and nothing else."""
    files = ("LICENSE", "PKG-INFO", r"README\.md", r"pyproject\.toml", r"setup\.py")
    beside = dict.fromkeys(files, True)
    beside |= {r"setup\.cfg": False, r"ksclient\.egg-info/[^/]+": False}
    top = sdist.name.removesuffix(".tar.gz") + "/"
    with tarfile.open(sdist) as archive:
        names = [each.name for each in archive.getmembers() if not each.isdir()]
    if outside := [name for name in names if not name.startswith(top)]:
        raise Failed(f"should not be there: {', '.join(outside)}")
    check_names([name.removeprefix(top) for name in names], package, beside)


def metadata_of(wheel: Path) -> email.message.Message:
    """Return the metadata of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def check_metadata(told: email.message.Message, version: str) -> None:
    """Check what a package index would show and what pip goes by."""
    wanted = {
        "Name": "ksclient",
        "Version": version,
        "License-Expression": "Apache-2.0",
        "License-File": "LICENSE",
        "Requires-Python": ">=3.11",
        "Description-Content-Type": "text/markdown",
    }
    for key, value in wanted.items():
        if told[key] != value:
            raise Failed(f"{key} is {told[key]!r}, not {value!r}")
    needs = [text for text in told.get_all("Requires-Dist", []) if "extra ==" not in text]
    if (names := {re.match(r"[\w.-]+", text)[0] for text in needs}) != REQUIRED:
        raise Failed(f"it requires {', '.join(sorted(names))}")
    if (extras := set(told.get_all("Provides-Extra", []))) != set(EXTRAS):
        raise Failed(f"no program in EXTRAS uses: {', '.join(sorted(extras ^ set(EXTRAS)))}")
    for python in PYTHONS:
        if f"Programming Language :: Python :: {python}" not in told.get_all("Classifier", []):
            raise Failed(f"no classifier for Python {python}")
    if not str(told.get_payload()).lstrip().startswith("# ksclient"):
        raise Failed("the description is not README.md")


# --- running ------------------------------------------------------------------------------


def clean_environment() -> dict[str, str]:
    """Return this environment without what says which Python and which cloud is meant."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("OS_", "PYTHON", "VIRTUAL_ENV", "PYENV_VERSION"))
        and not name.lower().endswith("_proxy")
    }


def run(*command: object, folder: Path, given: Mapping[str, str] | None = None) -> str:
    """Run a command to its end; return what it prints.

    Raises:
        Failed: If it fails; with all that it has printed.
    """
    words = list(map(str, command))
    network = {name: value for name, value in os.environ.items() if "pip" in words}
    done = subprocess.run(
        words,
        cwd=folder,
        env={**network, **clean_environment(), "HOME": str(folder), **(given or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise Failed(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(found: str, pattern: str, what: str) -> None:
    """Check what a command has printed."""
    if not re.fullmatch(pattern, found.strip(), re.DOTALL):
        raise Failed(f"{what} printed {found!r}")


class Environment:
    """A fresh virtual environment, with its own folder to run things in."""

    def __init__(self, tools: Path, python: Path, where: Path) -> None:
        self.folder = where / "empty"
        self.folder.mkdir(parents=True)
        self._bin = where / "bin"
        self._pip = [tools, "-m", "pip", "--python", self._bin / "python"]
        run(python, "-m", "venv", "--without-pip", where, folder=self.folder)

    def install(self, *what: str) -> None:
        """Install packages, and check that all fit together."""
        quiet = ["--quiet", "--no-compile", "--no-warn-script-location"]
        home = {"HOME": os.environ.get("HOME", "")}  # where pip keeps what it has fetched
        run(*self._pip, "install", *quiet, *what, folder=self.folder, given=home)
        run(*self._pip, "check", folder=self.folder)

    def command(self, *arguments: str, given: Mapping[str, str] | None = None) -> str:
        """Run the installed command ``ksclient``."""
        return run(self._bin / "ksclient", *arguments, folder=self.folder, given=given)

    def python(self, *arguments: str, given: Mapping[str, str] | None = None) -> str:
        """Run Python, which finds nothing but what is installed."""
        strict = ["-W", "error"]
        return run(self._bin / "python", *strict, *arguments, folder=self.folder, given=given)

    @contextmanager
    def cloud(self) -> Iterator[dict[str, str]]:
        """Run the test cloud as a command; give the variables by which it is found."""
        with subprocess.Popen(
            [self._bin / "python", "-u", "-m", "ksclient.testing"],
            cwd=self.folder,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                assert process.stdout
                lines = []
                for line in process.stdout:
                    if line == "ready\n":
                        break
                    lines.append(line)
                else:
                    raise Failed(f"python -m ksclient.testing ended: {''.join(lines)}")
                found = re.findall(r"^export (\w+)=(.*)$", "".join(lines), re.MULTILINE)
                yield dict(found)
            finally:
                process.terminate()


# --- the check ----------------------------------------------------------------------------


class Check:
    """All steps, and how they went."""

    def __init__(self) -> None:
        self.failures = 0

    def step(self, what: str, do: Callable[[], object]) -> bool:
        """Do something, tell how it went and how long it took; return whether it went well."""
        began = time.monotonic()
        try:
            do()
        except (Failed, OSError, subprocess.SubprocessError) as error:
            self.failures += 1
            print(f"FAIL  {what}: {error}", flush=True)
            return False
        print(f"ok    {what} ({time.monotonic() - began:.0f} s)", flush=True)
        return True


def copy_tracked(folder: Path) -> list[str]:
    """Copy what git knows of, as it is now, and return the names."""
    listed = run("git", "-C", REPOSITORY, "ls-files", "-z", folder=REPOSITORY)
    names = [name for name in listed.split("\0") if name and (REPOSITORY / name).exists()]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / name, folder / name)
    return names


def find_python(version: str) -> Path | None:
    """Return a Python of a version, of the PATH or of pyenv; None if none runs."""
    root = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    on_path = shutil.which(f"python{version}")
    candidates = [Path(on_path)] if on_path else []
    candidates += sorted(root.glob(f"versions/{version}.*/bin/python3"), reverse=True)
    for each in candidates:
        asked = [each, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return each
    return None


def check_python(python: Path, tools: Path, work: Path, dist: Mapping[str, Path]) -> None:
    """Install and use both archives on one Python."""
    bare = Environment(tools, python, work / "sdist")
    full = Environment(tools, python, work / "wheel")
    bare.install(str(dist["sdist"]))
    full.install(str(dist["wheel"]))
    version = dist["wheel"].name.split("-")[1]
    for environment in (bare, full):
        expect(environment.command("--version"), re.escape(version), "ksclient --version")
        expect(environment.python("-m", "ksclient", "--version"), re.escape(version), "-m ksclient")
        expect(environment.command("help"), ".*tenant-list.*", "ksclient help")
    try:
        bare.python("-m", "ksclient.testing")
    except Failed as error:
        expect(str(error), r".* ended with 2:\n[^\n]*ksclient\[testing\][^\n]*", "a missing extra")
    else:
        raise Failed("python -m ksclient.testing runs without its extra")

    extras = sorted(set(EXTRAS) - {"dev", "docs"})
    full.install(f"ksclient[{','.join(extras)}] @ {dist['wheel'].as_uri()}")
    for name in extras:
        full.python("-c", EXTRAS[name])
    with full.cloud() as found:
        for environment in (bare, full):
            expect(environment.python("-c", USE, given=found), "admin", "a program")
            listed = environment.command("tenant-list", "-f", "value", "-c", "name", given=found)
            expect(listed, "admin", "ksclient tenant-list")
    program = bare.folder / "program.py"
    program.write_text("from keystoneauth1 import session\n")
    bare.python("-m", "ksclient.migrate", str(program))
    expect(program.read_text(), "from ksclient.auth import session", "ksclient.migrate")


def main() -> int:
    """Check everything; return the exit code."""
    parser = argparse.ArgumentParser(description="Check what would be released.")
    parser.add_argument("versions", nargs="*", metavar="VERSION", help=f"of {', '.join(PYTHONS)}")
    parser.add_argument(
        "--allow-missing", action="store_true", help="do not fail where a Python is not found"
    )
    said = parser.parse_args()
    check = Check()
    with tempfile.TemporaryDirectory(prefix="ksclient-release-") as temporary:
        work = Path(temporary)
        check_all(check, said.versions or PYTHONS, work, allow_missing=said.allow_missing)
    print("The release is fine." if not check.failures else f"{check.failures} failed.")
    return 1 if check.failures else 0


def check_all(check: Check, versions: Iterable[str], work: Path, *, allow_missing: bool) -> None:
    """Build, look at what is built, and use it on each Python."""
    source, built = work / "source", work / "dist"
    tracked = copy_tracked(source)
    build = [sys.executable, "-m", "build", "--outdir", built, source]
    home = {"HOME": os.environ.get("HOME", ""), **os.environ}
    if not check.step("build", lambda: run(*build, folder=work, given=home)):
        return
    dist = {"sdist": next(built.glob("*.tar.gz")), "wheel": next(built.glob("*.whl"))}
    package = package_files(tracked)
    text = (source / "ksclient/_version.py").read_text()
    version = re.search(r'__version__ = "(.+)"', text)[1]
    check.step("what is in the wheel", lambda: check_wheel(dist["wheel"], package))
    check.step("what is in the sdist", lambda: check_sdist(dist["sdist"], package))
    check.step("metadata", lambda: check_metadata(metadata_of(dist["wheel"]), version))
    check.step("twine check --strict", lambda: check_with_twine(work, dist))
    use_on(check, versions, work, dist, allow_missing=allow_missing)


def use_on(
    check: Check,
    versions: Iterable[str],
    work: Path,
    dist: Mapping[str, Path],
    *,
    allow_missing: bool,
) -> None:
    """Install and use what was built on each Python that is found."""
    for each in versions:
        python = find_python(each)
        if python is None:
            print(f"{'-' if allow_missing else 'FAIL':<4}  Python {each}: not found", flush=True)
            check.failures += not allow_missing
            continue
        used = functools.partial(check_python, python, Path(sys.executable), work / each, dist)
        check.step(f"Python {each}: installed, used", used)


def check_with_twine(work: Path, dist: Mapping[str, Path]) -> None:
    """Have twine look at what an index would refuse."""
    environment = Environment(Path(sys.executable), Path(sys.executable), work / "twine")
    environment.install("twine")
    twine = ["-m", "twine", "check", "--strict", *map(str, dist.values())]
    run(work / "twine/bin/python", *twine, folder=environment.folder)


if __name__ == "__main__":
    sys.exit(main())
