"""Entry points of Keystone 12.0.3 for gunicorn: pike_wsgi:public() and pike_wsgi:admin().

Runs under Python 2.7. Keystone reads sys.argv as its own command line, so gunicorn's is taken
away first. The configuration comes from OS_KEYSTONE_CONFIG_FILES.

gunicorn writes its access log after the client has its answer. So each request is logged here,
in the file named by KSCLIENT_REQUEST_LOG, before the client sees anything of the answer.
"""

import os
import sys


def _load(name):
    sys.argv = sys.argv[:1]
    from keystone.server import wsgi

    return _logged(getattr(wsgi, "initialize_" + name + "_application")())


def _logged(application):
    log = os.open(os.environ["KSCLIENT_REQUEST_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def logged(environ, start_response):
        agent = environ.get("HTTP_USER_AGENT", "")
        asked = "\t".join([environ["REQUEST_METHOD"], environ["RAW_URI"], agent])

        def start(status, headers, exc_info=None):
            os.write(log, status[:3] + "\t" + asked + "\n")
            return start_response(status, headers, exc_info)

        return application(environ, start)

    return logged


def public():
    return _load("public")


def admin():
    return _load("admin")
