"""Puts an article on a site and notes where its report or look-alike is."""

from __future__ import annotations

from collections.abc import Callable

from bench.portals.known_systems.site import Site, attr
from bench.portals.known_systems.texts import Piece, file_bytes
from bench.portals.portal_model import KnownReport

Frame = Callable[[Piece, str], str]
Link = Callable[[Piece, str], str]


def plain_link(piece: Piece, href: str) -> str:
    """One line of text and a link to the attachment."""
    name = f"{piece.title}.{piece.form}"
    return f'<p>　　详见附件。</p>\n<p>附件：<a href="{attr(href)}" target="_blank">{attr(name)}</a></p>'


def publish(
    site: Site,
    piece: Piece,
    target: str,
    frame: Frame,
    file_target: str = "",
    link: Link = plain_link,
    href: str = "",
    name: str = "",
) -> str:
    """Puts the page (and the file) of an article; gives the address of the page.

    `frame` prints the page around the text; `href` is the link to the file as the page prints it.
    """
    if piece.form == "page":
        url = site.page(target, lambda: frame(piece, piece.html()))
        where = url
    else:
        where = site.file(file_target, lambda: file_bytes(piece), name=name)
        url = site.page(target, lambda: frame(piece, link(piece, href or file_target)))
    note(site, piece, where if piece.kind == "report" else url)
    return url


def publish_file(site: Site, piece: Piece, target: str, kind: str = "", name: str = "") -> str:
    """Puts an article that is only a file; gives its address."""
    url = site.file(target, lambda: file_bytes(piece), kind, name)
    note(site, piece, url)
    return url


def note(site: Site, piece: Piece, url: str) -> None:
    """Notes the address as a report or a look-alike."""
    if piece.kind == "report":
        site.reports.append(KnownReport(url, piece.agency, piece.year))
    elif piece.kind == "decoy":
        site.decoys.append(url)
