"""The client beneath ``ksclient.v2_0.client.Client``, with a session or without."""

from ksclient.httpclient.client import HTTPClient as HTTPClient
from ksclient.httpclient.options import USER_AGENT as USER_AGENT
