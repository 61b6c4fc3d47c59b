"""Tokens are not seen in logs, in errors or in frames."""

import logging
import pickle
import traceback

import pytest
import sqlalchemy as sa

from ksclient.token.exceptions import StoreUnavailable, TokenExists, TokenNotFound
from ksclient.token.persistence.backends.sql import Driver
from tests.unit.token.persistence.backends.sql_store import chain_of, made, sql, url_of

TOKEN = "0123456789abcdef-secret"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tokens.db"


def use(driver):
    driver.create_token(TOKEN, made(key=TOKEN))
    driver.get_token(TOKEN)
    driver._list_tokens("u1")
    driver.delete_tokens("u1")
    driver.list_revoked_tokens()


def test_no_log_at_any_level_shows_a_token(path, caplog):
    caplog.set_level(logging.DEBUG, "sqlalchemy")
    use(Driver(url_of(path)))
    assert "INSERT INTO ksclient_token" in caplog.text
    assert TOKEN not in caplog.text


def test_statements_of_an_application_s_engine_do_not_show_one_either(path, caplog):
    caplog.set_level(logging.INFO, "sqlalchemy")
    engine = sa.create_engine(url_of(path))
    use(Driver(engine=engine))
    engine.dispose()
    assert "INSERT INTO ksclient_token" in caplog.text
    assert TOKEN not in caplog.text
    assert not engine.hide_parameters  # the application's own statements are its own care


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("create_token", [TOKEN, made(key=TOKEN)], TokenExists),
        ("delete_token", [TOKEN + "-other"], TokenNotFound),
        ("get_token", [TOKEN + "-other"], TokenNotFound),
    ],
)
def test_no_error_shows_a_token_nor_do_the_frames(path, method, arguments, error):
    driver = Driver(url_of(path))
    driver.create_token(TOKEN, made())
    with pytest.raises(error) as caught:
        getattr(driver, method)(*arguments)
    assert_silent(caught.value)


def test_nor_does_one_about_a_locked_file(path):
    driver = Driver(url_of(path), timeout=0.001, sleep=lambda seconds: None)
    engine = sa.create_engine(url_of(path))
    with engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable) as caught:
            driver.create_token(TOKEN, made(key=TOKEN))
    engine.dispose()
    assert_silent(caught.value)


def test_nor_does_one_about_a_dropped_table(path):
    driver = Driver(url_of(path))
    sql(path, "DROP TABLE ksclient_token")
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is told elsewhere
        driver.create_token(TOKEN, made(key=TOKEN))
    assert_silent(caught.value)


def assert_silent(error):
    for shown in chain_of(error):
        ours = shown.__traceback__.tb_next  # the first frame is the test's own
        lines = traceback.TracebackException(type(shown), shown, ours, capture_locals=True).format()
        assert TOKEN not in "".join(lines)
        assert TOKEN not in repr(shown)
        assert TOKEN.encode() not in pickle.dumps(shown)


def test_what_is_handed_out_hides_the_token_from_repr(path):
    driver = Driver(url_of(path))
    shown = [repr(driver.create_token(TOKEN, made(key=TOKEN))), repr(driver.get_token(TOKEN))]
    shown += [repr(driver._list_tokens("u1")), repr(driver.delete_tokens("u1"))]
    shown += [repr(driver.list_revoked_tokens())]
    assert TOKEN not in "".join(shown)
