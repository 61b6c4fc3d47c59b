"""Ask which versions of Identity there are, and whether the URL is that of v2.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ksclient.auth._redact import mask_url
from ksclient.auth.discover import get_version_data
from ksclient.auth.discover.links import resolve, strays
from ksclient.auth.exceptions import ClientException, HttpError, adopted
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, line_of, ok, warn
from ksclient.generic.answers import version_entries

_VERSION = re.compile(r"/(v[0-9]+(?:\.[0-9]+)?)/*$")
_ASKING = frozenset({"password", "token"})
"""The plugins that ask the server where v2.0 is."""


def look(case: Case) -> Iterator[Finding]:
    """Read the version documents of the URL and of what is above it."""
    url = case.url.rstrip("/")
    if url.endswith("/tokens"):
        yield fail(
            "auth_url ends with /tokens, which each login adds by itself.",
            f"Write {mask_url(url.removesuffix('/tokens'))} as auth_url.",
        )
        return
    found = _VERSION.search(url)
    path_version = found[1] if found else None
    versions, problems = _documents(case, [url, f"{url[: found.start()]}/"] if found else [url])
    if not versions:
        yield warn(
            f"It is not told which versions there are: {'; '.join(problems)}.",
            "Some clouds tell nobody; then this does no harm. Else look at the path of the URL: "
            "it usually ends with /v2.0.",
        )
        return
    told = _told(versions)
    second = next((each for name, each in versions.items() if name.startswith("v2.0")), None)
    if second is None:
        yield _without_v2(case, versions, told)
        return
    case.v2_url = second["resolved"].rstrip("/")
    problem = _wrong_path(case, path_version)
    if problem:
        yield fail(f"{told} {problem}", f"Write {mask_url(case.v2_url)} as auth_url.")
    elif path_version is None and case.cloud.auth_type in _ASKING:
        yield ok(f"{told} With {mask_url(case.v2_url)} as auth_url, a login is a request less.")
    else:
        yield ok(told)
    if second["strays"]:
        yield warn(
            f"The server says that it is at {mask_url(second['url'])}, and was asked at "
            f"{mask_url(url)}.",
            "ksclient stays where it asked; other programs may not. Those who run it set "
            "public_endpoint in keystone.conf, or have the proxy tell the host that was asked.",
        )


def _documents(case: Case, urls: Sequence[str]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the versions that these URLs tell, and what went wrong elsewhere."""
    versions: dict[str, dict[str, Any]] = {}
    problems = []
    for url in urls:
        try:
            with adopted():
                entries = get_version_data(case.session(), url, authenticated=False)
        except HttpError as error:
            problems.append(f"{mask_url(url)} answers {error.http_status}")
            continue
        except ClientException as error:
            problems.append(line_of(error).rstrip("."))
            continue
        for name, entry in version_entries(entries, url).items():
            link = entry["url"]
            more = {"strays": strays(url, link), "resolved": resolve(url, link)}
            versions.setdefault(name, {**entry, **more})
    return versions, problems


def _told(versions: Mapping[str, Mapping[str, Any]]) -> str:
    parts = [
        f"{name} ({each['status']}) at {mask_url(each['resolved'])}"
        for name, each in sorted(versions.items())
    ]
    return f"There {'is' if len(parts) == 1 else 'are'} {', '.join(parts)}."


def _without_v2(case: Case, versions: Mapping[str, Mapping[str, Any]], told: str) -> Finding:
    third = next((each for name, each in versions.items() if name.startswith("v3")), None)
    if third is None:
        return fail(
            f"{told} That is not Identity, but another service.",
            "Is the port right? Identity is usually at 5000, or below /identity.",
        )
    if _is_v3(case):
        return warn(
            f"{told} There is no v2.0.",
            "Logins work with this plugin; the commands of ksclient need v2.0, and do not.",
        )
    return fail(
        f"The server speaks Identity v3 only, at {mask_url(third['resolved'])}. ksclient speaks "
        "v2.0.",
        "Use the command openstack there. In Python, an auth plugin of keystoneauth1 such as "
        "v3password logs in, also in sessions of ksclient.",
    )


def _is_v3(case: Case) -> bool:
    """Tell whether the plugin is of others, and for v3."""
    return case.cloud.auth_type.startswith("v3")


def _wrong_path(case: Case, path_version: str | None) -> str:
    """Return what is wrong with the path of the URL; nothing if it is that of v2.0."""
    if path_version == "v2.0" or _is_v3(case):
        return ""
    if path_version is not None:
        return f"auth_url ends with /{path_version}, which is another version."
    if case.cloud.auth_type in _ASKING:
        return ""
    return "auth_url does not end with /v2.0, and this plugin takes it as it is."
