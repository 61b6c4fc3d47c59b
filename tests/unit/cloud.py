"""An Identity v2.0 service in requests-mock, for tests of the managers' floors."""

from ksclient.auth import fixture

PUBLIC = "http://127.0.0.1:5000/v2.0"
ADMIN = "http://127.0.0.2:35357/v2.0"


def make_token(*, catalog=True, admin=True, **kwargs):
    """Return a login's answer: scoped, with admin and public API, unless told otherwise."""
    token = fixture.V2Token(**{"token_id": "t0ken", "user_id": "u1", "user_name": "demo", **kwargs})
    if catalog:
        token.set_scope("p1", "project")
        endpoint = token.add_service("identity").add_endpoint(PUBLIC, admin=ADMIN, region="One")
        if not admin:
            del endpoint["adminURL"]
    return token


class Cloud:
    """An Identity v2.0 service on two ports, as far as a test tells it to answer."""

    def __init__(self, mocker):
        self.mocker = mocker
        self.logs_in_with(make_token())
        for url in (PUBLIC, ADMIN):
            document = {"version": fixture.V2Discovery(url)}
            mocker.get(url, json=document)
            mocker.get(url.removesuffix("v2.0"), json=document)

    def logs_in_with(self, *tokens, **kwargs):
        answers = [{"json": token} for token in tokens] or [kwargs]
        return self.mocker.post(f"{PUBLIC}/tokens", answers)

    def answers(self, method, path, json=None, base=ADMIN, **kwargs):
        return self.mocker.register_uri(method, base + path, json=json, **kwargs)

    @property
    def last(self):
        return self.mocker.last_request

    @property
    def sent(self):
        """The method and URL of every request but logins and discovery."""
        return [
            (request.method, request.url)
            for request in self.mocker.request_history
            if not request.path.endswith(("/tokens", "/v2.0")) and request.path != "/"
        ]

    @property
    def logins(self):
        return [r.json() for r in self.mocker.request_history if r.path.endswith("/tokens")]
