"""Where tokens are kept, and whether it is in order."""

from ksclient.cli.doctor import token_cache
from ksclient.token.cache import SQLiteStore


def only(findings):
    (found,) = findings
    return found.status.value, found.found


def test_off_and_unused_it_is_told_where_it_would_be(case, home):
    status, told = only(token_cache.look(case()))
    assert status == "OK"
    assert told.startswith(f"Off. {SQLiteStore().path} is made when it is needed. --os-cache")


def test_a_place_that_others_can_write_is_a_warning(case, home):
    directory = SQLiteStore().path.parent
    directory.mkdir(parents=True)
    directory.chmod(0o777)
    (found,) = token_cache.look(case(configured={"cache": True}))
    assert found.status == "WARN"
    assert "it cannot be used: " in found.found
    assert str(directory) in found.found
    assert found.advice == "Until then each program logs in by itself."


def test_what_is_out_of_order_and_off_is_told_too(case, home):
    path = SQLiteStore().path
    path.parent.mkdir(parents=True, mode=0o700)
    path.symlink_to(home / "elsewhere")
    (found,) = token_cache.look(case())
    assert found.status == "WARN"
    assert found.advice == "It is not used now."


def test_looking_makes_nothing(case, home):
    list(token_cache.look(case(configured={"cache": True})))
    assert list(home.iterdir()) == []
