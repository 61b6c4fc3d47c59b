"""Certificates for a Keystone that signs: an authority, and a signer of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

AUTHORITY = "ca.pem"
AUTHORITY_KEY = "ca.key"
SIGNER = "signing.pem"
SIGNER_KEY = "signing.key"
_REQUEST = "signing.csr"
_NEW_KEY = ["-newkey", "rsa:2048", "-nodes", "-keyout"]
_VALID = ["-days", "30"]


class OpensslError(Exception):
    """The command openssl is not there, or refused; what it said is in the message."""


def make_certificates(folder: Path) -> str:
    """Make both in a new *folder*; return the section of Keystone's configuration for them."""
    folder.mkdir(mode=0o700)
    ours = {file: str(folder / file) for file in (AUTHORITY, AUTHORITY_KEY, SIGNER, SIGNER_KEY)}
    request = str(folder / _REQUEST)
    authority = [*_NEW_KEY, ours[AUTHORITY_KEY], "-out", ours[AUTHORITY]]
    openssl("req", "-x509", *_VALID, "-subj", "/CN=authority", *authority)
    openssl("req", "-subj", "/CN=signer", *_NEW_KEY, ours[SIGNER_KEY], "-out", request)
    by_authority = ["-CA", ours[AUTHORITY], "-CAkey", ours[AUTHORITY_KEY], "-CAcreateserial"]
    openssl("x509", "-req", *_VALID, "-in", request, *by_authority, "-out", ours[SIGNER])
    return (
        "[signing]\n"
        f"certfile = {ours[SIGNER]}\n"
        f"keyfile = {ours[SIGNER_KEY]}\n"
        f"ca_certs = {ours[AUTHORITY]}\n"
        f"ca_key = {ours[AUTHORITY_KEY]}\n"
    )


def openssl(*arguments: str, text: str = "") -> str:
    """Run the command with *text* on its standard input; return what it prints."""
    command = ["openssl", *arguments]
    try:
        done = subprocess.run(command, check=False, input=text, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise OpensslError("Install the command openssl: Keystone signs with it.") from error
    if done.returncode:
        raise OpensslError(f"openssl {arguments[0]} failed:\n{done.stderr}")
    return done.stdout
