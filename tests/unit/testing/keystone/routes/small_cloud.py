"""A Keystone with one user, who works for one tenant, and is asked by an administrator."""

from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone, Settings, logins
from ksclient.testing.keystone.tables import Grant, Role, Tenant, User
from ksclient.testing.profile import Profile

NO_TOKEN = "The request you have made requires authentication."
NO_ADMIN = "You are not authorized to perform the requested action: admin_required."
UNKNOWN = "0123456789abcdef0123456789abcdef"


class SmallCloud:
    def __init__(self, settings=None, **traits):
        self.keystone = Keystone(settings or Settings(profile=Profile(**traits)))
        self.state = self.keystone.state
        self.acme = self.state.tenants.add(Tenant("acme"))
        self.globex = self.state.tenants.add(Tenant("globex"))
        self.alice = self.state.users.add(User("alice"))
        self.worker = self.state.roles.add(Role("worker"))
        self.auditor = self.state.roles.add(Role("auditor"))
        self.grant(self.acme, self.worker)

    def grant(self, tenant, role):
        self.state.grants[Grant(tenant.id, self.alice.id, role.id)] = None

    def token(self, tenant, user=None):
        issued = logins.issue(self.keystone, user or self.alice, tenant)
        return issued["access"]["token"]["id"]

    def is_good(self, token):
        return self.ask("GET", f"/tokens/{token}").status_code == 200

    def can_log_in(self, name, password):
        credentials = {"username": name, "password": password}
        body = {"auth": {"passwordCredentials": credentials}}
        return self.ask("POST", "/tokens", body, token=None).status_code == 200

    def ask(self, method, path, body=None, *, token="ADMIN", api="admin"):
        headers = {} if token is None else {"X-Auth-Token": token}
        client = Client(Application(self.keystone, api))
        return client.open(f"/v2.0{path}", method=method, headers=headers, json=body)

    def refusal(self, method, path, body=None, *, token="ADMIN", api="admin"):
        answer = self.ask(method, path, body, token=token, api=api)
        return answer.status_code, answer.json["error"]["message"]

    def refuses_all_but_administrators(self, method, path, body=None):
        assert self.refusal(method, path, body, token=None) == (401, NO_TOKEN)
        assert self.refusal(method, path, body, token="bad") == (401, NO_TOKEN)
        assert self.refusal(method, path, body, token=self.token(self.acme)) == (403, NO_ADMIN)
        return True
