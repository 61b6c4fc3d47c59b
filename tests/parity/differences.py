"""All that is different on purpose: what upstream does, and what is done here instead.

Each entry names the row of docs/migrating.md that tells it. A case that differs in another way
fails, and so does one that no longer differs as an entry says.
"""

from __future__ import annotations

from tests.parity.difference import Difference, Throughout
from tests.parity.told import (
    answers,
    arguments,
    clients,
    managers,
    over_sessions,
    plugins,
    resources,
    sessions,
    signer,
    throughout,
    versions,
)

DIFFERENCES: list[Difference | Throughout] = [
    *throughout.THROUGHOUT,
    *sessions.SESSIONS,
    *plugins.PLUGINS,
    *answers.ANSWERS,
    *versions.VERSIONS,
    *clients.CLIENTS,
    *over_sessions.OVER_SESSIONS,
    *managers.MANAGERS,
    *resources.RESOURCES,
    *arguments.ARGUMENTS,
    *signer.SIGNER,
]
