"""The client of Identity v2.0."""

from ksclient.v2_0.client import Client as Client
