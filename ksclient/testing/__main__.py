"""The command ``python -m ksclient.testing``: a cloud that runs until it is stopped."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ksclient.testing import profile
from ksclient.testing.ending import end_at_signals
from ksclient.testing.errors import CloudError
from ksclient.token.exceptions import TokenStoreError

if TYPE_CHECKING:
    from ksclient.testing.cloud import Cloud


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a cloud until Ctrl-C or SIGTERM; return the exit code.

    Args:
        arguments: The command's. None for those of the process.
    """
    end_at_signals()
    try:
        return _run(_parser().parse_args(arguments))
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ksclient.testing",
        description="Run a complete Identity v2.0 cloud, which forgets everything when it stops.",
        epilog="It prints where it is, what to paste into a shell to use it, and then: ready.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--public-port", type=int, default=0, metavar="PORT", help="usually 5000 (a free one)"
    )
    parser.add_argument(
        "--admin-port", type=int, default=0, metavar="PORT", help="usually 35357 (a free one)"
    )
    parser.add_argument(
        "--profile",
        default="pike",
        metavar="NAME",
        help=f"one of {', '.join(profile.names())}, or a .toml file (%(default)s)",
    )
    parser.add_argument("--seed", metavar="FILE", help="what there is from the beginning")
    parser.add_argument(
        "--driver", default="memory", metavar="NAME", help="what stores tokens (%(default)s)"
    )
    parser.add_argument(
        "--driver-option",
        type=_option,
        action="append",
        default=[],
        dest="driver_options",
        metavar="NAME=VALUE",
        help="for the driver, such as url=sqlite:////tmp/tokens.db; may be repeated",
    )
    parser.add_argument("--admin-token", default="ADMIN", help="(%(default)s)")
    parser.add_argument("--admin-password", default="secret", help="(%(default)s)")
    return parser


def _option(text: str) -> tuple[str, str | float]:
    """Return the name and the value of a driver's option; numbers as such."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError("it must be NAME=VALUE")
    return name, float(value) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value) else value


def _run(options: argparse.Namespace) -> int:
    """Run the cloud that the *options* describe."""
    try:
        with _cloud(options) as cloud:
            print(_introduction(cloud), flush=True)  # noqa: T201 - a command talks by print
            while True:
                time.sleep(3600)
    except (CloudError, OSError, TokenStoreError, TypeError, ValueError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)  # noqa: T201
        return 2


def _cloud(options: argparse.Namespace) -> Cloud:
    from ksclient.testing import Cloud  # noqa: PLC0415 - may be missing, and is told then

    return Cloud(
        host=options.host,
        public_port=options.public_port,
        admin_port=options.admin_port,
        profile=options.profile,
        seed=options.seed,
        driver=options.driver,
        driver_options=dict(options.driver_options),
        admin_token=options.admin_token,
        admin_password=options.admin_password,
    )


def _introduction(cloud: Cloud) -> str:
    """Return what to tell who started it."""
    exports = [f"export {name}={shlex.quote(value)}" for name, value in cloud.environment().items()]
    return "\n".join(
        [f"public API: {cloud.public_url}", f"admin API:  {cloud.admin_url}", *exports, "ready"]
    )


if __name__ == "__main__":
    sys.exit(main())
