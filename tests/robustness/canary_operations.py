"""What can be done with a client: a call of each method, and of some with what is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ksclient.auth import access
from ksclient.v2_0.client import Client
from tests.robustness.canary_world import World

Operation = Callable[[Client, World], Any]


def _made(manager: Any, **info: Any) -> Any:
    """Return a resource as if it had been fetched."""
    return manager.resource_class(manager, info, loaded=True)


def _tenant(k: Client, name: str = "acme") -> Any:
    return _made(k.tenants, id=f"t-{name}", name=name, enabled=True)


def _user(k: Client, name: str = "alice") -> Any:
    return _made(k.users, id=f"u-{name}", name=name, enabled=True)


def _token(k: Client, token_id: str) -> Any:
    return k.tokens.resource_class(k.tokens, {"token": {"id": token_id}}, loaded=True)


METHODS: dict[str, Operation] = {
    "CertificatesManager.get_ca_certificate": lambda k, w: k.certificates.get_ca_certificate(),
    "CertificatesManager.get_signing_certificate": lambda k, w: (
        k.certificates.get_signing_certificate()
    ),
    "CredentialsManager.create": lambda k, w: k.ec2.create("u-alice", "t-acme"),
    "CredentialsManager.get": lambda k, w: k.ec2.get("u-alice", "a-key"),
    "CredentialsManager.list": lambda k, w: k.ec2.list("u-alice"),
    "CredentialsManager.find": lambda k, w: k.ec2.find(user_id="u-alice", access="a-key"),
    "CredentialsManager.findall": lambda k, w: k.ec2.findall(
        user_id="u-alice", secret=w.ec2_secret
    ),
    "CredentialsManager.delete": lambda k, w: k.ec2.delete("u-alice", "a-gone"),
    "EC2.get": lambda k, w: k.ec2.get("u-alice", "a-key").get(),
    "EC2.delete": lambda k, w: _made(
        k.ec2, access="a-gone-too", user_id="u-alice", secret=w.ec2_secret
    ).delete(),
    "EndpointManager.create": lambda k, w: k.endpoints.create(
        "RegionOne", "s-compute", f"http://u:{w.userinfo}@compute.example/"
    ),
    "EndpointManager.list": lambda k, w: k.endpoints.list(),
    "EndpointManager.find": lambda k, w: k.endpoints.find(id="e-compute"),
    "EndpointManager.findall": lambda k, w: k.endpoints.findall(region="RegionOne"),
    "EndpointManager.delete": lambda k, w: k.endpoints.delete("e-gone"),
    "Endpoint.delete": lambda k, w: _made(k.endpoints, id="e-gone-too").delete(),
    "ExtensionManager.list": lambda k, w: k.extensions.list(),
    "ExtensionManager.get": lambda k, w: k.extensions.get("OS-EC2"),
    "ExtensionManager.find": lambda k, w: k.extensions.find(alias="OS-EC2"),
    "ExtensionManager.findall": lambda k, w: k.extensions.findall(alias="OS-EC2"),
    "Extension.get": lambda k, w: k.extensions.get("OS-EC2").get(),
    "RoleManager.create": lambda k, w: k.roles.create("auditor"),
    "RoleManager.get": lambda k, w: k.roles.get("r-member"),
    "RoleManager.list": lambda k, w: k.roles.list(),
    "RoleManager.find": lambda k, w: k.roles.find(name="member"),
    "RoleManager.findall": lambda k, w: k.roles.findall(name="member"),
    "RoleManager.roles_for_user": lambda k, w: k.roles.roles_for_user("u-alice", "t-acme"),
    "RoleManager.add_user_role": lambda k, w: k.roles.add_user_role("u-bob", "r-member", "t-acme"),
    "RoleManager.remove_user_role": lambda k, w: k.roles.remove_user_role(
        "u-bob", "r-member", "t-acme"
    ),
    "RoleManager.delete": lambda k, w: k.roles.delete("r-gone"),
    "Role.get": lambda k, w: _made(k.roles, id="r-member", name="member").get(),
    "Role.delete": lambda k, w: k.roles.create("passing").delete(),
    "ServiceManager.create": lambda k, w: k.services.create("swift", "object-store", "files"),
    "ServiceManager.get": lambda k, w: k.services.get("s-compute"),
    "ServiceManager.list": lambda k, w: k.services.list(),
    "ServiceManager.find": lambda k, w: k.services.find(name="compute"),
    "ServiceManager.findall": lambda k, w: k.services.findall(name="compute"),
    "ServiceManager.delete": lambda k, w: k.services.delete("s-gone"),
    "Service.get": lambda k, w: _made(k.services, id="s-compute").get(),
    "Service.delete": lambda k, w: _made(k.services, id="s-gone-too").delete(),
    "TenantManager.create": lambda k, w: k.tenants.create("globex", "d", password=w.new_password),
    "TenantManager.get": lambda k, w: k.tenants.get("t-acme"),
    "TenantManager.list": lambda k, w: k.tenants.list(),
    "TenantManager.find": lambda k, w: k.tenants.find(name="acme"),
    "TenantManager.findall": lambda k, w: k.tenants.findall(password=w.new_password),
    "TenantManager.update": lambda k, w: k.tenants.update("t-acme", password=w.new_password),
    "TenantManager.list_users": lambda k, w: k.tenants.list_users("t-acme"),
    "TenantManager.add_user": lambda k, w: k.tenants.add_user("t-acme", "u-bob", "r-member"),
    "TenantManager.remove_user": lambda k, w: k.tenants.remove_user("t-acme", "u-bob", "r-member"),
    "TenantManager.delete": lambda k, w: k.tenants.delete("t-gone"),
    "Tenant.get": lambda k, w: _tenant(k).get(),
    "Tenant.update": lambda k, w: _tenant(k).update(description="a competitor"),
    "Tenant.list_users": lambda k, w: _tenant(k).list_users(),
    "Tenant.add_user": lambda k, w: _tenant(k).add_user("u-bob", "r-member"),
    "Tenant.remove_user": lambda k, w: _tenant(k).remove_user("u-bob", "r-member"),
    "Tenant.delete": lambda k, w: k.tenants.create("passing").delete(),
    "TokenManager.authenticate": lambda k, w: k.tokens.authenticate(
        "alice", tenant_name="acme", password=w.password
    ),
    "TokenManager.check": lambda k, w: k.tokens.check(w.issue()),
    "TokenManager.validate": lambda k, w: k.tokens.validate(w.issue(), belongs_to="t-acme"),
    "TokenManager.get_token_data": lambda k, w: k.tokens.get_token_data(w.issue()),
    "TokenManager.validate_access_info": lambda k, w: k.tokens.validate_access_info(w.issue()),
    "TokenManager.endpoints": lambda k, w: k.tokens.endpoints(w.issue()),
    "TokenManager.get_revoked": lambda k, w: k.tokens.get_revoked(),
    "TokenManager.delete": lambda k, w: k.tokens.delete(w.issue()),
    "Token.delete": lambda k, w: _token(k, w.issue()).delete(),
    "UserManager.create": lambda k, w: k.users.create("carol", w.new_password, tenant_id="t-acme"),
    "UserManager.get": lambda k, w: k.users.get("u-alice"),
    "UserManager.list": lambda k, w: k.users.list(),
    "UserManager.find": lambda k, w: k.users.find(name="alice"),
    "UserManager.findall": lambda k, w: k.users.findall(password=w.password),
    "UserManager.list_roles": lambda k, w: k.users.list_roles("u-alice", "t-acme"),
    "UserManager.update": lambda k, w: k.users.update("u-bob", password=w.new_password),
    "UserManager.update_enabled": lambda k, w: k.users.update_enabled("u-bob", enabled=True),
    "UserManager.update_password": lambda k, w: k.users.update_password("u-bob", w.new_password),
    "UserManager.update_tenant": lambda k, w: k.users.update_tenant("u-bob", "t-acme"),
    "UserManager.delete": lambda k, w: k.users.delete("u-gone"),
    "User.get": lambda k, w: _user(k).get(),
    "User.list_roles": lambda k, w: _user(k).list_roles("t-acme"),
    "User.delete": lambda k, w: k.users.create("passing", w.new_password).delete(),
    # The last one: the token that was used is dead after it.
    "UserManager.update_own_password": lambda k, w: k.users.update_own_password(
        w.password, w.password + "2"
    ),
}
"""A call of each public method; with nothing wrong, all of them return."""

MISTAKES: dict[str, Operation] = {
    "login, wrong password": lambda k, w: k.tokens.authenticate("bob", password=w.new_password),
    "login, no name": lambda k, w: k.tokens.authenticate(password=w.password),
    "login, a dead token": lambda k, w: k.tokens.authenticate(token=w.subject),
    "login, not acme's": lambda k, w: k.tokens.authenticate(
        "bob", tenant_id="t-gone", password=w.password
    ),
    "check, unknown": lambda k, w: k.tokens.check(w.subject),
    "validate, unknown": lambda k, w: k.tokens.validate(w.subject, belongs_to="t-acme"),
    "validate, of another tenant": lambda k, w: k.tokens.validate(w.issue(), belongs_to="t-gone"),
    "validate, a document": lambda k, w: k.tokens.validate(
        {"access": {"token": {"id": w.subject}}}
    ),
    "validate, a token in bytes": lambda k, w: k.tokens.validate(w.subject.encode()),
    "data of an unknown one": lambda k, w: k.tokens.get_token_data(w.subject),
    "access of an unknown one": lambda k, w: k.tokens.validate_access_info(w.subject),
    "endpoints, unknown": lambda k, w: k.tokens.endpoints(w.subject),
    "revoke, unknown": lambda k, w: k.tokens.delete(w.subject),
    "revoke, unknown, as a resource": lambda k, w: _token(k, w.subject).delete(),
    "own password, wrong": lambda k, w: k.users.update_own_password(w.new_password, w.new_password),
    "own password, bytes": lambda k, w: k.users.update_own_password(w.new_password.encode(), "x"),
    "user, twice": lambda k, w: k.users.create("alice", w.new_password),
    "user, no tenant": lambda k, w: k.users.create("dave", w.new_password, tenant_id="."),
    "user, unknown": lambda k, w: k.users.update_password("u-nobody", w.new_password),
    "tenant, a login for an id": lambda k, w: k.tenants.get(
        access.create(body={"access": {"token": {"id": w.subject}}}, auth_token=w.subject)
    ),
    "EC2, of an unknown secret": lambda k, w: k.ec2.find(user_id="u-alice", secret=w.subject),
    "EC2, no user": lambda k, w: k.ec2.find(secret=w.ec2_secret),
    "EC2, another's": lambda k, w: k.ec2.get("u-bob", "a-key"),
    "a service of no region": lambda k, w: k.session.get(
        "/", endpoint_filter={"service_type": "nope", "region_name": "nowhere"}
    ),
}
"""Calls that fail, or find nothing; some of them as nobody means to call."""

WRONG_IDS: dict[str, Operation] = {
    "user, a dict for an id": lambda k, w: k.users.get({"id": "u", "password": w.password}),
    "user, a nameless dict for an id": lambda k, w: k.users.get({"x": w.password}),
    "user, a list for an id": lambda k, w: k.users.get([w.password]),
    "user, bytes for an id": lambda k, w: k.users.delete(w.password.encode()),
    "role, a tuple for an id": lambda k, w: k.roles.add_user_role(
        (w.password,), "r-member", {"a": w.new_password}
    ),
}
"""Calls with something in the place of an id that may hold a secret, and has no name for it."""

BY_HAND: dict[str, Operation] = {
    "a login": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/tokens",
        json={"auth": {"passwordCredentials": {"username": "alice", "password": w.password}}},
        authenticated=False,
    ),
    "a trust": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/tokens",
        json={"auth": {"token": {"id": w.subject}, "trust_id": w.trust_id, "tenantId": "t-acme"}},
        authenticated=False,
    ),
    "an API key": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/tokens",
        json={"auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "alice", "apiKey": w.api_key}}},
        authenticated=False,
    ),
    "an EC2 signature": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/ec2tokens",
        json={"credentials": {"access": "a-key", "signature": w.ec2_secret}},
        authenticated=False,
    ),
    "text": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/tokens",
        data=f'{{"auth": {{"passwordCredentials": {{"password": "{w.userinfo}"}}}}}}',
        authenticated=False,
    ),
    "bytes": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/tokens",
        data=b'{"auth": {"passwordCredentials": {"password": "%s"}}}' % w.userinfo.encode(),
        authenticated=False,
    ),
    "a form": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/tokens", data={"password": w.password}, authenticated=False
    ),
    "XML": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/tokens",
        data=f'<auth><passwordCredentials username="a" password="{w.userinfo}"/></auth>',
        headers={"Content-Type": "application/xml"},
        authenticated=False,
    ),
    "XML elements": lambda k, w: k.session.post(
        f"{w.cloud.auth_url}/tokens",
        data=f"<user><name>a</name><new_password>{w.userinfo}</new_password></user>",
        headers={"Content-Type": "application/xml"},
        authenticated=False,
    ),
    "newPassword": lambda k, w: k.session.post(
        f"{w.cloud.admin_url}/users", json={"user": {"newPassword": w.new_password}}
    ),
    "a token as a text": lambda k, w: k.session.post(
        f"{w.cloud.admin_url}/tokens", json={"token": w.subject}
    ),
    "headers": lambda k, w: k.session.get(
        f"{w.cloud.admin_url}/users/u-alice",
        headers={
            "X-Subject-Token": w.subject,
            "X-Service-Token": w.subject,
            "X-Auth-Receipt": w.subject,
            "X-Auth-Key": w.ec2_secret,
        },
    ),
    "basic": lambda k, w: k.session.get(
        f"{w.cloud.admin_url}/users/u-alice", requests_auth=("me", w.userinfo), authenticated=False
    ),
    "userinfo": lambda k, w: k.session.get(
        f"{w.auth_url(userinfo=True)}/tenants", authenticated=False
    ),
    "a query": lambda k, w: k.session.get(
        f"{w.cloud.admin_url}/users", params={"password": w.password, "token": w.subject}
    ),
    "a cookie": lambda k, w: k.session.get(
        f"{w.cloud.admin_url}/users", cookies={"session": w.userinfo}
    ),
    "a token in the path": lambda k, w: k.session.head(f"{w.cloud.admin_url}/tokens/{w.issue()}"),
    "discovery": lambda k, w: k.session.get_all_version_data(interface="admin"),
}
"""Requests by hand, over the client's session: what users send whose plugin is their own."""

ALL = {**MISTAKES, **BY_HAND, **METHODS}
"""All of these; what changes the caller's own password is the last one."""
