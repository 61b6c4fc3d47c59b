"""A microversion is asked for in the header of the standard and in those of older services."""

from __future__ import annotations

from typing import Any

import pytest

from ksclient.auth.session.headers import HeaderBag
from ksclient.auth.session.microversions import add_headers

NOVA = "X-OpenStack-Nova-API-Version"
IRONIC = "X-OpenStack-Ironic-API-Version"
MANILA = "X-OpenStack-Manila-API-Version"


def headers_for(
    version: Any, service_type: str | None = "compute", endpoint_filter: Any = None
) -> dict[str, Any]:
    bag = HeaderBag()
    add_headers(bag, version, service_type, endpoint_filter)
    return bag.final()


@pytest.mark.parametrize(
    ("service_type", "name", "older"),
    [
        ("compute", "compute", NOVA),
        ("baremetal", "baremetal", IRONIC),
        ("sharev2", "shared-file-system", MANILA),
        ("share", "shared-file-system", MANILA),
        ("shared-file-system", "shared-file-system", MANILA),
        ("volumev3", "volume", None),
        ("block-storage", "volume", None),
        ("identity", "identity", None),
    ],
)
def test_a_service_is_asked_by_the_name_it_calls_itself(
    service_type: str, name: str, older: str | None
) -> None:
    expected = {"OpenStack-API-Version": f"{name} 2.30", **({older: "2.30"} if older else {})}

    assert headers_for("2.30", service_type) == expected


@pytest.mark.parametrize(
    ("version", "text"),
    [("2.30", "2.30"), ((2, 30), "2.30"), ([2, 30], "2.30"), ("latest", "latest"), (2, "2.0")],
)
def test_a_version_may_be_written_in_any_form(version: Any, text: str) -> None:
    assert headers_for(version)["OpenStack-API-Version"] == f"compute {text}"


def test_without_a_service_type_the_filters_is_used() -> None:
    headers = headers_for("2.30", None, {"service_type": "compute"})

    assert headers["OpenStack-API-Version"] == "compute 2.30"


def test_a_header_that_is_there_stays() -> None:
    bag = HeaderBag({NOVA.lower(): "2.1"})

    add_headers(bag, "2.30", "compute", None)

    assert bag[NOVA] == "2.1"


@pytest.mark.parametrize("version", ["2.latest", (2, float("inf"))])
def test_the_latest_of_a_major_version_cannot_be_asked_for(version: Any) -> None:
    with pytest.raises(TypeError, match="latest"):
        headers_for(version)


@pytest.mark.parametrize("version", ["two", "2.x", object()])
def test_what_is_no_version_is_a_type_error(version: Any) -> None:
    with pytest.raises(TypeError):
        headers_for(version)


@pytest.mark.parametrize("endpoint_filter", [None, {}, {"service_name": "nova"}])
def test_a_service_that_nobody_named_cannot_be_asked(endpoint_filter: Any) -> None:
    with pytest.raises(TypeError, match="no service_type information"):
        headers_for("2.30", None, endpoint_filter)
