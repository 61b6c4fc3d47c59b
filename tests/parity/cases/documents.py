"""What a Keystone answers: documents as a real one wrote them, shortened, with simple ids."""

from __future__ import annotations

import copy
from typing import Any

from tests.parity.server import Answer, Server

TENANT = {"id": "t1", "name": "acme", "description": "acme tenant", "enabled": True}
OTHER_TENANT = {"id": "t2", "name": "globex", "description": "", "enabled": False}
USER = {
    "id": "u1",
    "name": "carol",
    "username": "carol",
    "email": "carol@example.test",
    "enabled": True,
    "options": {},
    "tenantId": "t1",
}
OTHER_USER = {"id": "u2", "name": "dave", "username": "dave", "enabled": True, "options": {}}
ROLE = {"id": "r1", "name": "auditor", "domain_id": None}
OTHER_ROLE = {"id": "r2", "name": "worker", "domain_id": None}
SERVICE = {
    "id": "s1",
    "name": "nova",
    "type": "compute",
    "description": "Compute",
    "enabled": True,
}
OTHER_SERVICE = {"id": "s2", "name": "keystone", "type": "identity", "enabled": True}
ENDPOINT = {
    "id": "e1",
    "region": "RegionOne",
    "service_id": "s1",
    "publicurl": "http://nova.example.test:8774/v2/$(tenant_id)s",
    "internalurl": "http://nova.example.test:8774/v2/$(tenant_id)s",
    "adminurl": "http://nova.example.test:8774/v2/$(tenant_id)s",
}
CREDENTIAL = {
    "access": "97fe30436a5c4edc",
    "secret": "a3fb6dbbcfe64709",
    "tenant_id": "t1",
    "user_id": "u1",
    "trust_id": None,
}
EXTENSION = {
    "alias": "OS-KSADM",
    "name": "OpenStack Keystone Admin",
    "namespace": "https://docs.openstack.org/identity/api/ext/OS-KSADM/v1.0",
    "description": "OpenStack extensions to Identity v2.0 API.",
    "updated": "2013-07-11T17:14:00-00:00",
    "links": [],
}
PEM = "-----BEGIN CERTIFICATE-----\nMIIDJTCCAg2gAwIBAgIU\n-----END CERTIFICATE-----\n"
SIGNED = {"signed": "-----BEGIN CMS-----\nMIINHQYJKoZIhvcNAQcC\n-----END CMS-----\n"}

MESSAGES = {
    400: ("'name' is a required property", "Bad Request"),
    401: ("The request you have made requires authentication.", "Unauthorized"),
    403: ("You are not authorized to perform the requested action: admin_required.", "Forbidden"),
    404: ("Could not find it: x.", "Not Found"),
    409: ("Conflict occurred attempting to store it - Duplicate entry found.", "Conflict"),
    500: ("An unexpected error prevented the server from fulfilling your request.", "Error"),
    503: ("The server is currently unavailable.", "Service Unavailable"),
}


def failure(status: int, **headers: str) -> Answer:
    """Return what a Keystone says when it does not do what it was asked."""
    message, title = MESSAGES[status]
    return Answer({"error": {"message": message, "code": status, "title": title}}, status, headers)


def catalog(server: Server) -> list[dict[str, Any]]:
    """Return a catalog with two services, one of them in two regions."""
    return [
        {
            "type": "identity",
            "name": "keystone",
            "endpoints_links": [],
            "endpoints": [
                {
                    "id": "ei1",
                    "region": "RegionOne",
                    "publicURL": f"{server.public}/v2.0",
                    "internalURL": f"{server.public}/v2.0",
                    "adminURL": f"{server.admin}/v2.0",
                }
            ],
        },
        {
            "type": "compute",
            "name": "nova",
            "endpoints_links": [],
            "endpoints": [
                {
                    "id": "ec1",
                    "region": "RegionOne",
                    "publicURL": f"{server.public}/compute/one",
                    "internalURL": f"{server.public}/compute/inside",
                    "adminURL": f"{server.admin}/compute/one",
                },
                {
                    "id": "ec2",
                    "region": "RegionTwo",
                    "publicURL": f"{server.public}/compute/two",
                    "adminURL": f"{server.admin}/compute/two",
                },
            ],
        },
    ]


def scoped(server: Server, token: str = "token-1", **token_members: Any) -> dict[str, Any]:
    """Return a login's answer for a tenant."""
    return {
        "access": {
            "token": {
                "id": token,
                "issued_at": "2020-11-22T04:39:28.000000Z",
                "expires": "2999-11-22T05:39:28.000000Z",
                "tenant": copy.deepcopy(TENANT),
                "audit_ids": ["f4u3yqj4QdG5nZlSy82cxw"],
                **token_members,
            },
            "serviceCatalog": catalog(server),
            "user": {
                "id": "u9",
                "name": "admin",
                "username": "admin",
                "roles": [{"name": "admin"}],
                "roles_links": [],
            },
            "metadata": {"is_admin": 0, "roles": ["658d80e9ccd3444f"]},
        }
    }


def unscoped(server: Server, token: str = "token-0") -> dict[str, Any]:
    """Return a login's answer without a tenant, which has no catalog."""
    document = scoped(server, token)
    del document["access"]["token"]["tenant"]
    document["access"].update(serviceCatalog=[], metadata={"is_admin": 0, "roles": []})
    document["access"]["user"]["roles"] = []
    return document


def version(url: str) -> dict[str, Any]:
    """Return an entry of a version document, for v2.0."""
    return {
        "id": "v2.0",
        "status": "deprecated",
        "updated": "2016-08-04T00:00:00Z",
        "links": [
            {"href": f"{url}/v2.0/", "rel": "self"},
            {"href": "https://docs.openstack.org/", "type": "text/html", "rel": "describedby"},
        ],
        "media-types": [
            {
                "base": "application/json",
                "type": "application/vnd.openstack.identity-v2.0+json",
            }
        ],
    }


def cloud(server: Server) -> None:
    """Have the server speak v2.0: version documents, logins for a tenant, and for none."""
    for api, url in (("public", server.public), ("admin", server.admin)):
        root = Answer({"versions": {"values": [version(url)]}}, 300)
        server.on("GET", "/", root, api=api)
        server.on("GET", "/v2.0", {"version": version(url)}, api=api)
        server.on("GET", "/v2.0/", {"version": version(url)}, api=api)
    server.on("POST", "/v2.0/tokens", scoped(server), scoped(server, "token-2"))
