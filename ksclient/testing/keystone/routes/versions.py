"""``/`` and the roots of the versions: which versions this server has, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.answer import Answer
from ksclient.testing.keystone.callers import Context
from ksclient.testing.keystone.request import base_url_of, path_of, url_of
from ksclient.testing.keystone.routing import Route
from ksclient.testing.profile import Profile, Version

if TYPE_CHECKING:
    from werkzeug.wrappers import Request as WireRequest

_JSON = "application/json"
_JSON_HOME = "application/json-home"


def has_path(profile: Profile, path: str) -> bool:
    """Tell whether a path is one of a version's, that of its root included."""
    return any(f"{path}/".startswith(f"/{_name(each)}/") for each in profile.versions)


def is_root(profile: Profile, path: str) -> bool:
    """Tell whether a path is the root of a version."""
    return any(path == f"/{_name(each)}" for each in profile.versions)


def above(wire: WireRequest, profile: Profile) -> Answer:
    """Answer outside of all versions, where nobody reads a body or a token.

    Raises:
        Refusal: 404 for all but ``/``.
    """
    if path_of(wire) != "/":
        raise refusals.no_route(url_of(wire))
    if _wants_json_home(wire.headers.get("Accept")):
        return _json_home()
    base_url = base_url_of(wire)
    values = [_described(each, base_url, profile) for each in profile.versions]
    return Answer({"versions": {"values": values}}, status=300)


def get_version_v2(context: Context) -> Answer:
    """Answer with what there is to say of v2.0."""
    return _version(context, "v2.0")


def get_version_v3(context: Context) -> Answer:
    """Answer with what there is to say of v3; that is all of v3 that there is."""
    if _wants_json_home(context.request.headers.get("Accept")):
        return _json_home()
    return _version(context, "v3")


def _version(context: Context, name: str) -> Answer:
    profile = context.keystone.profile
    version = next(each for each in profile.versions if _name(each) == name)
    return Answer({"version": _described(version, context.request.base_url, profile)})


def _name(version: Version) -> str:
    """Return a version's name in paths, where v3 has no minor number."""
    return "v3" if version["id"].startswith("v3") else version["id"]


def _described(version: Version, base_url: str, profile: Profile) -> dict[str, Any]:
    name = _name(version)
    links = [{"rel": "self", "href": f"{base_url}/{name}/"}]
    if name == "v2.0":
        documentation = {"type": "text/html", "href": profile.documentation_url}
        links.append({"rel": "describedby", **documentation})
    media_type = {"base": _JSON, "type": f"application/vnd.openstack.identity-{name}+json"}
    return {**version, "links": links, "media-types": [media_type]}


def _wants_json_home(accept: str | None) -> bool:
    wanted = parse_accept_header(accept, MIMEAccept).best_match([_JSON, _JSON_HOME])
    return wanted == _JSON_HOME


def _json_home() -> Answer:
    # A real one lists what v3 has; here v3 has nothing.
    return Answer({"resources": {}}, content_type=_JSON_HOME)


ROUTES = (
    Route(None, "", get_version_v2),
    Route(None, "", get_version_v3, below="/v3"),
)
