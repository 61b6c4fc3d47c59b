"""Rewrite programs for keystoneauth1 and python-keystoneclient: ``python -m ksclient.migrate``.

It changes import lines, and what depends on them: dotted uses, and the targets of ``mock.patch``.
What ksclient does not have stays as it is, and is told with its file and line.
"""

from ksclient.migrate.rewriting import Left as Left
from ksclient.migrate.rewriting import Rewritten as Rewritten
from ksclient.migrate.rewriting import rewrite as rewrite
