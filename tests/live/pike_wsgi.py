"""Entry points of Keystone 12.0.3 for gunicorn: pike_wsgi:public() and pike_wsgi:admin().

Runs under Python 2.7. Keystone reads sys.argv as its own command line, so gunicorn's is taken
away first. The configuration comes from OS_KEYSTONE_CONFIG_FILES.
"""

import sys


def _load(name):
    sys.argv = sys.argv[:1]
    from keystone.server import wsgi

    return getattr(wsgi, "initialize_" + name + "_application")()


def public():
    return _load("public")


def admin():
    return _load("admin")
