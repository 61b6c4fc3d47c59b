"""Plant a seed: read what it says, and then add all of it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ksclient.auth._redact import secret
from ksclient.testing.keystone.catalog import VARIABLES, filled_in
from ksclient.testing.keystone.state import MEMBER_ROLE_ID, MEMBER_ROLE_NAME, State
from ksclient.testing.keystone.tables import (
    Credential,
    Endpoint,
    Grant,
    Password,
    Role,
    Service,
    Tenant,
    Trust,
    User,
    new_id,
)
from ksclient.testing.seed import shapes
from ksclient.testing.seed.additions import Addition, NamedAddition
from ksclient.testing.seed.places import Place, SeedError
from ksclient.testing.seed.records import Record

REGION = "RegionOne"

_VARIABLE = re.compile(r"%%|[%$]\(\w+\)[sd]")


def plant(
    state: State,
    data: Mapping[str, Any],
    *,
    file: str | None = None,
    tenant_names_are_ids: bool = False,
) -> None:
    """Add what *data* says to a state; see the package for how it says that.

    Args:
        state: The state.
        data: The seed.
        file: Where it was read from, for errors. None for nowhere.
        tenant_names_are_ids: Whether a tenant that has no id gets its name for one; else it is
            made up.

    Raises:
        SeedError: If it cannot be done; then nothing was added.
    """
    seed = Place(data)
    del data  # its secrets would show in a traceback with locals
    planter = _Planter(state, tenant_names_are_ids=tenant_names_are_ids)
    try:
        planter.read(seed)
    except SeedError as error:
        error.file = file
        raise
    planter.commit()


class _Planter:
    """Reads a seed, part by part: each refers to earlier ones only."""

    def __init__(self, state: State, *, tenant_names_are_ids: bool) -> None:
        self._state = state
        self._tenants_id = "name" if tenant_names_are_ids else "id"
        self._tenants = NamedAddition(state.tenants)
        self._roles = NamedAddition(state.roles)
        self._users = NamedAddition(state.users)
        self._services = Addition(state.services)
        self._endpoints = Addition(state.endpoints)
        self._trusts = Addition(state.trusts)
        self._credentials = Addition(state.credentials)
        self._grants: dict[Grant, None] = {}

    def read(self, seed: Place) -> None:
        parts = Record(seed, shapes.SEED)
        readers = {
            "tenants": self._tenant,
            "roles": self._declared_role,
            "users": self._user,
            "services": self._service,
            "trusts": self._trust,
            "credentials": self._credential,
        }
        for name, read in readers.items():
            part = parts.get(name)
            for place in part.items() if part else []:
                read(place)

    def commit(self) -> None:
        for addition in (
            self._tenants,
            self._roles,
            self._users,
            self._services,
            self._endpoints,
            self._trusts,
            self._credentials,
        ):
            addition.commit()
        self._state.grants |= self._grants

    def _tenant(self, place: Place) -> None:
        record = Record(place, shapes.TENANT)
        default = None if "description" in record else ""
        tenant = Tenant(
            record["name"].text(),
            id=record.identifier("id" if record.get("id") else self._tenants_id),
            description=record.text("description", default, may_be_blank=True),
            enabled=record.flag("enabled"),
            extra=record.more(),
        )
        self._tenants.add(tenant, place)

    def _declared_role(self, place: Place) -> None:
        if isinstance(place.value, str):
            self._role(place)  # which may be there already: to name it is enough
            return
        record = Record(place, shapes.ROLE)
        role = Role(record["name"].text(), id=record.identifier(), extra=record.more())
        self._roles.add(role, place)

    def _role(self, place: Place) -> Role:
        """Return the role that is named here; it is made if there is none."""
        name = place.text()
        role_id = MEMBER_ROLE_ID if name == MEMBER_ROLE_NAME else new_id()
        return self._roles.find(name) or self._roles.add(Role(name, id=role_id), place)

    def _user(self, place: Place) -> None:
        record = Record(place, shapes.USER)
        known = self._state.users.named(record["name"].text())
        if known and record.says_only("name", "roles"):
            self._grant(known, record["roles"])
            return
        tenant_place = record.get("tenant")
        tenant = self._tenants.get(tenant_place) if tenant_place else None
        email = record.text("email", None)
        user = User(
            record["name"].text(),
            id=record.identifier(),
            password=_password(record.get("password")),
            api_key=secret(record.text("api_key", None)),
            tenant_id=tenant.id if tenant else None,
            enabled=record.flag("enabled"),
            extra=({} if email is None else {"email": email}) | record.more(),
        )
        self._users.add(user, place)
        roles_place = record.get("roles")
        on = self._grant(user, roles_place) if roles_place else set()
        if tenant and tenant_place and tenant.id not in on:
            role = self._role(Place(MEMBER_ROLE_NAME, tenant_place.path))
            self._grants[Grant(tenant.id, user.id, role.id)] = None

    def _grant(self, user: User, place: Place) -> set[str]:
        """Give a user the roles that are named here, and return the ids of the tenants."""
        on = set()
        for reference, names in place.members().items():
            tenant = self._tenants.get(Place(reference, names.path))
            on.add(tenant.id)
            for name in names.items():
                self._grants[Grant(tenant.id, user.id, self._role(name).id)] = None
        return on

    def _service(self, place: Place) -> None:
        record = Record(place, shapes.SERVICE)
        service = Service(
            record["type"].text(),
            record.text("name", "", may_be_blank=True),
            id=record.identifier(),
            enabled=record.flag("enabled"),
            extra=record.more(),
        )
        self._services.add(service, place)
        endpoints = record.get("endpoints")
        for each in endpoints.items() if endpoints else []:
            self._endpoints.add(_endpoint(service, each), each)

    def _trust(self, place: Place) -> None:
        record = Record(place, shapes.TRUST)
        uses = record.get("uses")
        trust = Trust(
            self._users.get(record["trustor"]).id,
            self._users.get(record["trustee"]).id,
            self._tenants.get(record["tenant"]).id,
            [self._role(each).id for each in record["roles"].items()],
            id=record.identifier(),
            impersonation=record.flag("impersonation"),
            remaining_uses=uses.count() if uses else None,
        )
        if not trust.role_ids:
            raise record["roles"].error("must name a role")
        self._trusts.add(trust, place)

    def _credential(self, place: Place) -> None:
        record = Record(place, shapes.CREDENTIAL)
        credential = Credential(
            self._users.get(record["user"]).id,
            self._tenants.get(record["tenant"]).id,
            id=record.identifier("access"),
            secret=record.text("secret", new_id()),
        )
        self._credentials.add(credential, place)


def _endpoint(service: Service, place: Place) -> Endpoint:
    record = Record(place, shapes.ENDPOINT)
    urls = {name: _url(record[name]) for name in shapes.INTERFACES if record.get(name)}
    if not urls:
        raise place.error(f"lacks a URL: one of {', '.join(shapes.INTERFACES)}")
    default = None if "region" in record else REGION
    return Endpoint(
        service.id,
        record.text("region", default),
        urls,
        id=record.identifier(),
        enabled=record.flag("enabled"),
    )


def _url(place: Place) -> str:
    """Return the URL at a place, which a catalog can fill in."""
    url = place.text()
    rest = _VARIABLE.sub("", url)
    if "%" in rest or "$(" in rest or filled_in(url, dict.fromkeys(VARIABLES, 0)) is None:
        raise place.error(
            f"cannot be filled in. It may have {', '.join(f'%({each})s' for each in VARIABLES)}; "
            "and %% for a percent sign"
        )
    return url


def _password(place: Place | None) -> Password | None:
    return Password(place.text(may_be_blank=True)) if place else None
