"""All routes: one file for each kind of thing, with its routes at the end."""

from ksclient.testing.keystone.routes import certificates, extensions, tenants, tokens, versions

ROUTES = (
    *certificates.ROUTES,
    *extensions.ROUTES,
    *tenants.ROUTES,
    *tokens.ROUTES,
    *versions.ROUTES,
)
