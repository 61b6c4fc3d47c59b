"""Ask a test cloud all that a recorded server was asked, in the same order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from ksclient.testing.keystone.state import MEMBER_ROLE_ID
from tests.conformance.clouds import Answered, Cloud
from tests.conformance.comparing import differences
from tests.conformance.pages import FULL_LIST_OF, Pages
from tests.conformance.signatures import signed_anew
from tests.conformance.translation import Translator
from tests.conformance.unrecorded import BEFORE, Ask, AsOnMain, Login, Rescope, Step, Wait
from tests.wire.recording import Exchange, exchanges

UNKNOWN = "0123456789abcdef0123456789abcdef"
"""The id that nothing has."""

RECORDED = {exchange.name: exchange for exchange in exchanges()}


@dataclass(frozen=True)
class Replayed:
    """How an exchange went this time.

    Attributes:
        differences: How our answer differs from the recorded one; empty if they agree.
    """

    exchange: Exchange
    differences: tuple[str, ...]


@cache
def replayed(variant: str, **more: Any) -> dict[str, Replayed]:
    """Return how the conversation with one recorded server went, by the exchange's name."""
    replay = Replay(variant, **more)
    return {
        exchange.name: replay.exchange(exchange)
        for exchange in exchanges()
        if exchange.variant == variant
    }


class Replay:
    """One conversation with a cloud of its own.

    Args:
        variant: How the recorded server was set up.
        more: What the cloud is set up with besides.
    """

    def __init__(self, variant: str, **more: Any) -> None:
        self._cloud = Cloud(variant, **more)
        fixed = (UNKNOWN, MEMBER_ROLE_ID)
        self._main_names = Translator(fixed)
        self._names = Translator(fixed) if variant else self._main_names
        self._secrets: list[str] = []
        self._lists: dict[str, Pages] = {}

    def exchange(self, exchange: Exchange) -> Replayed:
        """Do what was done before *exchange*, ask what it asked, and compare the answers."""
        self._catch_up(exchange)
        pages = self._lists.get(FULL_LIST_OF.get(exchange.name, ""))
        answered = self._ask(exchange, self._names, pages)
        recorded = _recorded_answer(exchange, pages)
        self._remember(exchange, answered)
        found = list(
            differences(
                recorded,
                answered,
                pages.names() if pages else self._names,
                has_recorded_length=not pages and not _is_made_up(exchange),
            )
        )
        length = answered.headers.get("content-length")
        if exchange.method != "HEAD" and length and int(length) != len(answered.text.encode()):
            found.append(f"Content-Length: {length} for {len(answered.text.encode())} bytes")
        return Replayed(exchange, tuple(found))

    def _catch_up(self, exchange: Exchange) -> None:
        steps = BEFORE.get(exchange.name, ())
        waits = timedelta(seconds=sum(step.seconds for step in steps if isinstance(step, Wait)))
        self._cloud.clock.reach(parsedate_to_datetime(exchange.answered("Date") or "") - waits)
        for step in steps:
            self._do(step)

    def _do(self, step: Step) -> None:
        match step:
            case Wait():
                self._cloud.clock.wait(step.seconds)
            case Login():
                who = {"username": step.user, "password": step.password}
                scope = {"tenantName": step.tenant} if step.tenant else {}
                self._log_in({"passwordCredentials": who, **scope}, step.token)
            case Rescope():
                parent = self._names.translate(step.parent)
                self._log_in({"token": {"id": parent}, "tenantName": step.tenant}, step.token)
            case Ask():
                self._cloud.answer(
                    step.api,
                    step.method,
                    self._main_names.translate(step.path),
                    headers={"X-Auth-Token": "ADMIN", "Content-Type": "application/json"},
                    body=step.body,
                )
            case AsOnMain():
                exchange = RECORDED[step.name]
                answered = self._ask(exchange, self._main_names)
                self._main_names.guess(exchange.answer, _document(answered.text))

    def _log_in(self, auth: dict[str, Any], token: str) -> None:
        answered = self._cloud.answer(
            "public",
            "POST",
            "/v2.0/tokens",
            headers={"Content-Type": "application/json"},
            body=json.dumps({"auth": auth}),
        )
        if answered.status == 200:
            self._names.name(token, json.loads(answered.text)["access"]["token"]["id"])

    def _ask(self, exchange: Exchange, names: Translator, pages: Pages | None = None) -> Answered:
        query = [(name, names.translate(value)) for name, value in exchange.query]
        return self._cloud.answer(
            exchange.server,
            exchange.method,
            names.translate(exchange.path),
            query=pages.query(exchange) if pages else query,
            headers={key: names.translate(value) for key, value in exchange.headers.items()},
            body=self._body(exchange, names),
        )

    def _body(self, exchange: Exchange, names: Translator) -> str | None:
        if exchange.body is None:
            return None
        if exchange.document and exchange.path in {"/v2.0/ec2tokens", "/v2.0/s3tokens"}:
            return json.dumps(signed_anew(exchange.document, self._secrets, names.translated))
        return names.translate(exchange.body)

    def _remember(self, exchange: Exchange, answered: Answered) -> None:
        """Keep what later requests are made with."""
        recorded, ours = exchange.answer, _document(answered.text)
        if isinstance(recorded, dict) and "credential" in recorded:
            self._secrets.append(recorded["credential"]["secret"])
        if exchange.name in FULL_LIST_OF.values() and "tenants" in (ours or {}):
            self._lists[exchange.name] = Pages(recorded["tenants"], ours["tenants"])


def _recorded_answer(exchange: Exchange, pages: Pages | None) -> Answered:
    document = exchange.answer
    return Answered(
        status=exchange.status,
        reason=exchange.reason,
        headers={name.lower(): value for name, value in exchange.response_headers},
        text=json.dumps(pages.answer(document)) if pages else exchange.text,
    )


def _is_made_up(exchange: Exchange) -> bool:
    """Tell whether a body holds what has the length that it happens to have."""
    return "CERTIFICATE" in exchange.text or '"signed"' in exchange.text


def _document(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
