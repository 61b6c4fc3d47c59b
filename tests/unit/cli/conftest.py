"""The command, run in this process against a test cloud."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.cli import entry
from ksclient.cli.passwords import Passwords
from ksclient.testing import Cloud
from ksclient.v2_0.client import Client


@dataclass(frozen=True)
class Ran:
    """What a command line has led to."""

    code: int
    out: str
    err: str

    @property
    def values(self) -> list[list[str]]:
        """The words of each line that was printed."""
        return [line.split(" ") for line in self.out.splitlines()]


class Terminal(io.StringIO):
    """A standard input or error that somebody sits at."""

    def isatty(self) -> bool:
        return True


@dataclass
class Person:
    """Answers what is asked on a terminal, and refuses what nobody foresaw."""

    answers: list[str | type[BaseException]]
    asked: list[str]

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        answer = self.answers.pop(0)
        if not isinstance(answer, str):
            raise answer
        return answer


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as cloud:
        yield cloud


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, a cache and a current directory of the test's own."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def admin_login(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables that log the administrator in."""
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def person() -> Person:
    """Who sits at the terminal; answers are to be given before the command is run."""
    return Person([], [])


@pytest.fixture
def bare(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command line, without anything set; *stdin* is what is piped in."""

    def run(*words: str, stdin: str = "", passwords: Passwords | None = None) -> Ran:
        code = entry.run(list(words), passwords=passwords or Passwords(io.StringIO(stdin)))
        written = capsys.readouterr()
        return Ran(code, written.out, written.err)

    return run


@pytest.fixture
def ks(bare: Callable[..., Ran], admin_login: None) -> Callable[..., Ran]:
    """Run a command line as the administrator of the cloud."""
    return bare


@pytest.fixture
def typed(ks: Callable[..., Ran], person: Person) -> Callable[..., Ran]:
    """Run a command line on a terminal where *person* sits."""

    def run(*words: str) -> Ran:
        return ks(*words, passwords=Passwords(Terminal(), person))

    return run


@pytest.fixture
def client(cloud: Cloud) -> Iterator[Client]:
    """The administrator's client, to prepare and to check."""
    auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password, tenant_name="admin")
    session = Session(auth=auth)
    yield Client(session=session)
    session.close()


def sent(cloud: Cloud) -> Sequence[str]:
    """Return what the cloud was asked: methods and paths."""
    return [f"{asked.method} {asked.path}" for asked in cloud.requests]
