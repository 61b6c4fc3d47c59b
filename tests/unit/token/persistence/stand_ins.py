"""Doubles of a driver and of whom a manager asks."""

from datetime import UTC, datetime, timedelta

NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)
LATER = (NOW + timedelta(hours=1)).replace(tzinfo=None)


class RecordingDriver:
    """Notes what it is asked; it answers with tokens of any id."""

    def __init__(self, revoked=(), fails=None):
        self.calls = []
        self.revoked = revoked
        self.fails = fails

    def get_token(self, token_id):
        self.calls.append(("get", token_id))
        return {"id": token_id, "expires": LATER, "n": len(self.calls)}

    def create_token(self, token_id, data):
        self.calls.append(("create", token_id))
        return {**data, "expires": LATER}

    def delete_token(self, token_id):
        self.calls.append(("delete", token_id))
        if self.fails:
            raise self.fails

    def delete_tokens(self, user_id, tenant_id=None, trust_id=None, consumer_id=None):
        self.calls.append(("delete all", user_id, tenant_id, trust_id, consumer_id))
        if self.fails:
            raise self.fails
        return self.revoked

    def _list_tokens(self, user_id, tenant_id=None, trust_id=None, consumer_id=None):
        self.calls.append(("list", user_id, tenant_id, trust_id, consumer_id))
        return ["t1"]

    def list_revoked_tokens(self):
        self.calls.append(("list revoked",))
        return []

    def flush_expired_tokens(self):
        self.calls.append(("flush",))
        return 3


class Collaborators:
    """Users, tenants and trusts; all interfaces in one. Answers come once, as of generators."""

    def __init__(self, projects=(), members=None, users=(), trusts=()):
        self.projects, self.members, self.users, self.trusts = projects, members, users, trusts

    def list_projects(self):
        yield from self.projects

    def list_user_ids_for_project(self, project_id):
        yield from self.members[project_id]

    def list_users(self, domain_id):
        yield from (user for user in self.users if user["domain_id"] == domain_id)

    def list_trusts_for_trustee(self, user_id):
        yield from (trust for trust in self.trusts if trust["trustee_user_id"] == user_id)

    def list_trusts_for_trustor(self, user_id):
        yield from (trust for trust in self.trusts if trust["trustor_user_id"] == user_id)
