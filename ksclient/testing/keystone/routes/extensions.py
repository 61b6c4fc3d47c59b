"""``/extensions``: what each of the two applications says that it can do beyond v2.0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.request import Api
from ksclient.testing.keystone.routing import Route


@dataclass(frozen=True)
class _Extension:
    """An extension; *api* is the application that has it, None for both.

    Some say that they were updated at a time of which no strict parser makes sense.
    """

    alias: str
    name: str
    description: str
    updated: str = "2013-07-07T12:00:0-00:00"
    documented_in: Literal["v2", "v3"] = "v2"
    api: Api | None = None

    def wire(self, documentation_url: str) -> dict[str, Any]:
        guide = f"https://developer.openstack.org/api-ref-identity-{self.documented_in}-ext.html"
        return {
            "alias": self.alias,
            "name": self.name,
            "description": self.description,
            "namespace": f"{documentation_url}identity/api/ext/{self.alias}/v1.0",
            "updated": self.updated,
            "links": [{"rel": "describedby", "type": "text/html", "href": guide}],
        }


_EXTENSIONS = (
    _Extension("s3tokens", "OpenStack S3 API", "OpenStack S3 API.", api="admin"),
    _Extension(
        "OS-REVOKE",
        "OpenStack Revoke API",
        "OpenStack revoked token reporting mechanism.",
        "2014-02-24T20:51:0-00:00",
        documented_in="v3",
    ),
    _Extension(
        "OS-FEDERATION",
        "OpenStack Federation APIs",
        "OpenStack Identity Providers Mechanism.",
        "2013-12-17T12:00:0-00:00",
        documented_in="v3",
    ),
    _Extension(
        "OS-KSADM",
        "OpenStack Keystone Admin",
        "OpenStack extensions to Keystone v2.0 API enabling Administrative Operations.",
        "2013-07-11T17:14:00-00:00",
        api="admin",
    ),
    _Extension(
        "OS-KSCRUD",
        "OpenStack Keystone User CRUD",
        "OpenStack extensions to Keystone v2.0 API enabling User Operations.",
        api="public",
    ),
    _Extension(
        "OS-SIMPLE-CERT",
        "OpenStack Simple Certificate API",
        "OpenStack simple certificate retrieval extension",
        "2014-01-20T12:00:0-00:00",
    ),
    _Extension(
        "OS-OAUTH1",
        "OpenStack OAUTH1 API",
        "OpenStack OAuth 1.0a Delegated Auth Mechanism.",
        documented_in="v3",
    ),
    _Extension("OS-EC2", "OpenStack EC2 API", "OpenStack EC2 Credentials backend."),
)


def get_extensions_info(context: Context) -> Answer:
    """Answer with all extensions."""
    found = [_wire(context, each) for each in _of(context.request.api)]
    return Answer({"extensions": {"values": found}})


def get_extension_info(context: Context, extension_alias: str) -> Answer:
    """Answer with one extension."""
    for extension in _of(context.request.api):
        if extension.alias == extension_alias:
            return Answer({"extension": _wire(context, extension)})
    raise refusals.Refusal(404, f"Could not find: {extension_alias}.")


def _wire(context: Context, extension: _Extension) -> dict[str, Any]:
    return extension.wire(context.keystone.profile.documentation_url)


def _of(api: Api) -> list[_Extension]:
    return [each for each in _EXTENSIONS if each.api in {None, api}]


ROUTES = (
    Route("GET", "/extensions", get_extensions_info),
    Route("GET", "/extensions/<extension_alias>", get_extension_info),
)
