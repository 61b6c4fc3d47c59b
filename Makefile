# Every target works in a fresh clone: it first makes a virtual environment and installs
# ksclient and its tools there.
#   VENV=dir      the virtual environment to use (default: the active one, else .venv)
#   PYTHON=path   the Python to make it with (default: the newest of 3.13, 3.12, 3.11)

VENV ?= $(or $(VIRTUAL_ENV),.venv)
READY := $(VENV)/.ksclient-ready
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help venv demo picture test check cloud live bench soak manual docs release-check

help:
	@echo "make demo    the main job on a cloud in the box, each request shown"
	@echo "make test    all tests; where one asks a server, that is a test cloud"
	@echo "make check   formatting, lint, types, floors"
	@echo "make cloud   only the tests that ask a server, on a test cloud"
	@echo "make live    the same on a real Keystone 12.0.3, installed and started (needs Python 2.7)"
	@echo "make bench   measure, and write docs/performance.md"
	@echo "make soak    kill thousands of processes while they log in and write (SOAK=10000)"
	@echo "make picture draw a part of the demo into docs/demo.svg"
	@echo "make manual  write the reference of the command into docs/command.md"
	@echo "make docs    build the documentation into site/; a warning fails it"
	@echo "make release-check   build what would be released, install it, and use it"
	@echo "make venv    only the virtual environment"

venv: $(READY)

# pyenv's shims exist for versions that are not selected, so a candidate must also run.
define FIND_PYTHON
find_python() { \
    for version in 3.13 3.12 3.11 3; do \
        for candidate in python$$version "$${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$version".*/bin/python3; do \
            if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
            then echo "$$candidate"; return; fi; \
        done; \
    done; \
    echo "ksclient needs Python 3.11 or newer, with venv: install one, or say PYTHON=/path/to/python" >&2; \
    return 1; \
}
endef

# Where two of these run at once, one waits and finds it done. Whoever is killed starts over.
$(READY): pyproject.toml setup.py
	@set -e; $(FIND_PYTHON); \
	mkdir -p "$(VENV)"; exec 9>"$(VENV)/.ksclient-lock"; flock 9 2>/dev/null || :; \
	if [ "$@" -nt pyproject.toml ] && [ "$@" -nt setup.py ]; then exit; fi; \
	if ! [ -f "$(VENV)/bin/pip" ]; then \
	    python="$(PYTHON)"; [ -n "$$python" ] || python="$$(find_python)"; \
	    echo "making $(VENV) with $$("$$python" -V)"; \
	    "$$python" -m venv "$(VENV)"; \
	fi; \
	echo "installing ksclient and its tools in $(VENV)"; \
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[dev,docs]'; \
	touch "$@"

demo: venv
	$(RUN) -m examples.main_job

test: venv
	$(RUN) -m pytest

check: venv
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

LIVE := tests/live tests/parity/test_live.py tests/parity/test_upstream.py

cloud: venv
	KSCLIENT_LIVE=cloud $(RUN) -m pytest $(LIVE)

live: venv
	tests/live/install-pike.sh
	KSCLIENT_LIVE=1 $(RUN) -m pytest $(LIVE)

bench: venv
	$(RUN) -m benchmarks.side_by_side --write
	$(RUN) benchmarks/cli.py
	$(RUN) benchmarks/persistence.py
	$(RUN) benchmarks/testing.py
	$(RUN) benchmarks/token_cache.py

# SOAK=n says how many processes are killed, for each store.
SOAK ?= 10000

soak: venv
	KSCLIENT_TEST_KILLS=$(SOAK) $(RUN) -m pytest tests/contract/cache/test_kill.py \
	    tests/services/token_cache/test_killed_logins.py

manual: venv
	$(RUN) -m ksclient.cli.manual docs/command.md

picture: venv
	$(RUN) docs/_demo.py

docs: venv
	$(RUN) -m sphinx --fresh-env --write-all --fail-on-warning --keep-going --nitpicky \
	    --doctree-dir build/doctrees --quiet docs site
	@echo "the documentation is in site/index.html"

# PYTHONS="3.11 3.13" says on which, and ALLOW_MISSING=1 that not all of them have to be there.
PYTHONS ?= 3.11 3.12 3.13

release-check: venv
	$(RUN) .ci/release_check.py $(if $(ALLOW_MISSING),--allow-missing) $(PYTHONS)
