"""The command ``ksclient``, which takes over where the old ``keystone`` command ended.

Importing this package loads nothing: the libraries that requests need are paid for by the
commands that send any.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line; return what to exit with, as `ksclient.cli.errors` says.

    Args:
        words: Its words after the command's name. None for those of the process.
    """
    try:
        from ksclient.cli import entry  # noqa: PLC0415 - Ctrl-C may come meanwhile
    except KeyboardInterrupt:
        return 130  # as `entry` does, without a traceback
    return entry.main(words)
