"""The managers of both libraries against one Keystone: the same requests, the same answers.

Each library plays the same scenario with things of its own. Ids, names and tokens are told by
the order in which they appear, so that both can be compared.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN
from tests.live.servers import Server, temporary_server
from tests.parity.libraries import OURS, UPSTREAM, Library
from tests.parity.outcome import CLIENTS_NAME, SESSIONS_NAME
from tests.parity.plain import plain

pytestmark = pytest.mark.live

CHANGING = re.compile(
    r"[0-9a-f]{32}"  # ids, tokens, EC2 keys
    r"|req-[0-9a-f-]{36}"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)"
    r"|(?<=\")[\w-]{22}(?=\")"  # audit ids
)


HINT = re.compile(r"(?<=\))\. .*$", re.DOTALL)
"""What this library adds to the words of a server, which end with the request's id."""

QUOTED_TOKEN = re.compile(r"token: \S+")
"""What Keystone quotes in an error; here it is a digest, on purpose."""


class Recorder(requests.Session):
    """Sends requests, and keeps what was sent and what came back."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[list[Any]] = []

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        response = super().send(request, **kwargs)
        agent = request.headers["User-Agent"]
        headers = {
            "accept": request.headers.get("Accept"),
            "content-type": request.headers.get("Content-Type"),
            "user-agent": CLIENTS_NAME.sub("client", SESSIONS_NAME.sub("session", agent)),
            "token": request.headers.get("X-Auth-Token"),
        }
        body = json.loads(request.body) if request.body else None
        self.sent.append([request.method, request.url, headers, body, response.status_code])
        return response


class Story:
    """What one library does, and what comes of it."""

    def __init__(self, library: Library, server: Server) -> None:
        self.library = library
        self.server = server
        self.recorder = Recorder()
        self.results: list[Any] = []
        self.mark = uuid.uuid4().hex  # in all names, which so are this story's own

    def session(self, **credentials: Any) -> Any:
        """Return a session of someone."""
        auth = self.library.auth("identity.v2").Password(self.server.public_url, **credentials)
        return self.library.session(auth, session=self.recorder)

    def name(self, what: str) -> str:
        """Return a name that nobody else uses."""
        return f"{what}-{self.mark}"

    def note(self, result: Any) -> Any:
        """Keep a result, and return it."""
        self.results.append(plain(result))
        return result

    def note_error(self, call: Any, *args: Any, **kwargs: Any) -> None:
        """Keep the error that a call raises."""
        try:
            call(*args, **kwargs)
        except self.library.auth("exceptions").HttpError as error:
            text = QUOTED_TOKEN.sub("token: QUOTED", HINT.sub("", str(error)))
            self.results.append([type(error).__name__, error.http_status, text])
        else:
            self.results.append("no error")

    def told(self) -> Any:
        """Return all requests and results, with what changes from run to run as numbers."""
        seen: dict[str, str] = {}

        def number(match: re.Match[str]) -> str:
            return seen.setdefault(match[0], f"#{len(seen)}")

        return json.loads(CHANGING.sub(number, json.dumps([self.recorder.sent, self.results])))


@pytest.fixture(scope="module")
def keystone() -> Iterator[Server]:
    with temporary_server() as server:
        yield server


def manage_everything(story: Story) -> None:
    """Make, read, change and delete one of each, as the administrator."""
    note, name = story.note, story.name
    session = story.session(username="admin", password=ADMIN_PASSWORD, tenant_name="admin")
    keystone = story.library.Client(session=session)
    utils = story.library.client("utils")

    tenant = note(keystone.tenants.create(name("tenant"), "a tenant", colour="red"))
    user = note(keystone.users.create(name("user"), "first", "u@example.test", tenant.id))
    role = note(keystone.roles.create(name("role")))
    # By id: of a resource just made, upstream first asks the server whether it has a `uuid`.
    note(keystone.roles.add_user_role(user.id, role.id, tenant.id))
    roles = keystone.users.list_roles(user.id, tenant.id)
    note(sorted(roles, key=lambda each: each.name))  # Keystone lists them in any order
    note(keystone.tenants.list_users(tenant.id))
    note(keystone.tenants.get(tenant.id))
    note(keystone.tenants.update(tenant.id, description="changed", enabled=True))
    note(keystone.users.get(user.id))
    note(keystone.users.update(user.id, email="new@example.test", colour="blue"))
    note(utils.find_resource(keystone.users, name("user")))
    note(utils.find_resource(keystone.tenants, tenant.id))
    note(keystone.users.update_password(user.id, "second"))

    service = note(keystone.services.create(name("service"), "compute", "a service"))
    note(keystone.services.get(service.id))
    note(keystone.services.find(name=name("service")))
    urls = ("http://p.test/%(tenant_id)s", "http://a.test", "http://i.test")
    endpoint = note(keystone.endpoints.create("RegionOne", service.id, *urls))
    note(keystone.endpoints.find(id=endpoint.id))

    credential = note(keystone.ec2.create(user.id, tenant.id))
    note(keystone.ec2.list(user.id))
    note(keystone.ec2.get(user.id, credential.access))
    note(sorted(each.alias for each in keystone.extensions.list()))

    note(keystone.ec2.delete(user.id, credential.access))
    note(keystone.endpoints.delete(endpoint.id))
    note(keystone.services.delete(service.id))
    note(keystone.roles.remove_user_role(user.id, role.id, tenant.id))
    note(keystone.roles.delete(role.id))
    note(keystone.users.delete(user.id))
    note(keystone.tenants.delete(tenant.id))


def use_tokens(story: Story) -> None:
    """Get, look at and revoke a token, as the administrator."""
    note, name = story.note, story.name
    session = story.session(username="admin", password=ADMIN_PASSWORD, tenant_name="admin")
    keystone = story.library.Client(session=session)
    tenant = keystone.tenants.create(name("tenant"))
    user = keystone.users.create(name("user"), "secret", tenant_id=tenant.id)
    person = story.session(user_id=user.id, password="secret", tenant_id=tenant.id)

    token = note(person.get_token())
    note(keystone.tokens.validate(token).to_dict())
    note(keystone.tokens.validate_access_info(token))
    note(keystone.tokens.get_token_data(token))
    note(keystone.tokens.delete(token))
    story.note_error(keystone.tokens.validate, token)
    note(keystone.users.delete(user.id))
    note(keystone.tenants.delete(tenant.id))


def make_mistakes(story: Story) -> None:
    """Do what a Keystone refuses, as the administrator and as nobody special."""
    name, error = story.name, story.note_error
    session = story.session(username="admin", password=ADMIN_PASSWORD, tenant_name="admin")
    keystone = story.library.Client(session=session)
    tenant = keystone.tenants.create(name("tenant"))
    user = keystone.users.create(name("user"), "secret", tenant_id=tenant.id)
    unknown = "0" * 31 + "1"

    error(keystone.tenants.create, name("tenant"))
    error(keystone.tenants.create, "")
    error(keystone.tenants.get, unknown)
    error(keystone.users.create, name("user"))
    error(keystone.users.get, unknown)
    error(keystone.users.update_enabled, user.id, "yes")
    error(keystone.roles.create, "")
    error(keystone.roles.delete, unknown)
    error(keystone.roles.add_user_role, user.id, unknown, tenant.id)
    error(keystone.services.get, unknown)
    error(keystone.endpoints.create, "RegionOne", unknown, "http://p.test")
    error(keystone.endpoints.delete, unknown)
    error(keystone.ec2.get, user.id, unknown)
    error(keystone.ec2.create, user.id, unknown)
    error(keystone.tokens.validate, unknown)
    error(keystone.tokens.delete, unknown)
    error(keystone.certificates.get_ca_certificate)

    person = story.session(user_id=user.id, password="secret", tenant_id=tenant.id)
    nobody_special = story.library.Client(session=person)
    error(nobody_special.users.list)
    error(nobody_special.tenants.create, name("other"))
    error(nobody_special.tokens.validate, unknown)
    story.note(story.library.Client(session=person, interface="public").tenants.list())
    story.note(nobody_special.ec2.create(user.id, tenant.id))
    keystone.users.delete(user.id)
    keystone.tenants.delete(tenant.id)


def set_a_cloud_up(story: Story) -> None:
    """Make a user with the admin token, before anyone can log in."""
    plugin = story.library.auth("token_endpoint").Token(story.server.admin_url, ADMIN_TOKEN)
    session = story.library.session(plugin, session=story.recorder)
    keystone = story.library.Client(session=session)
    tenant = story.note(keystone.tenants.create(story.name("tenant")))
    user = story.note(keystone.users.create(story.name("user"), tenant_id=tenant.id))
    story.note(keystone.users.delete(user.id))
    story.note(keystone.tenants.delete(tenant.id))


@pytest.mark.parametrize("scenario", [manage_everything, use_tokens, make_mistakes, set_a_cloud_up])
def test_a_keystone_gets_the_same_and_gives_the_same(keystone, scenario) -> None:
    stories = [Story(library, keystone) for library in (UPSTREAM, OURS)]

    for story in stories:
        scenario(story)

    theirs, ours = (story.told() for story in stories)
    assert theirs[0] == ours[0]
    assert theirs[1] == ours[1]
