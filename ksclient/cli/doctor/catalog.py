"""Look at the catalog: what it has for this region, and URLs that cannot be meant for us."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ksclient.auth._redact import mask_url
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, ok, warn
from ksclient.cli.doctor.network import is_inside, is_loopback, place_of
from ksclient.config.errors import did_you_mean, nearest

if TYPE_CHECKING:
    from ksclient.auth.discover import EndpointData

_SHOWN = 3
"""How many URLs are shown of one kind."""


def look(case: Case) -> Iterator[Finding]:
    """Read it, as the login has brought it."""
    access = case.access
    if access is None:
        yield ok("None, without a login: the configured endpoint is all that is used.")
        return
    found = [each for some in access.service_catalog.get_endpoints_data().values() for each in some]
    if not found:
        yield warn(
            "It is empty: clients cannot find any service.",
            "That is so without a tenant. With one, those who run the cloud make endpoints: "
            "ksclient endpoint-create.",
        )
        return
    yield from _regions(found, case)
    yield from _identity(found, case)
    yield from _hosts([each for each in found if _interface_of(each) == _interface(case)], case)


def endpoints_of_identity(case: Case, interface: str) -> list[str]:
    """Return the URLs of the identity service at an *interface*, in our region if one is named."""
    if case.access is None:
        return []
    found = case.access.service_catalog.get_urls(
        service_type="identity", interface=interface, region_name=case.cloud.region_name
    )
    return [url for url in found if url]


def _interface(case: Case) -> str:
    return case.cloud.interface or "public"


def _interface_of(endpoint: EndpointData) -> str:
    return (endpoint.interface or "").removesuffix("URL")


def _regions(found: Sequence[EndpointData], case: Case) -> Iterator[Finding]:
    services = sorted({each.service_type or "?" for each in found})
    regions = sorted({each.region_name for each in found if each.region_name})
    told = f"{len(services)} services ({', '.join(services)})"
    wanted = case.cloud.region_name
    if wanted and regions and wanted not in regions:
        near = did_you_mean(nearest(wanted, regions))
        yield fail(
            f"There is no region {wanted!r} in it{near} There are: {', '.join(regions)}.",
            "Name one of them: --os-region-name, OS_REGION_NAME, or region_name in clouds.yaml.",
        )
        return
    yield ok(f"{told} in {', '.join(regions) or 'no region'}.".replace("1 services", "1 service"))
    if wanted is None and len(regions) > 1:
        yield warn(
            "There are several regions, and none is chosen: clients take the first that fits.",
            "Name one: --os-region-name, OS_REGION_NAME, or region_name in clouds.yaml.",
        )


def _identity(found: Sequence[EndpointData], case: Case) -> Iterator[Finding]:
    interfaces = {_interface_of(each) for each in found if each.service_type == "identity"}
    if case.cloud.identity_endpoint_override:
        url = mask_url(case.cloud.identity_endpoint_override)
        yield ok(f"Identity is asked at {url}, by the configuration, whatever the catalog says.")
    elif not interfaces:
        yield warn(
            "It has no identity service.",
            f"Name it: identity_endpoint_override: {mask_url(case.v2_url or case.url)}.",
        )
    elif "admin" not in interfaces:
        yield warn(
            "It has no admin URL of identity: what administrators do is not to be had.",
            "That is usual with providers. ksclient tenant-list --own lists your own tenants; "
            "--os-interface public asks the public API.",
        )


def _hosts(found: Sequence[EndpointData], case: Case) -> Iterator[Finding]:
    """Warn of URLs that lead back to this machine, into another network, or out of TLS."""
    here = case.target.host
    urls = {each.url: each.service_type for each in found if each.url}
    places = {url: place for url in urls if (place := place_of(url))}
    local, inside = [], []
    for url, place in places.items():
        if place.host == here:
            continue
        if is_loopback(place.host) and not is_loopback(here):
            local.append(url)
        elif is_inside(place.host) and not is_inside(here):
            inside.append(url)
    if local:
        yield warn(
            f"Its {_interface(case)} URLs lead to this very machine: {_listed(local)}",
            "The cloud was set up with its own name for itself: those who run it must change these "
            "endpoints.",
        )
    if inside:
        yield warn(
            f"Its {_interface(case)} URLs lead to an inner network: {_listed(inside)}",
            "If you are not in that network, choose another interface (--os-interface public), or "
            "tell those who run the cloud.",
        )
    bare = [url for url, place in places.items() if url.startswith("http:")]
    bare = [url for url in bare if not is_loopback(places[url].host)]
    if bare and case.url.startswith("https:"):
        yield warn(
            f"Tokens go over http:// to: {_listed(bare)} Whoever is on the way can use them.",
            "Those who run the cloud must change these endpoints to https://.",
        )


def _listed(urls: Sequence[str]) -> str:
    shown = ", ".join(mask_url(url) for url in urls[:_SHOWN])
    more = f", and {len(urls) - _SHOWN} more" if len(urls) > _SHOWN else ""
    return f"{shown}{more}."
