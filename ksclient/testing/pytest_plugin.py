"""Fixtures and markers of pytest for tests that need a Keystone.

Installed with ksclient; it costs nothing until a fixture is used, and needs
``pip install 'ksclient[testing]'`` then. Files that markers name are found from the test's folder.

.. code-block:: python

    @pytest.mark.keystone_seed({"tenants": [{"name": "demo"}]})
    def test_lists_tenants(keystone_client):
        assert [tenant.name for tenant in keystone_client.tenants.list()] == ["admin", "demo"]
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ksclient.auth.session import Session
    from ksclient.testing import Cloud
    from ksclient.v2_0.client import Client

_MARKERS = (
    "keystone_seed(data): what the cloud has beside its administrator: a dictionary, or a file.",
    "keystone_profile(name): which kind of server the cloud is.",
    "keystone_faults(*faults, on='*', api=None, times=1, after=0): what goes wrong with it.",
)


class FaultNeverHappened(pytest.PytestWarning):
    """A marker ``keystone_faults`` scripted what no request of its test was about."""


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the markers."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)


@pytest.fixture
def keystone_cloud(request: pytest.FixtureRequest) -> Iterator[Cloud]:
    """Give a cloud of the test's own, that runs."""
    from ksclient.testing import Cloud  # noqa: PLC0415 - paid for by tests that use it

    folder = request.path.parent
    with Cloud(profile=_profile(request.node, folder)) as cloud:
        for marker in reversed(list(request.node.iter_markers("keystone_seed"))):
            data = _only_argument(marker)
            cloud.plant(folder / data if isinstance(data, str | Path) else data)
        lines = [
            cloud.faults.script(*marker.args, **marker.kwargs)
            for marker in reversed(list(request.node.iter_markers("keystone_faults")))
        ]
        yield cloud
    for line in lines:
        if not line.happened:
            warnings.warn(FaultNeverHappened(f"{line} never happened."), stacklevel=1)


@pytest.fixture
def keystone_session(keystone_cloud: Cloud) -> Iterator[Session]:
    """Give a session that logs in to the cloud as its administrator, when it is used."""
    from ksclient.auth.identity import v2  # noqa: PLC0415 - paid for by tests that use it
    from ksclient.auth.session import Session  # noqa: PLC0415

    auth = v2.Password(
        keystone_cloud.auth_url, "admin", keystone_cloud.admin_password, tenant_name="admin"
    )
    session = Session(auth=auth)
    session.session.trust_env = False  # a proxy that the developer needs does not know the cloud
    yield session
    session.close()


@pytest.fixture
def keystone_client(keystone_session: Session) -> Client:
    """Give a v2.0 client that logs in to the cloud as its administrator, when it is used."""
    from ksclient.v2_0.client import Client  # noqa: PLC0415 - paid for by tests that use it

    return Client(session=keystone_session)


def _profile(test: pytest.Item, folder: Path) -> Any:
    marker = test.get_closest_marker("keystone_profile")
    profile = _only_argument(marker) if marker else "pike"
    is_file = isinstance(profile, str) and profile.endswith(".toml")
    return str(folder / profile) if is_file else profile


def _only_argument(marker: pytest.Mark) -> Any:
    if len(marker.args) != 1 or marker.kwargs:
        raise pytest.UsageError(f"The marker {marker.name} takes one argument, by position.")
    return marker.args[0]
