"""The options of a session: arguments, and entries of configuration files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ksclient.auth.loading import _oslo
from ksclient.auth.loading.loader import Loader

if TYPE_CHECKING:
    import argparse

    from oslo_config import cfg

    from ksclient.auth import session
    from ksclient.auth.loading.opts import Opt

__all__ = [
    "get_conf_options",
    "load_from_argparse_arguments",
    "load_from_conf_options",
    "register_argparse_arguments",
    "register_conf_options",
]

_DEFAULT_TIMEOUT = 600
"""Seconds that a program with arguments waits, unless told otherwise."""

_FILES = {
    "cacert": ("<ca-certificate>", "File of certificate authorities that servers are checked by"),
    "cert": ("<certificate>", "File with this client's certificate (PEM)"),
    "key": ("<key>", "File with the key of this client's certificate (PEM)"),
}
_CIPHERS = "Ciphers to offer for TLS, as OpenSSL lists them; OpenSSL's default if not given"
_MIN_VERSION = "Oldest version of TLS to accept; the system's policy decides if not given"
_INSECURE = "Do not check servers' certificates. Anybody can then pose as the server"
_TIMING = "Measure how long each request takes"

_CONF_NAMES = {
    "insecure": "insecure",
    "cacert": "cafile",
    "cert": "certfile",
    "key": "keyfile",
    "timeout": "timeout",
    "collect_timing": "collect_timing",
    "split_loggers": "split_loggers",
    "tls_ciphers": "tls_ciphers",
    "tls_min_version": "tls_min_version",
}
"""Options in configuration files, by the keyword of `Session.load_from_options`."""

_ARGUMENTS = {
    "insecure": "insecure",
    "cacert": "os_cacert",
    "cert": "os_cert",
    "key": "os_key",
    "timeout": "timeout",
    "collect_timing": "collect_timing",
    "tls_ciphers": "tls_ciphers",
    "tls_min_version": "tls_min_version",
}
"""Parsed arguments, by the same."""


class Session(Loader["session.Session"]):
    """Makes sessions."""

    @property
    def plugin_class(self) -> type[session.Session]:
        """The class of the session."""
        from ksclient.auth import session  # noqa: PLC0415 - only who makes one pays for it

        return session.Session

    def get_options(self) -> list[Opt]:
        """Return nothing: a session's options have forms of their own."""
        return []

    def load_from_options(
        self,
        insecure: bool = False,
        verify: bool | str | None = None,
        cacert: str | None = None,
        cert: str | None = None,
        key: str | None = None,
        **kwargs: Any,
    ) -> session.Session:
        """Make a session.

        Args:
            insecure: Whether servers' certificates go unchecked.
            verify: As `ksclient.auth.session.Session` has it; wins over *insecure* and *cacert*.
            cacert: A file of certificate authorities.
            cert: A file with the client's certificate.
            key: A file with its key; None if it is in *cert*.
            kwargs: Other keywords of the session.
        """
        if verify is None:
            verify = False if insecure else cacert or True
        pair = (cert, key) if cert and key else cert
        return super().load_from_options(verify=verify, cert=pair, **kwargs)

    @classmethod
    def register_argparse_arguments(cls, parser: argparse.ArgumentParser) -> None:
        """Add the arguments of a session; some defaults come from ``OS_*`` variables."""
        group = parser.add_argument_group(
            "API connection options", "How to connect to the services' APIs"
        )
        group.add_argument("--insecure", default=False, action="store_true", help=_INSECURE)
        for name, (metavar, help_text) in _FILES.items():
            group.add_argument(
                f"--os-{name}",
                metavar=metavar,
                help=_with_default(help_text, f"OS_{name.upper()}"),
                default=os.environ.get(f"OS_{name.upper()}"),
            )
        group.add_argument(
            "--timeout",
            default=_DEFAULT_TIMEOUT,
            type=_seconds,
            metavar="<seconds>",
            help="How long to wait for a server, in seconds",
        )
        group.add_argument("--collect-timing", default=False, action="store_true", help=_TIMING)
        group.add_argument(
            "--tls-ciphers",
            metavar="<ciphers>",
            default=os.environ.get("OS_TLS_CIPHERS"),
            help=_with_default(_CIPHERS, "OS_TLS_CIPHERS"),
        )
        group.add_argument(
            "--tls-min-version",
            choices=[None, "1.2", "1.3"],
            default=os.environ.get("OS_TLS_MIN_VERSION"),
            help=_with_default(_MIN_VERSION, "OS_TLS_MIN_VERSION"),
        )

    def load_from_argparse_arguments(
        self, namespace: argparse.Namespace, **kwargs: Any
    ) -> session.Session:
        """Make the session that the parsed arguments describe; *kwargs* win over them."""
        told = {keyword: getattr(namespace, name) for keyword, name in _ARGUMENTS.items()}
        return self.load_from_options(**{**told, **kwargs})

    @staticmethod
    def get_conf_options(
        deprecated_opts: dict[str, list[cfg.DeprecatedOpt]] | None = None,
    ) -> list[cfg.Opt]:
        """Return the options of a session as oslo.config has them.

        Args:
            deprecated_opts: By the name of an option, those that it has replaced.

        Raises:
            OptionError: If oslo.config is not installed; it is an ImportError as well.
        """
        config = _oslo.config()
        replaced = deprecated_opts or {}

        def option(kind: Any, name: str, help_text: str, **described: Any) -> cfg.Opt:
            described["deprecated_opts"] = replaced.get(name)
            return _oslo.option(kind, name, help=help_text, **described)

        versions = [
            (None, "the system's policy decides"),
            ("1.2", "TLS 1.2 or newer"),
            ("1.3", "TLS 1.3 or newer"),
        ]
        return [
            option(config.StrOpt, "cafile", _FILES["cacert"][1]),
            option(config.StrOpt, "certfile", _FILES["cert"][1]),
            option(config.StrOpt, "keyfile", _FILES["key"][1]),
            option(config.BoolOpt, "insecure", _INSECURE, default=False),
            option(config.FloatOpt, "timeout", "How long to wait for a server, in seconds"),
            option(config.BoolOpt, "collect-timing", _TIMING, default=False),
            option(
                config.BoolOpt,
                "split-loggers",
                "Log requests, answers and bodies to a logger each",
                default=False,
            ),
            option(config.StrOpt, "tls-ciphers", _CIPHERS),
            option(config.StrOpt, "tls-min-version", _MIN_VERSION, choices=versions),
        ]

    @classmethod
    def register_conf_options(
        cls,
        conf: cfg.ConfigOpts,
        group: str | cfg.OptGroup,
        deprecated_opts: dict[str, list[cfg.DeprecatedOpt]] | None = None,
    ) -> list[cfg.Opt]:
        """Register the options of a session in a section; see ``get_conf_options``.

        Returns:
            The options.
        """
        options = cls.get_conf_options(deprecated_opts)
        _oslo.register(conf, group, options)
        return options

    def load_from_conf_options(
        self, conf: cfg.ConfigOpts, group: str | cfg.OptGroup, **kwargs: Any
    ) -> session.Session:
        """Make the session that a section describes; *kwargs* win over it."""
        section = conf[_oslo.name_of(group)]
        told = {keyword: getattr(section, name) for keyword, name in _CONF_NAMES.items()}
        return self.load_from_options(**{**told, **kwargs})


def _with_default(help_text: str, variable: str) -> str:
    return f"{help_text}. Default: env[{variable}]"


def _seconds(text: str) -> float:
    """Return a number of seconds above zero."""
    import argparse  # noqa: PLC0415 - which has called us

    try:
        seconds = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} must be a float") from None
    if not seconds > 0:
        raise argparse.ArgumentTypeError(f"{text} must be greater than 0")
    return seconds


register_argparse_arguments = Session.register_argparse_arguments
register_conf_options = Session.register_conf_options
get_conf_options = Session.get_conf_options


def load_from_argparse_arguments(namespace: argparse.Namespace, **kwargs: Any) -> session.Session:
    """Make the session that the parsed arguments describe; *kwargs* win over them."""
    return Session().load_from_argparse_arguments(namespace, **kwargs)


def load_from_conf_options(
    conf: cfg.ConfigOpts, group: str | cfg.OptGroup, **kwargs: Any
) -> session.Session:
    """Make the session that a section describes; *kwargs* win over it."""
    return Session().load_from_conf_options(conf, group, **kwargs)
