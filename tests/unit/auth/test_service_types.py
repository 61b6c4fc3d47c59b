"""Service types have official names and aliases; a catalog may use either."""

from __future__ import annotations

import pytest

from ksclient.auth._service_types import (
    all_types,
    implied_major_version,
    is_known,
    is_match,
    official_type,
)


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("identity", "identity"),
        ("volume", "block-storage"),
        ("volumev3", "block-storage"),
        ("bare-metal", "baremetal"),
        ("key_manager", "key-manager"),
        ("application_deployment", "application-deployment"),
        ("policy", "operator-policy"),
        ("nonsense", None),
        ("", None),
        ("Identity", None),
    ],
)
def test_aliases_lead_to_the_official_type(name: str, official: str | None) -> None:
    assert official_type(name) == official
    assert is_known(name) is (official is not None)


@pytest.mark.parametrize(
    ("requested", "found"),
    [
        ("identity", "identity"),
        ("my-own", "my-own"),
        ("volumev2", "block-storage"),
        ("block-storage", "volumev3"),
        ("share", "shared-file-system"),
    ],
)
def test_a_type_serves_who_asked_for_it_or_for_its_alias(requested: str, found: str) -> None:
    assert is_match(requested, found)


@pytest.mark.parametrize(
    ("requested", "found"),
    [
        ("volumev2", "volumev3"),
        ("volume", "volumev2"),
        ("identity", "compute"),
        ("identity", "volumev3"),
        ("my-own", "another"),
        ("my-own", "identity"),
        ("identity", "my-own"),
    ],
)
def test_two_aliases_or_two_types_do_not_match(requested: str, found: str) -> None:
    assert not is_match(requested, found)


def test_all_names_of_a_service_start_with_the_official_one() -> None:
    assert all_types("volume") == (
        "block-storage",
        "volumev3",
        "volumev2",
        "volume",
        "block-store",
    )


def test_a_type_that_nobody_knows_is_its_own_only_name() -> None:
    assert all_types("my-own") == ("my-own",)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("volumev2", 2),
        ("volumev3", 3),
        ("sharev2", 2),
        ("workflowv2", 2),
        ("volume", None),
        ("identityv2", None),
        ("nonsensev9", None),
        ("v2", None),
        ("ev", None),
        ("", None),
        (None, None),
    ],
)
def test_only_known_names_imply_a_version(name: str | None, version: int | None) -> None:
    assert implied_major_version(name) == version


def test_the_table_agrees_with_keystoneauth1s_source_of_it() -> None:
    service_types = pytest.importorskip("os_service_types").ServiceTypes()

    for alias, official in service_types._service_types_data["reverse"].items():
        assert official_type(alias) == official
    for official, aliases in service_types._service_types_data["forward"].items():
        assert all_types(official) == (official, *aliases)
