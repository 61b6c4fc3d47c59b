"""Rackspace Cloud Identity 2.0: logins with API keys, documents and errors of its own form.

Its documentation, and its clients, show what is here. What is not imitated: that a login gives the
same token again until it expires, XML, domains, federation, and the roles that administrators
have there. One user is as any other of Keystone's.
"""

from ksclient.testing.keystone.flavours.rackspace import credentials, tokens
from ksclient.testing.keystone.flavours.rackspace.faults import refusal as refusal

ROUTES = (*credentials.ROUTES, *tokens.ROUTES)
