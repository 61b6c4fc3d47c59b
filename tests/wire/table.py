"""The calls of this library, each with the request that it sends."""

from __future__ import annotations

from typing import Any

from ksclient import discover as client_discover
from ksclient.auth import discover
from ksclient.auth.identity import v2
from ksclient.v2_0.client import Client
from tests.wire import answers
from tests.wire.answers import many, one
from tests.wire.calls import CALLS, sends

__all__ = ["CALLS"]

# --- logins and versions -------------------------------------------------------------------

_SCOPE = {"tenantId": "tenant_id", "tenantName": "tenant_name", "trust_id": "trust_id"}
_BY_PASSWORD = {"username": "username", "userId": "user_id", "password": "password"}


@sends(
    "POST",
    "{auth_url}/tokens",
    body={"auth": {"passwordCredentials": _BY_PASSWORD, **_SCOPE}},
    gives=answers.login,
    anonymous=True,
)
def v2_Password(keystone: Client, auth_url: str, password: Any, **kwargs: Any) -> Any:  # noqa: N802 - its name
    return v2.Password(auth_url, password=password, **kwargs).get_access(keystone.session)


@sends(
    "POST",
    "{auth_url}/tokens",
    body={"auth": {"token": {"id": "token"}, **_SCOPE}},
    gives=answers.login,
    anonymous=True,
)
def v2_Token(keystone: Client, auth_url: str, token: str, **kwargs: Any) -> Any:  # noqa: N802 - its name
    return v2.Token(auth_url, token, **kwargs).get_access(keystone.session)


@sends(
    "POST",
    "/tokens",
    body={
        "auth": {
            "passwordCredentials": {"username": "username", "password": "password"},
            "tenantId": "tenant_id",
            "tenantName": "tenant_name",
        }
    },
    gives=one("access"),
    anonymous=True,
)
def tokens_authenticate_by_password(
    keystone: Client, username: str, password: str, **scope: Any
) -> Any:
    return keystone.tokens.authenticate(username=username, password=password, **scope)


@sends(
    "POST",
    "/tokens",
    body={
        "auth": {
            "token": {"id": "token"},
            "tenantId": "tenant_id",
            "tenantName": "tenant_name",
        }
    },
    gives=answers.access_document,
    anonymous=True,
)
def tokens_authenticate_by_token(keystone: Client, token: str, **scope: Any) -> Any:
    return keystone.tokens.authenticate(token=token, return_raw=True, **scope)


@sends("GET", "{url}", gives=answers.versions)
def discover_Discover(keystone: Client, url: str) -> Any:  # noqa: N802 - its name
    return discover.Discover(keystone.session, url).raw_version_data()


@sends("GET", "{url}", gives=answers.versions)
def client_Discover(keystone: Client, url: str) -> Any:  # noqa: N802 - its name
    return client_discover.Discover(keystone.session, auth_url=url).raw_version_data()


# --- tokens --------------------------------------------------------------------------------

_BELONGS_TO = {"belongsTo": "belongs_to"}


@sends("GET", "/tokens/{token}", query=_BELONGS_TO, gives=one("access"))
def tokens_validate(keystone: Client, token: str, belongs_to: str | None = None) -> Any:
    return keystone.tokens.validate(token, belongs_to=belongs_to)


@sends("GET", "/tokens/{token}", query=_BELONGS_TO, gives=answers.document)
def tokens_get_token_data(keystone: Client, token: str, belongs_to: str | None = None) -> Any:
    return keystone.tokens.get_token_data(token, belongs_to=belongs_to)


@sends("GET", "/tokens/{token}", query=_BELONGS_TO, gives=answers.login_as_dictionary)
def tokens_validate_access_info(keystone: Client, token: str, belongs_to: str | None = None) -> Any:
    return keystone.tokens.validate_access_info(token, belongs_to=belongs_to)


