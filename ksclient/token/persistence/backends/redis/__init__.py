"""Tokens in Redis."""

import redis

from ksclient.token.persistence.backends.libraries import need

need("redis", redis.__version__, "5.0")  # before what an older one does not have

from ksclient.token.persistence.backends.redis.driver import DEVIATIONS as DEVIATIONS  # noqa: E402
from ksclient.token.persistence.backends.redis.driver import Driver as Driver  # noqa: E402
