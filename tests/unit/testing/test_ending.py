"""Ctrl-C and SIGTERM reach a program whatever it is doing, in processes of their own."""

import signal
import subprocess
import sys

import pytest

PROGRAM = """
import gc, signal, sys, threading, weakref
from ksclient.testing import ending

class Thing: pass

def swallowed(_):
    signal.raise_signal(signal.{stop})

ending.end_at_signals()
waiting = threading.Event()
try:
    {act}
    print(waiting.wait(60))
except KeyboardInterrupt:
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)
    print("ended")
"""
IN_A_CALLBACK = "thing = Thing(); kept = weakref.ref(thing, swallowed); del thing"


def outcome(act: str, stop: signal.Signals) -> tuple[int, str, str]:
    program = PROGRAM.format(act=act, stop=stop.name)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_ends_the_program_and_others_do_not_disturb_the_end(stop):
    assert outcome("swallowed(None)", stop) == (0, "ended\n", "")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_callback_of_a_weak_reference_is_not_lost(stop):
    assert outcome(IN_A_CALLBACK, stop) == (0, "ended\n", "")


def test_other_errors_there_are_told_as_ever():
    act = (
        "thing = Thing(); kept = weakref.ref(thing, lambda _: 1 / 0); "
        "sys.unraisablehook = ending._interrupt_again; "
        "del thing; swallowed(None)"
    )

    returned, printed, errors = outcome(act, signal.SIGINT)

    assert (returned, printed) == (0, "ended\n")
    assert "ZeroDivisionError" in errors
