"""Resolve the links of a version document, which must not lead to another server."""

from __future__ import annotations

from urllib.parse import ParseResult, urljoin, urlparse

from ksclient.auth._origin import same_origin


def target_of(document_url: str, href: str) -> str:
    """Return the absolute URL that *href* names, as the document says it.

    Raises:
        ValueError: If *href* cannot be read as a URL.
    """
    # With the slash, `v2` in http://host/admin means http://host/admin/v2.
    return urljoin(document_url.rstrip("/") + "/", href.strip())


def strays(document_url: str, href: str) -> bool:
    """Tell whether *href* names another scheme, host or port than the document was read from."""
    target = target_of(document_url, href)
    found, asked = urlparse(target), urlparse(document_url)
    same_text = (found.scheme, found.netloc) == (asked.scheme, asked.netloc)
    return not same_text and not same_origin(document_url, target)


def resolve(document_url: str, href: str) -> str:
    """Return the URL to use for a version document's link.

    Servers behind proxies often name an address of their own that only they can reach, so
    the answer always has the origin that the document was read from. Where the link names
    another host or port, its path may be of another layout too: then only its last part, the
    version, is taken, and put after the document's own path.

    Raises:
        ValueError: If *href* cannot be read as a URL.
    """
    target = target_of(document_url, href)
    found, asked = urlparse(target), urlparse(document_url)
    at_home = found.netloc == asked.netloc or same_origin(document_url, target)
    path = found.path if at_home else _moved_path(asked, found)
    return found._replace(scheme=asked.scheme, netloc=asked.netloc, path=path).geturl()


def _moved_path(asked: ParseResult, found: ParseResult) -> str:
    version = found.path.rstrip("/").rpartition("/")[2]
    base = asked.path.rstrip("/")
    if base.endswith(version):
        return asked.path
    return f"{base}/{version}/" if found.path.endswith("/") else f"{base}/{version}"
