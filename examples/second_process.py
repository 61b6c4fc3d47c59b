"""Uses a login that another process saved; step 7 of `main_job.py` runs it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from examples.trace import told, traced
from ksclient.access import AccessInfo
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client


def main(file: Path) -> None:
    """List all tenants, with nothing but the saved login."""
    told("process", f"a new one, id {os.getpid()}")
    saved = AccessInfoPlugin(AccessInfo.load(file))
    keystone = Client(session=traced(Session(auth=saved)))
    tenants = keystone.tenants.list()
    told("tenants", ", ".join(sorted(tenant.name for tenant in tenants)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
