"""The command ``ksclient``, which takes over where the old ``keystone`` command ended.

Importing this package loads the entry alone: the libraries that requests need are paid for by
the commands that send any.
"""

from ksclient.cli.entry import main as main
