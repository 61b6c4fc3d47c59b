"""The command that looks for what is wrong between a configuration and a cloud."""

from __future__ import annotations

import argparse

from ksclient.cli.answers import Answer
from ksclient.cli.context import Context
from ksclient.cli.declaring import command


@command("doctor")
def doctor(context: Context, said: argparse.Namespace) -> Answer:
    """Look for what is wrong with a login: from the configuration to the admin API.

    Each line is OK, WARN or FAIL, with what was found and what to do. What cannot be looked at, as
    something before it has failed, is SKIP. It ends with 0 if nothing has failed, else with 1.

    It logs in once at most, whatever tokens are kept, so that no account is locked. Each question
    may take 5 seconds, or as many as --timeout says, and all of them together six times that.
    """
    # All that asks servers, which help and completion do without.
    from ksclient.cli.doctor.case import Case  # noqa: PLC0415
    from ksclient.cli.doctor.examination import examine  # noqa: PLC0415
    from ksclient.cli.doctor.report import report  # noqa: PLC0415

    case = Case(context, wait=said.timeout or 5.0)
    try:
        return report(examine(case, context.waiting.step))
    finally:
        case.close()