@sends(
    "HEAD",
    "/tokens/{token}",
    query=_BELONGS_TO,
    gives=answers.good,
    verdicts={404: False},
)
def tokens_check(keystone: Client, token: str, belongs_to: str | None = None) -> Any:
    return keystone.tokens.check(token, belongs_to=belongs_to)


@sends("GET", "/tokens/{token}/endpoints", gives=many("endpoints"))
def tokens_endpoints(keystone: Client, token: str) -> Any:
    return keystone.tokens.endpoints(token)


@sends("DELETE", "/tokens/{token}", gives=answers.nothing)
def tokens_delete(keystone: Client, token: str) -> Any:
    return keystone.tokens.delete(token)


@sends("GET", "/tokens/revoked", gives=answers.document)
def tokens_get_revoked(keystone: Client) -> Any:
    return keystone.tokens.get_revoked()


@sends("GET", "/certificates/ca", gives=answers.text, anonymous=True)
def certificates_get_ca_certificate(keystone: Client) -> Any:
    return keystone.certificates.get_ca_certificate()


@sends("GET", "/certificates/signing", gives=answers.text, anonymous=True)
def certificates_get_signing_certificate(keystone: Client) -> Any:
    return keystone.certificates.get_signing_certificate()


# --- tenants -------------------------------------------------------------------------------

_PAGE = {"limit": "limit", "marker": "marker"}
_TENANT = {"tenant": {"name": "name", "description": "description", "enabled": "enabled", "*": "*"}}


@sends("GET", "/tenants", query=_PAGE, gives=many("tenants"))
def tenants_list(keystone: Client, limit: Any = None, marker: str | None = None) -> Any:
    return keystone.tenants.list(limit=limit, marker=marker)


@sends("GET", "/tenants", query=_PAGE, gives=many("tenants"))
def tenants_list_own(keystone: Client, limit: Any = None, marker: str | None = None) -> Any:
    return keystone.tenants.list(limit=limit, marker=marker, interface="public")


@sends("GET", "/tenants/{tenant}", gives=one("tenant"))
def tenants_get(keystone: Client, tenant: str) -> Any:
    return keystone.tenants.get(tenant)


@sends("POST", "/tenants", body=_TENANT, gives=one("tenant"))
def tenants_create(keystone: Client, name: Any, **members: Any) -> Any:
    return keystone.tenants.create(name, **members)


@sends("POST", "/tenants/{tenant}", body=_TENANT, gives=one("tenant"))
def tenants_update(keystone: Client, tenant: str, name: Any, **members: Any) -> Any:
    return keystone.tenants.update(tenant, name, **members)


@sends("DELETE", "/tenants/{tenant}", gives=answers.nothing)
def tenants_delete(keystone: Client, tenant: str) -> Any:
    return keystone.tenants.delete(tenant)


@sends("GET", "/tenants/{tenant}/users", gives=many("users"))
def tenants_list_users(keystone: Client, tenant: str) -> Any:
    return keystone.tenants.list_users(tenant)


# --- users ---------------------------------------------------------------------------------

_USER = {
    "name": "name",
    "password": "password",
    "email": "email",
    "tenantId": "tenant_id",
    "enabled": "enabled",
}


@sends("GET", "/users", query=_PAGE, gives=many("users"))
def users_list(keystone: Client, limit: Any = None, marker: str | None = None) -> Any:
    return keystone.users.list(limit=limit, marker=marker)


@sends("GET", "/tenants/{tenant_id}/users", query=_PAGE, gives=many("users"))
def users_list_of_tenant(keystone: Client, tenant_id: str, **page: Any) -> Any:
    return keystone.users.list(tenant_id, **page)


@sends("GET", "/users/{user}", gives=one("user"))
def users_get(keystone: Client, user: str) -> Any:
    return keystone.users.get(user)


@sends("POST", "/users", body={"user": _USER}, gives=one("user"))
def users_create(keystone: Client, name: Any, **members: Any) -> Any:
    return keystone.users.create(name, **members)


