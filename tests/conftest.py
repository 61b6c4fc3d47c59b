"""What every test relies on: no way out of this machine, and no settings from outside."""

import os
import socket

import pytest

LOOPBACK = ("127.", "::1", "localhost")
OUTSIDE_SETTINGS = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def pytest_configure(config: pytest.Config) -> None:
    """Forget proxies and the cloud that the developer's shell names."""
    for name in list(os.environ):
        if name.lower() in OUTSIDE_SETTINGS or name.startswith("OS_"):
            del os.environ[name]


@pytest.fixture(autouse=True)
def _stay_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_others(name: str) -> None:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: object) -> object:
            if self.family in {socket.AF_INET, socket.AF_INET6}:
                host = str(address[0])  # type: ignore[index]
                if not host.startswith(LOOPBACK):
                    pytest.fail(f"the test opened a connection to {host}")
            return real(self, address)

        monkeypatch.setattr(socket.socket, name, connect)

    refuse_others("connect")
    refuse_others("connect_ex")
