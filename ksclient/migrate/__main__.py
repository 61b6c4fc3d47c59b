"""``python -m ksclient.migrate``."""

import sys

from ksclient.migrate.command import main

if __name__ == "__main__":
    sys.exit(main())
