"""All routes: one file for each kind of thing, with its routes at the end."""

from ksclient.testing.keystone.routes import (
    certificates,
    ec2,
    endpoints,
    extensions,
    grants,
    own_password,
    role_refs,
    roles,
    s3,
    services,
    tenants,
    tokens,
    users,
    versions,
)

ROUTES = (
    *certificates.ROUTES,
    *ec2.ROUTES,
    *endpoints.ROUTES,
    *extensions.ROUTES,
    *grants.ROUTES,
    *own_password.ROUTES,
    *role_refs.ROUTES,
    *roles.ROUTES,
    *s3.ROUTES,
    *services.ROUTES,
    *tenants.ROUTES,
    *tokens.ROUTES,
    *users.ROUTES,
    *versions.ROUTES,
)
