"""A person is told what takes long; a script is not."""

import io

from ksclient.cli.waiting import QUIET_SECONDS, Waiting
from tests.unit.cli.conftest import Terminal


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def waiting(stream):
    clock = Clock()
    return Waiting(stream, clock), clock


def test_what_is_quick_is_not_told():
    stream = Terminal()
    line, clock = waiting(stream)
    with line.until_done("user-list"):
        clock.now = QUIET_SECONDS - 0.1
        line.draw()
    assert stream.getvalue() == ""


def test_what_takes_long_is_told_and_wiped_out():
    stream = Terminal()
    line, clock = waiting(stream)
    with line.until_done("user-list"):
        clock.now = 3.0
        line.draw()
        assert stream.getvalue() == "\r\x1b[Kuser-list … 3 s"
    assert stream.getvalue().endswith("\r\x1b[K")


def test_each_step_is_told_with_its_own_time():
    stream = Terminal()
    line, clock = waiting(stream)
    with line.until_done("bootstrap"):
        clock.now = 10.0
        line.step("creating the role admin")
        clock.now = 12.0
        line.draw()
        assert stream.getvalue() == "\r\x1b[Kcreating the role admin … 2 s"


def test_nothing_is_drawn_over_a_question():
    stream = Terminal()
    line, clock = waiting(stream)
    with line.until_done("user-create"), line.paused():
        clock.now = 60.0
        line.draw()
    assert stream.getvalue() == ""


def test_the_line_is_gone_before_an_error_is_told():
    stream = Terminal()
    line, clock = waiting(stream)
    try:
        with line.until_done("user-list"):
            clock.now = 3.0
            line.draw()
            raise ValueError  # noqa: TRY301 - the error is the point
    except ValueError:
        assert stream.getvalue().endswith("\r\x1b[K")


def test_nothing_is_told_where_nobody_looks():
    stream = io.StringIO()
    line, clock = waiting(stream)
    with line.until_done("user-list"):
        clock.now = 60.0
        line.draw()
    assert stream.getvalue() == ""
