"""Checks are made in order, and none whose ground is missing."""

from ksclient.auth._deadline import Deadline
from ksclient.cli.doctor.examination import CHECKS, Check, examine
from ksclient.cli.doctor.findings import fail, ok, warn
from ksclient.cli.doctor.report import report


def finding(*found):
    return lambda case: iter(found)


def forbidden(case):
    raise AssertionError("this must not be looked at")


def told(lines):
    return [(line.check, line.finding.status.value) for line in lines]


def test_all_checks_need_earlier_ones_only():
    for index, check in enumerate(CHECKS):
        assert set(check.needs) <= {earlier.name for earlier in CHECKS[:index]}


def test_what_needs_a_check_that_failed_is_skipped_with_the_first_cause(case):
    checks = (
        Check("a", finding(fail("broken", "mend it"))),
        Check("b", forbidden, ("a",)),
        Check("c", forbidden, ("b",)),
        Check("d", finding(ok("fine"))),
    )
    lines = examine(case(), lambda _: None, checks)
    assert told(lines) == [("a", "FAIL"), ("b", "SKIP"), ("c", "SKIP"), ("d", "OK")]
    assert lines[2].finding.found == "Not looked at, as there is something wrong with: a."


def test_a_warning_keeps_nothing_from_being_looked_at(case):
    checks = (Check("a", finding(warn("odd", "see"))), Check("b", finding(ok("fine")), ("a",)))
    assert told(examine(case(), lambda _: None, checks)) == [("a", "WARN"), ("b", "OK")]


def test_when_the_time_is_over_the_rest_is_skipped(case):
    made = case()
    now = [0.0]
    made._deadline = Deadline(10, lambda: now[0])

    def slow(case):
        now[0] = 11.0
        yield ok("at last")

    checks = (Check("a", slow), Check("b", forbidden))
    lines = examine(made, lambda _: None, checks)
    assert told(lines) == [("a", "OK"), ("b", "SKIP")]
    assert lines[1].finding.found == "Not looked at: the time is over."
    assert lines[1].finding.advice == "--timeout 2 gives it more."


def test_no_question_takes_longer_than_there_is_time_left(case):
    made = case(wait=5.0)
    now = [0.0]
    made._deadline = Deadline(10, lambda: now[0])
    assert made.patience == 5.0
    now[0] = 8.0
    assert made.patience == 2.0


def test_it_is_told_what_is_looked_at(case):
    steps = []
    examine(case(), steps.append, (Check("DNS", finding(ok("fine"))),))
    assert steps == ["looking at DNS"]


def test_a_report_has_a_line_each_and_what_to_do_below(case):
    checks = (
        Check("DNS", finding(ok("fine"))),
        Check("TCP", finding(fail("refused", "is it up?"))),
    )
    made = report(examine(case(), lambda _: None, checks))
    assert made.text.splitlines() == [
        "OK    DNS            fine",
        "FAIL  TCP            refused",
        "                     -> is it up?",
        "",
        "1 OK, 1 FAIL. Begin with the first FAIL: what comes after it may be its consequence.",
    ]
    assert made.code == 1
    assert made.rows[1] == {
        "status": "FAIL",
        "check": "TCP",
        "found": "refused",
        "advice": "is it up?",
    }


def test_a_report_of_warnings_ends_well(case):
    made = report(examine(case(), lambda _: None, (Check("a", finding(warn("odd", "see"))),)))
    assert made.code == 0
    assert made.text.endswith("\n1 WARN. Nothing keeps you from working.")


def test_no_server_steers_the_terminal(case):
    made = report(examine(case(), lambda _: None, (Check("a", finding(ok("\x1b[2J"))),)))
    assert "\x1b" not in made.text
