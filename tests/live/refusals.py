"""What an error of the server has to be like for whoever catches it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ksclient.auth import exceptions


@contextmanager
def refused(
    expected: type[exceptions.HttpError], words: str = "", *, secret: str = ""
) -> Iterator[pytest.ExceptionInfo[exceptions.HttpError]]:
    """Expect just this class of error, with the request's id and the server's *words*.

    Args:
        expected: The class; neither a base class of it nor a subclass will do.
        words: What the message has to hold.
        secret: What it must not hold.
    """
    with pytest.raises(expected) as caught:
        yield caught
    error = caught.value
    assert type(error).__name__ == expected.__name__
    assert error.http_status == expected.http_status
    assert error.request_id.startswith("req-")
    assert error.request_id in str(error)
    assert words in str(error)
    if secret:
        assert secret not in f"{error!s} {error!r}"
