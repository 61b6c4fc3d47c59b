"""The doctor, asked for JSON, and what it looks into, made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from ksclient import config
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.network import place_of
from tests.unit.cli.conftest import Ran

LOGIN = (
    "--os-username",
    "admin",
    "--os-password",
    "secret",
    "--os-tenant-name",
    "admin",
)


@dataclass(frozen=True)
class Diagnosis:
    """What the doctor has said."""

    code: int
    rows: list[dict[str, str]]
    err: str

    def of(self, check: str) -> list[tuple[str, str]]:
        """Return the statuses and findings of a check."""
        return [(row["status"], row["found"]) for row in self.rows if row["check"] == check]

    def worst(self, check: str) -> dict[str, str]:
        """Return the only line of a check that is not OK."""
        (row,) = [row for row in self.rows if row["check"] == check and row["status"] != "OK"]
        return row

    def failed(self) -> list[str]:
        """Return the checks that failed."""
        return [row["check"] for row in self.rows if row["status"] == "FAIL"]


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxies, and no bundles but those of requests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def doctor(bare: Callable[..., Ran]) -> Callable[..., Diagnosis]:
    """Run the doctor with these words."""

    def run(*words: str, **kwargs: Any) -> Diagnosis:
        ran = bare("doctor", "-f", "json", *words, **kwargs)
        return Diagnosis(ran.code, json.loads(ran.out), ran.err)

    return run


@pytest.fixture
def at(doctor: Callable[..., Diagnosis]) -> Callable[..., Diagnosis]:
    """Run the doctor for the administrator of a URL."""

    def run(url: str, *words: str) -> Diagnosis:
        return doctor("--os-auth-url", url, *LOGIN, *words)

    return run


@pytest.fixture
def case() -> Callable[..., Case]:
    """Make what is looked into, as if the checks before had found it out."""

    def make(url: str = "https://keystone.example:5000/v2.0", **known: Any) -> Case:
        overrides = {"auth_url": url, "username": "demo", "password": "pw", "tenant_name": "t"}
        overrides |= known.pop("configured", {})
        fields = {
            name: known.pop(name) for name in ("clock", "environ", "resolve") if name in known
        }
        made = Case(SimpleNamespace(), known.pop("wait", 1.0), **{"environ": {}, **fields})
        made.cloud = config.load(overrides=overrides, environ={})
        made.url = url
        target = place_of(url)
        assert target is not None
        made.target = made.hop = target
        made.proxy = None
        for name, value in known.items():
            setattr(made, name, value)
        return made

    return make