@sends("PUT", "/users/{user}", body={"user": {"*": "*"}}, gives=one("user"))
def users_update(keystone: Client, user: str, **members: Any) -> Any:
    return keystone.users.update(user, **members)


@sends(
    "PUT",
    "/users/{user}/OS-KSADM/enabled",
    body={"user": {"enabled": "enabled", "id": "id"}},
    gives=one("user"),
)
def users_update_enabled(keystone: Client, user: str, enabled: Any, id: str | None = None) -> Any:
    return keystone.users.update_enabled(user, enabled)


@sends(
    "PUT",
    "/users/{user}/OS-KSADM/password",
    body={"user": {"password": "password", "id": "id"}},
    gives=one("user"),
)
def users_update_password(keystone: Client, user: str, password: Any, id: str | None = None) -> Any:
    return keystone.users.update_password(user, password)


@sends(
    "PUT",
    "/users/{user}/OS-KSADM/tenant",
    body={"user": {"tenantId": "tenant", "id": "id"}},
    gives=one("user"),
)
def users_update_tenant(keystone: Client, user: str, tenant: Any, id: str | None = None) -> Any:
    return keystone.users.update_tenant(user, tenant)


@sends(
    "PATCH",
    "/OS-KSCRUD/users/{user}",
    body={"user": {"password": "new", "original_password": "old"}},
    gives=one("access"),
)
def users_update_own_password(keystone: Client, user: str, old: str, new: str) -> Any:
    if keystone.session.auth:
        keystone.session.auth.user_id = user
    return keystone.users.update_own_password(old, new)


@sends("DELETE", "/users/{user}", gives=answers.nothing)
def users_delete(keystone: Client, user: str) -> Any:
    return keystone.users.delete(user)


# --- roles and grants ----------------------------------------------------------------------

_GRANTS = "/tenants/{tenant}/users/{user}/roles"
_GLOBAL_GRANTS = "/users/{user}/roles"


@sends("GET", "/OS-KSADM/roles", gives=many("roles"))
def roles_list(keystone: Client) -> Any:
    return keystone.roles.list()


@sends("GET", "/OS-KSADM/roles/{role}", gives=one("role"))
def roles_get(keystone: Client, role: str) -> Any:
    return keystone.roles.get(role)


@sends("POST", "/OS-KSADM/roles", body={"role": {"name": "name"}}, gives=one("role"))
def roles_create(keystone: Client, name: Any) -> Any:
    return keystone.roles.create(name)


@sends("DELETE", "/OS-KSADM/roles/{role}", gives=answers.nothing)
def roles_delete(keystone: Client, role: str) -> Any:
    return keystone.roles.delete(role)


@sends("GET", _GRANTS, gives=many("roles"))
def roles_roles_for_user(keystone: Client, user: str, tenant: str) -> Any:
    return keystone.roles.roles_for_user(user, tenant)


@sends("GET", _GLOBAL_GRANTS, gives=many("roles"))
def roles_roles_for_user_everywhere(keystone: Client, user: str) -> Any:
    return keystone.roles.roles_for_user(user)


@sends("GET", _GRANTS, gives=many("roles"))
def users_list_roles(keystone: Client, user: str, tenant: str) -> Any:
    return keystone.users.list_roles(user, tenant)


@sends("PUT", _GRANTS + "/OS-KSADM/{role}", gives=one("role"))
def roles_add_user_role(keystone: Client, user: str, role: str, tenant: str) -> Any:
    return keystone.roles.add_user_role(user, role, tenant)


@sends("PUT", _GLOBAL_GRANTS + "/OS-KSADM/{role}", gives=one("role"))
def roles_add_user_role_everywhere(keystone: Client, user: str, role: str) -> Any:
    return keystone.roles.add_user_role(user, role)


@sends("PUT", _GRANTS + "/OS-KSADM/{role}", gives=one("role"))
def tenants_add_user(keystone: Client, user: str, role: str, tenant: str) -> Any:
    return keystone.tenants.add_user(tenant, user, role)


