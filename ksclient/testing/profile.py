"""How servers that speak v2.0 differ, as data: one file of ``profiles/`` for each."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Self

Flavour = Literal["keystone", "rackspace"]
Interface = Literal["public", "internal", "admin"]


class ProfileError(ValueError):
    """There is no such profile, or it cannot be read."""


@dataclass(frozen=True)
class Profile:
    """One kind of server. The defaults are Keystone's Pike.

    Attributes:
        name: What it is called.
        flavour: Whose documents and errors it speaks.
        versions: What ``GET /`` lists, ``id``, ``status`` and ``updated`` of each.
        documentation_url: Where the v2.0 version document says that its documentation is.
        sentences_end_with_period: Whether most errors end with one.
        has_schemas: Whether bodies are checked against schemas, before who asks.
        refuses_bad_tokens_everywhere: Whether an invalid token is a 401 on open routes, too.
        unscoped_admin_status: What an unscoped token gets where an administrator is needed.
        tenant_id_wins: Whether ``tenantId`` counts, if a login has ``tenantName``, too.
        takes_both_tenants: Whether a login may have both; else it is a 400.
        longest_token: Characters of the longest token that a login may have.
        rebuilds_tokens: Whether a token is shown with today's names and roles; else as issued.
        expires_with_fraction: Whether ``expires`` ends with ``.000000Z``.
        shows_user_options: Whether users have ``options``.
        token_hours: How long a token lives.
        catalog_interfaces: Whose URLs a catalog has.
        extra: Whatever else a flavour needs.
    """

    name: str = "pike"
    flavour: Flavour = "keystone"
    versions: tuple[dict[str, str], ...] = (
        {"id": "v3.8", "status": "stable", "updated": "2017-02-22T00:00:00Z"},
        {"id": "v2.0", "status": "deprecated", "updated": "2016-08-04T00:00:00Z"},
    )
    documentation_url: str = "https://docs.openstack.org/"
    sentences_end_with_period: bool = True
    has_schemas: bool = True
    refuses_bad_tokens_everywhere: bool = False
    unscoped_admin_status: int = 403
    tenant_id_wins: bool = True
    takes_both_tenants: bool = True
    longest_token: int = 255
    rebuilds_tokens: bool = True
    expires_with_fraction: bool = True
    shows_user_options: bool = True
    token_hours: float = 1
    catalog_interfaces: tuple[Interface, ...] = ("public", "internal", "admin")
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """Return the profile that *data* describes, member by member.

        Raises:
            ProfileError: If it has members that a profile does not have.
        """
        known = {each.name for each in dataclasses.fields(cls)}
        if unknown := sorted(data.keys() - known):
            raise ProfileError(
                f"A profile has no {', '.join(unknown)}. It has: {', '.join(sorted(known))}."
            )
        lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list)}
        return cls(**data | lists)


def names() -> list[str]:
    """Return the names of the profiles that come with this package."""
    folder = resources.files(__package__) / "profiles"
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if ".toml" in f.name)


@cache
def named(name: str) -> Profile:
    """Return the profile of that *name*; or of that file, if it ends with ``.toml``.

    Raises:
        ProfileError: If there is none, or it cannot be read.
    """
    if name.endswith(".toml"):
        source = Path(name)
    elif name in names():
        source = resources.files(__package__) / "profiles" / f"{name}.toml"  # type: ignore[assignment]
    else:
        raise ProfileError(
            f"There is no profile {name!r}. There are: {', '.join(names())}; or name a .toml file."
        )
    try:
        data = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise ProfileError(f"The profile {name!r} cannot be read: {cause}") from cause
    return Profile.of(data)
