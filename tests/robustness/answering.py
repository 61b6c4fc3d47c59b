"""A transport that answers as it is told, and what every error of a bad answer must be."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
import urllib3
from requests.adapters import HTTPAdapter

from ksclient import exceptions
from ksclient.auth.session import Session
from tests.robustness.strategies import Answer

URL = "http://keystone.example:5000/v2.0"


class Answering(HTTPAdapter):
    """Gives one answer to all requests, by way of urllib3 and requests, but for the sockets.

    Args:
        answer: The answer.
        others: Answers to requests whose URLs end so.
    """

    def __init__(self, answer: Answer, others: dict[str, Answer] | None = None) -> None:
        super().__init__()
        self.answer = answer
        self.others = others or {}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        found = next(
            (each for end, each in self.others.items() if (request.url or "").endswith(end)),
            self.answer,
        )
        # http.client reads no body after a 204, whatever is sent.
        body = b"" if found.status == 204 else found.body
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(body),
            headers=urllib3.HTTPHeaderDict(list(found.headers)),
            status=found.status,
            preload_content=False,
        )
        response = self.build_response(request, raw)
        if not kwargs.get("stream"):
            response.content  # noqa: B018 - reads it
        return response


def mounted(answer: Answer, others: dict[str, Answer] | None = None) -> requests.Session:
    """Return a session of requests whose every request gets *answer*."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, Answering(answer, others))
    return session


def session_answered(
    answer: Answer, others: dict[str, Answer] | None = None, auth: Any = None
) -> Session:
    """Return a session whose every request gets *answer*."""
    return Session(session=mounted(answer, others), auth=auth)


def problem_of(call: Any, *args: Any, **kwargs: Any) -> exceptions.ClientException | None:
    """Call, and return the error of ours that comes of it, None if none does.

    Whatever else comes out fails the test.
    """
    try:
        call(*args, **kwargs)
    except exceptions.ClientException as error:
        check_readable(error)
        return error
    except Exception as escaped:  # noqa: BLE001 - this is what must not be
        pytest.fail(f"{type(escaped).__name__} escapes: {escaped!s:.200}")
    return None


def check_readable(error: exceptions.ClientException) -> None:
    """Demand an error that can be printed, and that names what it says it is about."""
    text = str(error)
    text.encode()
    repr(error)
    assert text
    if isinstance(error, exceptions.InvalidResponse) and error.field is not None:
        assert last_step(error.field) in text, f"{error.field} is not in: {text}"


def last_step(field: str) -> str:
    """Return the last name in a field: ``name`` of ``access.user.roles[0].name``."""
    return field.rpartition(".")[2].split("[")[0]
