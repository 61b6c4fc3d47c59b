"""All routes: one file for each kind of thing, with its routes at the end."""

from ksclient.testing.keystone.routes import (
    certificates,
    ec2,
    endpoints,
    extensions,
    grants,
    role_refs,
    roles,
    s3,
    services,
    tenants,
    tokens,
    versions,
)

ROUTES = (
    *certificates.ROUTES,
    *ec2.ROUTES,
    *endpoints.ROUTES,
    *extensions.ROUTES,
    *grants.ROUTES,
    *role_refs.ROUTES,
    *roles.ROUTES,
    *s3.ROUTES,
    *services.ROUTES,
    *tenants.ROUTES,
    *tokens.ROUTES,
    *versions.ROUTES,
)
