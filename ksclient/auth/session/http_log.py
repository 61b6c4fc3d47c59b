"""Write requests and answers to the debug log, as curl lines, without their secrets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.auth._lazy import later
from ksclient.auth._redact import answer_masker, mask, mask_body, mask_header, mask_text
from ksclient.auth._text import is_for_text
from ksclient.auth._value import Value
from ksclient.auth.session.call import Call, Reply, Send

if TYPE_CHECKING:
    import logging

    import requests
else:
    logging = later("logging", __name__)

NAME = "ksclient.auth.session"
"""The logger of all that a session does; children by subject with ``split_loggers``."""

_SUBJECTS = ("request", "response", "body", "request-id")

LOGGED_CONTENT_TYPES = ("application/json", "text/plain")
"""Content types of the answers whose bodies are logged."""


class HttpLog(Value):
    """Where and how one request is logged.

    Attributes:
        logger: The logger for everything, with a prefix each line.
        is_split: Whether each subject has a logger of its own instead, without prefixes.
        service: What the request-id line calls the service, or None.
    """

    logger: logging.Logger
    is_split: bool = False
    service: str | None = None

    def is_read(self) -> bool:
        """Tell whether anything of it is written at all."""
        subjects = _SUBJECTS if self.is_split else _SUBJECTS[:1]
        return any(self._logger(each).isEnabledFor(logging.DEBUG) for each in subjects)

    def request(self, call: Call) -> None:
        """Log *call* as a line for the shell."""
        logger = self._logger("request")
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug("%s", " ".join([*self._prefix("REQ:"), *_curl(call)]))

    def response(self, response: requests.Response, call: Call) -> None:
        """Log the status and headers of an answer, then its body if that is fit to be read."""
        logger = self._logger("response")
        if not logger.isEnabledFor(logging.DEBUG):
            return
        shown = answer_masker(response, call.url, call.headers, call.body)
        headers = [f"{k}: {mask_header(k, shown(v))}" for k, v in _sorted(response.headers)]
        parts = [*self._prefix("RESP:"), f"[{response.status_code}]", *headers]
        logger.debug("%s", " ".join(parts))
        body_logger = self._logger("body")
        if body_logger.isEnabledFor(logging.DEBUG):
            text = _shown_body(response, call)
            if text:
                body_logger.debug("%s", " ".join([*self._prefix("RESP BODY:"), text]))

    def request_id(self, response: requests.Response) -> None:
        """Log the id that the server gave the request: its operator can find it by that."""
        logger = self._logger("request-id")
        if not logger.isEnabledFor(logging.DEBUG):  # to mask what is not shown would be slow
            return
        given = response.headers.get("x-openstack-request-id") or response.headers.get(
            "x-compute-request-id"
        )
        if not given:
            return
        logger.debug(
            "%s call to %s%s used request id %s",
            response.request.method,
            f"{self.service} for " if self.service else "",
            mask_text(response.url),
            answer_masker(response, response.url)(given),
        )

    def _logger(self, subject: str) -> logging.Logger:
        return logging.getLogger(f"{NAME}.{subject}") if self.is_split else self.logger

    def _prefix(self, word: str) -> list[str]:
        return [] if self.is_split else [word]


def logged(send: Send, log: HttpLog) -> Send:
    """Wrap *send* so that each call and each answer is logged."""

    def tell(call: Call) -> Reply:
        log.request(call)
        reply = send(call)
        log.response(reply.response, reply.call)
        log.request_id(reply.response)
        return reply

    return tell


def _curl(call: Call) -> list[str]:
    """Return *call* as the words of a curl command."""
    words = ["curl -g -i"]
    verify = call.options.get("verify")
    if verify is False:
        words.append("--insecure")
    elif isinstance(verify, str):
        words.append(f'--cacert "{verify}"')
    words += ["-X", call.method, _shown_url(call)]
    words += [f'-H "{name}: {mask_header(name, value)}"' for name, value in _sorted(call.headers)]
    if call.body:
        words.append(f"-d {_shown_data(call.body)}")
    return words


def _shown_url(call: Call) -> str:
    params = call.options.get("params")
    if not params:
        return mask_text(call.url)
    if isinstance(params, bytes):
        params = params.decode("latin-1")
    query = params if isinstance(params, str) else urlencode(params, doseq=True)
    return f'"{mask_text(f"{call.url}?{query}")}"'


def _shown_data(body: Any) -> str:
    """Return a request's body in quotes that a shell reads."""
    if isinstance(body, Mapping):
        body = json.dumps(mask(body), default=str)
    if isinstance(body, bytes):
        try:
            body = body.decode("ascii")
        except UnicodeDecodeError:
            return "'<binary_data>'"
    if not isinstance(body, str):
        return f"'<{type(body).__name__}>'"
    text = mask_body(body)
    if "'" not in text:
        return f"'{text}'"
    with FORKS_WAIT:
        import shlex  # noqa: PLC0415 - needed by few bodies

    return shlex.quote(text)


def _shown_body(response: requests.Response, call: Call) -> str:
    """Return an answer's body as it may be shown.

    A body that the caller wants to read as a stream is left alone: it may be of any size, come
    slowly, or break off.
    """
    if call.options.get("stream"):
        return "Omitted, the body is streamed."
    content_type = response.headers.get("content-type")
    if content_type is None or not content_type.startswith(LOGGED_CONTENT_TYPES):
        return (
            f"Omitted, Content-Type is set to {content_type}. Only "
            f"{', '.join(LOGGED_CONTENT_TYPES)} responses have their bodies logged."
        )
    shown = answer_masker(response, call.url, call.headers, call.body)
    return mask_body(_without_catalog(_text_of(response)), shown)


def _text_of(response: requests.Response) -> str:
    """Return an answer's body as text: UTF-8, unless it claims another encoding that is one."""
    claimed = response.encoding if is_for_text(response) else None
    try:
        return response.content.decode(claimed or "utf-8", "replace")
    except (LookupError, ValueError):
        return response.content.decode("utf-8", "replace")


def _without_catalog(text: str) -> str:
    """Return a body without the service catalog: it is long, and the same every time."""
    if "atalog" not in text:
        return text
    try:
        document = json.loads(text)
        root = document["access"] if "access" in document else document["token"]
        name = "serviceCatalog" if "access" in document else "catalog"
    except (ValueError, RecursionError, KeyError, TypeError):
        return text
    if not isinstance(root, dict) or name not in root:
        return text
    root[name] = "<removed>"
    return json.dumps(document)


def _sorted(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(headers.items())
