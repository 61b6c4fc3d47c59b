#!/usr/bin/env bash
# Install Keystone 12.0.3 (OpenStack Pike, the last release with Identity v2.0) under Python 2.7,
# and print the folder of its virtual environment. Quick when it is already there.
#   KSCLIENT_KEYSTONE_HOME  folder for it (default: ksclient/keystone-pike in the user's cache)
#   KSCLIENT_PYTHON27       the Python 2.7 to use (default: pyenv's newest, else python2.7 on PATH)
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="${KSCLIENT_KEYSTONE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/ksclient/keystone-pike}"
requirements="$here/pike-requirements.txt"
virtualenv_version=16.7.12

find_python() {
    local candidate
    for candidate in "${KSCLIENT_PYTHON27:-}" \
        $(printf '%s\n' "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7*/bin/python2.7 | sort -rV) python2.7; do
        # a pyenv shim exists without its version: only what runs, counts
        if [ -n "$candidate" ] && "$candidate" -c 'import pip, sys; sys.exit(sys.version_info[:2] != (2, 7))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    cat >&2 <<'MESSAGE'
Keystone 12.0.3 runs on Python 2.7 only, and no Python 2.7 with pip was found. Either
  - install one with pyenv:  pyenv install 2.7.18
  - or name one:             export KSCLIENT_PYTHON27=/path/to/python2.7
MESSAGE
    return 1
}

# One install at a time: whoever comes second waits here, then finds it done. The lock ends with
# the last process that holds it, so an installer that was killed leaves no lock and no marker.
mkdir -p "$home"
home="$(cd "$home" && pwd)"
exec 9>"$home/install.lock"
flock 9

# Another set of requirements is another folder: nothing is pulled from under a running server.
venv="$home/$(sha256sum "$requirements" | cut -c 1-12)"
if [ -f "$venv/installed" ]; then
    echo "$venv"
    exit 0
fi
python="$(find_python)"
log="$home/install.log"
tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
echo "installing Keystone 12.0.3 in $venv: about a minute (log: $log)" >&2

unset PYTHONHOME PYTHONPATH # what they name is not for this Python
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONWARNINGS=ignore
install() (
    set -e
    rm -rf "$venv" # what a killed installer left
    "$python" -m pip install --no-deps --target "$tools" "virtualenv==$virtualenv_version"
    PYTHONPATH="$tools" "$python" -m virtualenv --no-download "$venv"
    # the build of `positional` wants pbr: have it there first
    "$venv/bin/pip" install --no-deps "$(grep -i '^pbr==' "$requirements")"
    "$venv/bin/pip" install --no-deps -r "$requirements"
    "$venv/bin/pip" check
    "$venv/bin/keystone-manage" --version
)
set +e # `if ! install` would switch off the -e inside it
install >"$log" 2>&1 </dev/null
status=$?
set -e
if [ "$status" != 0 ]; then
    tail -30 "$log" >&2
    echo "Keystone 12.0.3 could not be installed; the whole log is $log" >&2
    exit 1
fi
touch "$venv/installed"
echo "$venv"
