"""How long a server may say nothing."""

import pytest

from ksclient.token.persistence.backends.sql.silence import until_silent

READ, WRITE = 1, 2


class Seconds:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def asking():
    """Wait twice, as a library's connection does: it is sent 0 while nothing came."""
    heard = []
    for wanted in (WRITE, READ):
        while not (ready := (yield wanted)):
            pass
        heard.append(ready)
    return heard


def test_an_answer_is_passed_on():
    waiting = until_silent(asking(), 5)

    assert next(waiting) == WRITE
    assert waiting.send(WRITE) == READ
    with pytest.raises(StopIteration) as end:
        waiting.send(READ)
    assert end.value.value == [WRITE, READ]


def test_what_is_there_at_once_is_passed_on():
    def answered():
        return "answer"
        yield

    with pytest.raises(StopIteration) as end:
        next(until_silent(answered(), 5))
    assert end.value.value == "answer"


def test_who_says_nothing_for_too_long_is_given_up():
    clock = Seconds()
    waiting = until_silent(asking(), 5, clock)
    next(waiting)
    clock.now += 5
    assert waiting.send(0) == WRITE
    clock.now += 0.1
    with pytest.raises(TimeoutError):
        waiting.send(0)


def test_who_says_something_has_all_the_time_again():
    clock = Seconds()
    waiting = until_silent(asking(), 5, clock)
    next(waiting)
    clock.now += 4
    waiting.send(WRITE)
    clock.now += 4
    assert waiting.send(0) == READ


def test_an_error_is_passed_on():
    def failing():
        yield READ
        raise OSError

    waiting = until_silent(failing(), 5)
    next(waiting)
    with pytest.raises(OSError):  # noqa: PT011 - it has no words
        waiting.send(READ)
