"""All routes of v2.0: one file for each kind of thing, with its routes at the end."""

from ksclient.testing.keystone.routes import certificates, tenants, tokens

ROUTES = (
    *certificates.ROUTES,
    *tenants.ROUTES,
    *tokens.ROUTES,
)
