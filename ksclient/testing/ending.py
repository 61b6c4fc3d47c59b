"""Have Ctrl-C and SIGTERM end a program: once, undisturbed, and whatever it is doing."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_STOPS = (signal.SIGINT, signal.SIGTERM)
_AGAIN_SECONDS = 0.01


def end_at_signals() -> None:
    """Raise `KeyboardInterrupt` in the main thread at the first SIGINT or SIGTERM.

    Those that follow are ignored, so that they do not disturb the end. Also where the program was
    started in the background by a shell, which has it ignore SIGINT.
    """
    for stop in _STOPS:
        signal.signal(stop, _interrupt)


def _interrupt(*_: object) -> NoReturn:
    for stop in _STOPS:
        signal.signal(stop, signal.SIG_IGN)
    sys.unraisablehook = _interrupt_again
    raise KeyboardInterrupt


def _interrupt_again(lost: UnraisableHookArgs) -> None:
    """Interrupt once more where Python lets no error out.

    That is in finalizers and in callbacks of weak references, which run at any moment. Now
    is too early: this is called from there.
    """
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
        return
    end_at_signals()
    if sys.platform != "win32":  # which has no timers; there, Ctrl-C has to be pressed again
        signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
