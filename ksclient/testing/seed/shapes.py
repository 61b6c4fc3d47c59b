"""What each mapping of a seed may say."""

from __future__ import annotations

from ksclient.testing.seed.records import Shape

SEED = Shape("A seed", ("tenants", "roles", "users", "services", "trusts", "credentials"), needs=())
TENANT = Shape("A tenant", ("name", "id", "description", "enabled"), ("name",), keeps_more=True)
ROLE = Shape("A role", ("name", "id"), ("name",), keeps_more=True)
USER = Shape(
    "A user",
    ("name", "id", "password", "api_key", "email", "tenant", "roles", "enabled"),
    ("name",),
    keeps_more=True,
)
SERVICE = Shape(
    "A service", ("type", "name", "id", "enabled", "endpoints"), ("type",), keeps_more=True
)
INTERFACES = ("public", "internal", "admin")
ENDPOINT = Shape("An endpoint", ("region", *INTERFACES, "id", "enabled"), needs=())
TRUST = Shape(
    "A trust",
    ("id", "trustor", "trustee", "tenant", "roles", "impersonation", "uses"),
    ("trustor", "trustee", "tenant", "roles"),
)
CREDENTIAL = Shape("A credential", ("user", "tenant", "access", "secret"), ("user", "tenant"))
