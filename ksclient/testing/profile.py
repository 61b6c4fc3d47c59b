"""How servers that speak v2.0 differ, as data: one file of ``profiles/`` for each.

What no profile imitates of the older Keystones: tokens that are no UUIDs, PKI and Fernet; the
links in the extensions' descriptions; what is an accident of their Python and of the order of
their checks, beyond what the traits below say. Of ConoHa, NHN Cloud and Rackspace, what their
documentation shows is imitated; the rest is as in Mitaka, or as the file of the profile says.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, get_type_hints

from ksclient.testing.members import Wrong, fitting

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FlavourName = Literal["keystone", "rackspace"]
_MOST_HOURS = 24 * 366 * 1000
"""A thousand years: what expires then can still be told."""

Interface = Literal["public", "internal", "admin"]
SubjectTokens = Literal["nowhere", "services", "everywhere"]


class ProfileError(ValueError):
    """There is no such profile, or it cannot be read, or there cannot be such a one."""


class Version(TypedDict):
    """What a server says of a version that it has."""

    id: str
    status: str
    updated: str


class Rewording(TypedDict):
    """What a server says in other words: what *pike* finds in an error becomes *here*.

    Both are as `re.sub` takes them.
    """

    pike: str
    here: str


@dataclass(frozen=True)
class Profile:
    """One kind of server. The defaults are Keystone's Pike.

    Raises:
        ProfileError: If a member is of another type, or cannot be.

    Attributes:
        name: What it is called.
        flavour: Whose documents and errors it speaks.
        versions: What ``GET /`` lists, ``id``, ``status`` and ``updated`` of each.
        documentation_url: Where the v2.0 version document says that its documentation is.
        sentences_end_with_period: Whether errors that Keystone has templates for end with one.
        quotes_unknown_urls: Whether the 404 for a URL that leads nowhere tells that URL.
        rewordings: Errors that are said in other words.
        has_schemas: Whether bodies are checked against schemas, before who asks; without them
            a tenant's name may have blanks around it.
        role_descriptions_are_ids: Whether the schema for roles takes a description for an id, by
            a slip: letters, digits and hyphens only.
        needs_regions: Whether an endpoint that is made without a ``region`` trips the server.
        looks_up_empty_names: Whether tenants are searched for an empty name; else that asks
            for all.
        refuses_bad_tokens_everywhere: Whether an invalid token is a 401 on open routes, too.
        unscoped_admin_status: What an unscoped token gets where an administrator is needed.
        subject_tokens_trip: Where the header ``X-Subject-Token``, which is v3's, trips the server:
            where a service or an administrator is needed, or everywhere where more than a
            token is.
        password_is_default: Whether a login that does not say how is told to lack
            ``passwordCredentials``; else ``auth``.
        tenant_id_wins: Whether ``tenantId`` counts, if a login has ``tenantName``, too.
        takes_both_tenants: Whether a login may have both; else it is a 400.
        longest_token: Characters of the longest token that a login may have.
        trusts_by_password: Whether a login by password may use a trust; else it consumes a use
            of it, and gives a token without it.
        shows_trusted_tokens: Whether a token that came from a trust can be validated; else
            that is a 401.
        rebuilds_tokens: Whether a token is shown with today's names and roles; else as issued.
        issued_at_form: Whether ``issued_at`` ends with ``.000000Z``; or with its microseconds,
            and no ``Z``.
        expires_with_fraction: Whether ``expires`` ends with ``.000000Z``.
        tokens_are_alike: Whether all tokens look alike; else those for EC2 signatures, and for a
            new password of one's own, show more of their tenants, and EC2's more of roles.
        new_password_keeps_chain: Whether the token for a new password of one's own goes on the
            chain of the one that was used; else it begins its own.
        shows_user_options: Whether users have ``options``.
        token_hours: How long a token lives.
        catalog_interfaces: Whose URLs a catalog has.
        catalog_has_ids: Whether endpoints in a catalog have an ``id``.
        extra: Whatever else a flavour needs.
    """

    name: str = "pike"
    flavour: FlavourName = "keystone"
    versions: tuple[Version, ...] = (
        {"id": "v3.8", "status": "stable", "updated": "2017-02-22T00:00:00Z"},
        {"id": "v2.0", "status": "deprecated", "updated": "2016-08-04T00:00:00Z"},
    )
    documentation_url: str = "https://docs.openstack.org/"
    sentences_end_with_period: bool = True
    quotes_unknown_urls: bool = True
    rewordings: tuple[Rewording, ...] = ()
    has_schemas: bool = True
    role_descriptions_are_ids: bool = False
    needs_regions: bool = False
    looks_up_empty_names: bool = False
    refuses_bad_tokens_everywhere: bool = False
    unscoped_admin_status: Literal[401, 403] = 403
    subject_tokens_trip: SubjectTokens = "everywhere"
    password_is_default: bool = False
    tenant_id_wins: bool = True
    takes_both_tenants: bool = True
    longest_token: int = 255
    trusts_by_password: bool = True
    shows_trusted_tokens: bool = True
    rebuilds_tokens: bool = True
    issued_at_form: Literal["fraction", "microseconds"] = "fraction"
    expires_with_fraction: bool = True
    tokens_are_alike: bool = True
    new_password_keeps_chain: bool = True
    shows_user_options: bool = True
    token_hours: float = 1
    catalog_interfaces: tuple[Interface, ...] = ("public", "internal", "admin")
    catalog_has_ids: bool = True
    extra: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        types = _types()
        try:
            for member in fields(self):
                fitting(getattr(self, member.name), types[member.name], member.name)
        except Wrong as wrong:
            raise ProfileError(f"{wrong}.") from None
        if not 0 < self.token_hours <= _MOST_HOURS:
            raise ProfileError(
                f"token_hours={self.token_hours} cannot be: it is more than 0, and at most "
                f"{_MOST_HOURS}."
            )
        _check_patterns(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """Return the profile that *data* describes, member by member.

        Raises:
            ProfileError: If it has members that a profile does not have, or of another type.
        """
        types = _types()
        if unknown := sorted(data.keys() - types.keys()):
            near = _did_you_mean(unknown[0], types)
            raise ProfileError(f"A profile has no {unknown[0]!r}{near} It has: {', '.join(types)}.")
        try:
            members = {name: fitting(data[name], types[name], name) for name in data}
        except Wrong as wrong:
            raise ProfileError(f"{wrong}.") from None
        return cls(**members)


@cache
def _types() -> dict[str, Any]:
    """Return of which type each member of a profile is."""
    return get_type_hints(Profile)


def names() -> list[str]:
    """Return the names of the profiles that come with this package."""
    files = [file.name for file in _folder().iterdir()]
    return sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))


def named(name: str) -> Profile:
    """Return the profile of that *name*; or of that file, if it ends with ``.toml``.

    Raises:
        ProfileError: If there is none, or it cannot be read.
    """
    if not isinstance(name, str):
        raise ProfileError(
            f"A profile is a name, or a Profile, and not of type {type(name).__name__}."
        )
    source = _source(name)
    try:
        return Profile.of(tomllib.loads(source.read_text(encoding="utf-8")))
    except ProfileError as cause:
        raise ProfileError(f"The profile {name!r} is wrong: {cause}") from cause
    except OSError as cause:
        raise ProfileError(
            f"The profile {name!r} cannot be read: {cause}. Name a file that there is, or one "
            f"of: {', '.join(names())}."
        ) from cause
    except ValueError as cause:
        raise ProfileError(
            f'The profile {name!r} cannot be read: {cause}. It must be TOML, such as name = "mine".'
        ) from cause


def _source(name: str) -> Path | Traversable:
    if name.endswith(".toml"):
        return Path(name)
    if name in names():
        return _folder() / f"{name}.toml"
    raise ProfileError(
        f"There is no profile {name!r}{_did_you_mean(name, names())} There are: "
        f"{', '.join(names())}; or name a .toml file."
    )


def _folder() -> Traversable:
    return resources.files(__package__) / "profiles"


def _did_you_mean(word: str, known: Any) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]!r}?" if near else "."


def _check_patterns(profile: Profile) -> None:
    for index, rewording in enumerate(profile.rewordings):
        try:
            re.sub(rewording["pike"], rewording["here"], "")
        except (re.error, IndexError) as cause:
            raise ProfileError(f"rewordings[{index}] is no regular expression: {cause}.") from cause
