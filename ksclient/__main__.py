"""``python -m ksclient``: the command ``ksclient``."""

import sys

from ksclient.cli import main

if __name__ == "__main__":
    sys.exit(main())
