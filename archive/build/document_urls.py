"""Which captures are of one document: the URL of a document has no session ids and no random numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from archive.model import Capture, Role
from archive.text import remove_session_ids

_DOCUMENT_ROLES = (Role.REPORT, Role.ATTACHMENT)


def document_urls(captures: Sequence[Capture]) -> dict[str, str]:
    """Return the URL of the document at each address that has a session id, by that address.

    What one run saw with different content at two such addresses are different documents: a parameter that
    looks like a session id names an article there. They keep the addresses as requested.
    """
    urls = {capture.url: remove_session_ids(capture.url) for capture in captures}
    urls = {url: document for url, document in urls.items() if url != document}
    kept = set(_ambiguous_urls(captures, urls)) if urls else set()
    return {url: document for url, document in urls.items() if document not in kept}


def _ambiguous_urls(captures: Sequence[Capture], urls: dict[str, str]) -> Iterator[str]:
    """Yield the URLs without session ids at which one run saw several documents."""
    documents = set(urls.values())
    digests = {capture.id: capture.digest for capture in captures}
    digests |= {
        capture.id: digests.get(capture.same_page_as, capture.digest)
        for capture in captures
        if capture.same_page_as
    }
    seen: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for capture in captures:
        document = urls.get(capture.url, capture.url)
        if document in documents and capture.role in _DOCUMENT_ROLES:
            body = digests.get(capture.refers_to or capture.id, capture.digest)
            seen[document, capture.run][capture.url] = body
    for (document, _), bodies in seen.items():
        if len(set(bodies.values())) > 1:
            yield document
