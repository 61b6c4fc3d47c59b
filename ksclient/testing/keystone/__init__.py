"""Keystone itself, without its servers: what it knows, and what it answers."""

from ksclient.testing.keystone.application import Application as Application
from ksclient.testing.keystone.service import Keystone as Keystone
from ksclient.testing.keystone.service import Settings as Settings
