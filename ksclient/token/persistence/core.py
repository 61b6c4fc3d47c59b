"""Upstream's place of the persistence manager and of the drivers' contract."""

from ksclient.token.persistence.driver import TokenDriverV8
from ksclient.token.persistence.manager import Manager, PersistenceManager

Driver = TokenDriverV8

__all__ = ["Driver", "Manager", "PersistenceManager", "TokenDriverV8"]