@sends("DELETE", _GRANTS + "/OS-KSADM/{role}", gives=answers.nothing)
def roles_remove_user_role(keystone: Client, user: str, role: str, tenant: str) -> Any:
    return keystone.roles.remove_user_role(user, role, tenant)


@sends("DELETE", _GLOBAL_GRANTS + "/OS-KSADM/{role}", gives=answers.nothing)
def roles_remove_user_role_everywhere(keystone: Client, user: str, role: str) -> Any:
    return keystone.roles.remove_user_role(user, role)


@sends("DELETE", _GRANTS + "/OS-KSADM/{role}", gives=answers.nothing)
def tenants_remove_user(keystone: Client, user: str, role: str, tenant: str) -> Any:
    return keystone.tenants.remove_user(tenant, user, role)


# --- services, endpoints, EC2 credentials, extensions --------------------------------------

_SERVICE = {"name": "name", "type": "service_type", "description": "description"}
_ENDPOINT = {
    "region": "region",
    "service_id": "service_id",
    "publicurl": "publicurl",
    "adminurl": "adminurl",
    "internalurl": "internalurl",
}
_EC2 = "/users/{user}/credentials/OS-EC2"


@sends("GET", "/OS-KSADM/services", gives=many("OS-KSADM:services"))
def services_list(keystone: Client) -> Any:
    return keystone.services.list()


@sends("GET", "/OS-KSADM/services/{id}", gives=one("OS-KSADM:service"))
def services_get(keystone: Client, id: str) -> Any:
    return keystone.services.get(id)


@sends(
    "POST",
    "/OS-KSADM/services",
    body={"OS-KSADM:service": _SERVICE},
    gives=one("OS-KSADM:service"),
)
def services_create(keystone: Client, name: str, service_type: Any, **members: Any) -> Any:
    return keystone.services.create(name, service_type, **members)


@sends("DELETE", "/OS-KSADM/services/{id}", gives=answers.nothing)
def services_delete(keystone: Client, id: str) -> Any:
    return keystone.services.delete(id)


@sends("GET", "/endpoints", gives=many("endpoints"))
def endpoints_list(keystone: Client) -> Any:
    return keystone.endpoints.list()


@sends("POST", "/endpoints", body={"endpoint": _ENDPOINT}, gives=one("endpoint"))
def endpoints_create(
    keystone: Client, service_id: str, publicurl: str, region: str | None = None, **urls: Any
) -> Any:
    return keystone.endpoints.create(region, service_id, publicurl, **urls)


@sends("DELETE", "/endpoints/{id}", gives=answers.nothing)
def endpoints_delete(keystone: Client, id: str) -> Any:
    return keystone.endpoints.delete(id)


@sends("GET", _EC2, gives=many("credentials"))
def ec2_list(keystone: Client, user: str) -> Any:
    return keystone.ec2.list(user)


@sends("GET", _EC2 + "/{access}", gives=one("credential"))
def ec2_get(keystone: Client, user: str, access: str) -> Any:
    return keystone.ec2.get(user, access)


@sends("POST", _EC2, body={"tenant_id": "tenant_id"}, gives=one("credential"))
def ec2_create(keystone: Client, user: str, tenant_id: str) -> Any:
    return keystone.ec2.create(user, tenant_id)


@sends("DELETE", _EC2 + "/{access}", gives=answers.nothing)
def ec2_delete(keystone: Client, user: str, access: str) -> Any:
    return keystone.ec2.delete(user, access)


@sends("GET", "/extensions", gives=many("extensions", "values"))
def extensions_list(keystone: Client) -> Any:
    return keystone.extensions.list()


@sends("GET", "/extensions/{alias}", gives=one("extension"))
def extensions_get(keystone: Client, alias: str) -> Any:
    return keystone.extensions.get(alias)
