"""What a login told: access info of both kinds, and the service catalogs in it."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

from tests.parity.cases.case import Cases
from tests.parity.cases.documents import scoped, unscoped
from tests.parity.libraries import Library
from tests.parity.server import Server

CASES = Cases()


def _trusted(server: Server) -> dict[str, Any]:
    document = scoped(server)
    trust = {"id": "trust-1", "trustee_user_id": "u9", "trustor_user_id": "u8"}
    document["access"]["trust"] = {**trust, "impersonation": False}
    return document


def _old_style(server: Server) -> dict[str, Any]:
    """Return an answer as old servers made it: names of the tenant in odd places."""
    document = unscoped(server)
    document["access"]["user"].update(tenantId="t1", tenantName="acme")
    del document["access"]["user"]["name"]
    return document


def _tenant_id_in_token(server: Server) -> dict[str, Any]:
    document = unscoped(server)
    document["access"]["token"]["tenantId"] = "t1"
    return document


def _bare(server: Server) -> dict[str, Any]:
    document = scoped(server)
    del document["access"]["serviceCatalog"]
    del document["access"]["metadata"]
    return document


def _audited(server: Server) -> dict[str, Any]:
    return scoped(server, audit_ids=["one", "two"])


ANSWERS: dict[str, Callable[[Server], dict[str, Any]]] = {
    "scoped": scoped,
    "unscoped": unscoped,
    "trusted": _trusted,
    "old style": _old_style,
    "tenantId in the token": _tenant_id_in_token,
    "bare": _bare,
    "audited": _audited,
}
NO_ANSWERS: dict[str, Callable[[Server], dict[str, Any]]] = {
    "v3": lambda _: {"token": {"methods": ["password"], "user": {"id": "u9"}}},
    "nonsense": lambda _: {"colour": "red"},
}

CATALOG_QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "catalog": lambda found: found.catalog,
    "normalize_catalog": lambda found: found.normalize_catalog(),
    "get_endpoints": lambda found: found.get_endpoints(),
    "get_endpoints of compute": lambda found: found.get_endpoints("compute"),
    "get_endpoints by all": lambda found: found.get_endpoints(
        service_type="compute",
        interface="public",
        region_name="RegionTwo",
        service_name="nova",
        endpoint_id="ec2",
    ),
    "get_endpoints_data": lambda found: found.get_endpoints_data(interface="admin"),
    "get_endpoint_data_list": lambda found: found.get_endpoint_data_list("compute"),
    "get_urls": lambda found: found.get_urls("compute", interface="public"),
    "get_urls of nothing": lambda found: found.get_urls("nothing", interface="public"),
    "url_for": lambda found: found.url_for("compute"),
    "url_for a region": lambda found: found.url_for("compute", region_name="RegionTwo"),
    "url_for a list": lambda found: found.url_for("compute", interface=["none", "internal"]),
    "url_for another type": lambda found: found.url_for("nothing"),
    "url_for another region": lambda found: found.url_for("compute", region_name="Nowhere"),
    "url_for another interface": lambda found: found.url_for("compute", "other"),
    "url_for another name": lambda found: found.url_for("compute", service_name="other"),
    "endpoint_data_for": lambda found: found.endpoint_data_for("identity"),
}
CLIENT_CATALOG_QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "get_data": lambda found: found.get_data(),
    "get_token": lambda found: found.get_token(),
    "get_endpoints": lambda found: found.get_endpoints(),
    "get_endpoints by all": lambda found: found.get_endpoints(
        "compute", "admin", "RegionTwo", "nova"
    ),
    "get_endpoints of nothing": lambda found: found.get_endpoints("nothing"),
    "get_endpoints of another name": lambda found: found.get_endpoints(service_name="other"),
    "get_urls": lambda found: found.get_urls(),
    "get_urls of compute": lambda found: found.get_urls(service_type="compute"),
    "get_urls of nothing": lambda found: found.get_urls(service_type="nothing"),
    "get_urls by attribute": lambda found: found.get_urls(
        "region", "RegionTwo", service_type="compute"
    ),
    "get_urls by half an attribute": lambda found: found.get_urls("region", service_type="compute"),
    "url_for": lambda found: found.url_for(),
    "url_for adminURL": lambda found: found.url_for(endpoint_type="adminURL"),
    "url_for internal": lambda found: found.url_for(
        service_type="compute", endpoint_type="internal"
    ),
    "url_for by attribute": lambda found: found.url_for(
        attr="region", filter_value="RegionTwo", service_type="compute"
    ),
    "url_for a region": lambda found: found.url_for(
        service_type="compute", region_name="RegionTwo"
    ),
    "url_for nothing": lambda found: found.url_for(service_type="nothing"),
    "url_for another region": lambda found: found.url_for(region_name="Nowhere"),
    "url_for another name": lambda found: found.url_for(service_name="other"),
    "region_name": lambda found: found.region_name,
}


def _keystoneauths(library: Library, document: dict[str, Any]) -> Any:
    return library.auth("access").create(body=document)


def _keystoneclients(library: Library, document: dict[str, Any], **kwargs: Any) -> Any:
    return library.client("access").AccessInfo.factory(body=document, **kwargs)


AUTH_QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "itself": lambda found: found,
    "will_expire_soon": lambda found: [
        found.will_expire_soon(),
        found.will_expire_soon(stale_duration=40_000_000_000),
    ],
    "has_service_catalog": lambda found: found.has_service_catalog(),
    "bind": lambda found: found.bind,
    "service_providers": lambda found: len(found.service_providers or ()),
    "out of a pickle": lambda found: pickle.loads(pickle.dumps(found)),
}


def _another_token(found: Any) -> Any:
    found.auth_token = "other"
    other = [found.auth_token, found.get("auth_token")]
    del found.auth_token
    return [*other, found.auth_token]


CLIENT_QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "itself": lambda found: found,
    "will_expire_soon": AUTH_QUESTIONS["will_expire_soon"],
    "has_service_catalog": lambda found: found.has_service_catalog(),
    "items": sorted,
    "another token": _another_token,
    "again out of JSON": lambda found: type(found).factory(**json.loads(json.dumps(found))),
    "out of a pickle": lambda found: pickle.loads(pickle.dumps(found)),
    "a deep copy": lambda found: [copy.deepcopy(found) == found, dict(found)],
}


def _add_questions(name: str, answer: Callable[[Server], dict[str, Any]]) -> None:
    def add_auth(question: str, ask: Callable[[Any], Any]) -> None:
        @CASES.case(f"auth access {name}: {question}")
        def _(library: Library, server: Server) -> Any:
            return ask(_keystoneauths(library, answer(server)))

    def add_client(question: str, ask: Callable[[Any], Any]) -> None:
        @CASES.case(f"client access {name}: {question}")
        def _(library: Library, server: Server) -> Any:
            return ask(_keystoneclients(library, answer(server)))

    for question, ask in AUTH_QUESTIONS.items():
        add_auth(question, ask)
    for question, ask in CLIENT_QUESTIONS.items():
        add_client(question, ask)


def _add_makings(name: str, answer: Callable[[Server], dict[str, Any]]) -> None:
    @CASES.case(f"auth access {name}, of another token")
    def _(library: Library, server: Server) -> Any:
        return library.auth("access").create(body=answer(server), auth_token="other").auth_token

    @CASES.case(f"client access {name}, of another token")
    def _(library: Library, server: Server) -> Any:
        return _keystoneclients(library, answer(server), auth_token="other")

    @CASES.case(f"client access {name}, of a region")
    def _(library: Library, server: Server) -> Any:
        return _keystoneclients(library, answer(server), region_name="RegionTwo")


def _add_no_answer(name: str, answer: Callable[[Server], dict[str, Any]]) -> None:
    @CASES.case(f"auth access of {name}")
    def _(library: Library, server: Server) -> Any:
        return _keystoneauths(library, answer(server)).project_id

    @CASES.case(f"client access of {name}")
    def _(library: Library, server: Server) -> Any:
        return _keystoneclients(library, answer(server)).user_id


for _name, _answer in ANSWERS.items():
    _add_questions(_name, _answer)
    _add_makings(_name, _answer)
for _name, _answer in NO_ANSWERS.items():
    _add_no_answer(_name, _answer)


def _add_catalog(name: str, answer: Callable[[Server], dict[str, Any]]) -> None:
    def add_auth(question: str, ask: Callable[[Any], Any]) -> None:
        @CASES.case(f"auth catalog {name}: {question}")
        def _(library: Library, server: Server) -> Any:
            return ask(library.auth("access").create(body=answer(server)).service_catalog)

    def add_client(question: str, ask: Callable[[Any], Any]) -> None:
        @CASES.case(f"client catalog {name}: {question}")
        def _(library: Library, server: Server) -> Any:
            factory = library.client("access").AccessInfo.factory
            return ask(factory(body=answer(server)).service_catalog)

    for question, ask in CATALOG_QUESTIONS.items():
        add_auth(question, ask)
    for question, ask in CLIENT_CATALOG_QUESTIONS.items():
        add_client(question, ask)


for _name in ("scoped", "unscoped", "bare"):
    _add_catalog(_name, ANSWERS[_name])
