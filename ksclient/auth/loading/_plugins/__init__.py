"""The loaders of this library's own plugins.

Entry points name them for others. They are named here as well, so that they are found where what
is installed is older than this code, or where nothing is: keystoneauth1 has plugins of the same
names, which would take their places unseen.
"""

OWN = {
    "admin_token": "ksclient.auth.loading._plugins.admin_token:AdminToken",
    "http_basic": "ksclient.auth.loading._plugins.http_basic:HTTPBasicAuth",
    "none": "ksclient.auth.loading._plugins.noauth:NoAuth",
    "password": "ksclient.auth.loading._plugins.identity.generic:Password",
    "rackspace_apikey": "ksclient.auth.loading._plugins.identity.rackspace:APIKey",
    "token": "ksclient.auth.loading._plugins.identity.generic:Token",
    "token_endpoint": "ksclient.auth.loading._plugins.admin_token:AdminToken",
    "v2password": "ksclient.auth.loading._plugins.identity.v2:Password",
    "v2token": "ksclient.auth.loading._plugins.identity.v2:Token",
}
"""Where each is, as the entry points of the group ``ksclient.auth.plugin`` say."""
