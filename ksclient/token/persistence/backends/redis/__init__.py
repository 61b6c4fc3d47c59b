"""Tokens in Redis."""

from ksclient.token.persistence.backends.redis.driver import DEVIATIONS as DEVIATIONS
from ksclient.token.persistence.backends.redis.driver import Driver as Driver
