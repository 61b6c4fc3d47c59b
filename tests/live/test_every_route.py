"""All tests of this folder together drive every route of Identity v2.0 with the library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.live import raw
from tests.live.keystone_server import Api, LoggedRequest
from tests.live.servers import Server

# Methods, path, on which API, and the status of a success. The order counts: what a request
# asks is the first line that fits.
ROUTES = """
GET POST PUT  /                                                         both    300
GET POST      /v2.0/                                                    both    200
GET           /v2.0/extensions                                          both    200
GET           /v2.0/extensions/{alias}                                  both    200
POST          /v2.0/tokens                                              both    200
GET           /v2.0/tokens/revoked                                      both    200
GET HEAD      /v2.0/tokens/{token_id}                                   both    200
DELETE        /v2.0/tokens/{token_id}                                   both    204
GET           /v2.0/tokens/{token_id}/endpoints                         both    200
GET           /v2.0/certificates/ca                                     both    200
GET           /v2.0/certificates/signing                                both    200
GET           /v2.0/tenants?name                                        admin   200
GET           /v2.0/tenants                                             both    200
GET           /v2.0/tenants/{tenant_id}                                 admin   200
POST          /v2.0/tenants                                             admin   200
PUT POST      /v2.0/tenants/{tenant_id}                                 admin   200
DELETE        /v2.0/tenants/{tenant_id}                                 admin   204
GET           /v2.0/tenants/{tenant_id}/users                           admin   200
GET           /v2.0/tenants/{tenant_id}/users/{user_id}/roles           admin   200
PUT           /v2.0/tenants/{t}/users/{u}/roles/OS-KSADM/{role_id}      admin   200
DELETE        /v2.0/tenants/{t}/users/{u}/roles/OS-KSADM/{role_id}      admin   204
GET           /v2.0/users?name                                          admin   200
GET           /v2.0/users                                               admin   200
GET           /v2.0/users/{user_id}                                     admin   200
POST          /v2.0/users                                               admin   200
PUT           /v2.0/users/{user_id}                                     admin   200
DELETE        /v2.0/users/{user_id}                                     admin   204
PUT           /v2.0/users/{user_id}/OS-KSADM/password                   admin   200
PUT           /v2.0/users/{user_id}/password                            admin   200
PUT           /v2.0/users/{user_id}/OS-KSADM/tenant                     admin   200
PUT           /v2.0/users/{user_id}/tenant                              admin   200
PUT           /v2.0/users/{user_id}/OS-KSADM/enabled                    admin   200
PUT           /v2.0/users/{user_id}/enabled                             admin   200
GET           /v2.0/users/{user_id}/roles                               admin   501
PUT DELETE    /v2.0/users/{user_id}/roles/OS-KSADM/{role_id}            admin   501
GET POST      /v2.0/users/{user_id}/roleRefs                            admin   200
DELETE        /v2.0/users/{user_id}/roleRefs/{role_ref_id}              admin   204
GET POST      /v2.0/OS-KSADM/roles                                      admin   200
GET           /v2.0/OS-KSADM/roles/{role_id}                            admin   200
DELETE        /v2.0/OS-KSADM/roles/{role_id}                            admin   204
GET POST      /v2.0/OS-KSADM/services                                   admin   200
GET           /v2.0/OS-KSADM/services/{service_id}                      admin   200
DELETE        /v2.0/OS-KSADM/services/{service_id}                      admin   204
GET POST      /v2.0/endpoints                                           admin   200
DELETE        /v2.0/endpoints/{endpoint_id}                             admin   204
POST GET      /v2.0/users/{user_id}/credentials/OS-EC2                  both    200
GET           /v2.0/users/{user_id}/credentials/OS-EC2/{access}         both    200
DELETE        /v2.0/users/{user_id}/credentials/OS-EC2/{access}         both    204
POST          /v2.0/ec2tokens                                           both    200
POST          /v2.0/s3tokens                                            admin   200
PATCH         /v2.0/OS-KSCRUD/users/{user_id}                           public  200
"""
NOT_THE_LIBRARY = (raw.USER_AGENT, "Python-urllib/")


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path on one API."""

    method: str
    path: str
    api: str
    success: int

    def __str__(self) -> str:
        return f"{self.method} {self.path} on the {self.api} API, answered with {self.success}"

    def fits(self, request: LoggedRequest) -> bool:
        """Tell whether *request* asked this, whatever came of it."""
        target = urlsplit(request.target)
        path, _, parameter = self.path.partition("?")
        pattern = re.sub(r"\\{.*?\\}", "[^/]+", re.escape(path))
        return (
            (self.method, self.api) == (request.method, request.api)
            and bool(re.fullmatch(pattern.rstrip("/"), target.path.rstrip("/")))
            and (not parameter or parameter in dict(parse_qsl(target.query)))
        )


def all_routes() -> Iterator[Route]:
    apis: dict[str, list[Api]] = {
        "both": ["public", "admin"],
        "public": ["public"],
        "admin": ["admin"],
    }
    for line in ROUTES.strip().splitlines():
        *methods, path, where, success = line.split()
        for method in methods:
            for api in apis[where]:
                yield Route(method, path, api, int(success))


def test_every_route_was_driven_and_answered(whole_suite, keystone: Server):
    missing = list(all_routes())
    for request in keystone.requests():
        if not request.user_agent.startswith(NOT_THE_LIBRARY):
            asked = next((route for route in all_routes() if route.fits(request)), None)
            if asked in missing and request.status == asked.success:
                missing.remove(asked)

    assert not missing, "\n".join(map(str, missing))


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/", "/"),
        ("/v2.0", "/v2.0/"),
        ("/v2.0/tokens/revoked", "/v2.0/tokens/revoked"),
        ("/v2.0/tokens/abc?belongsTo=t", "/v2.0/tokens/{token_id}"),
        ("/v2.0/tenants?limit=1", "/v2.0/tenants"),
        ("/v2.0/tenants?name=x", "/v2.0/tenants?name"),
        ("/v2.0/users/u/roles", "/v2.0/users/{user_id}/roles"),
    ],
)
def test_a_request_is_known_by_its_route(target: str, path: str):
    request = LoggedRequest("admin", "GET", target, 200, "")

    assert next(route.path for route in all_routes() if route.fits(request)) == path
