"""Portals of unknown software that lead from an article to its document in unusual ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from samples.portals.articles import PDF_VIEWER_PATH
from samples.portals.site import HTML_TYPE, Article, Portal, SampleAttachment, Site
from samples.reports import HOST_SUFFIX


def _by_program(article: Article, file: SampleAttachment, host: str) -> SampleAttachment:
    """A program that answers with the file; of every other article an address without a suffix."""
    number = _number(article)
    path = f"/Services/DownFile.ashx?fid={number}" if number % 2 else f"/open/{number}"
    return replace(file, path=path, href=path, label=article.title, viewer="")


def _by_script(article: Article, file: SampleAttachment, host: str) -> SampleAttachment:
    """A function of the page that composes the address from a number."""
    number = _number(article)
    return replace(file, path=f"/down?id={number}", href=f"javascript:downFile('{number}')", viewer="")


def _by_viewer(article: Article, file: SampleAttachment, host: str) -> SampleAttachment:
    """A viewer that resolves the path of the file against its own address."""
    viewer = f"{PDF_VIEWER_PATH}?file=../../{quote(file.path.lstrip('/'), safe='/')}"
    return replace(file, href=viewer, viewer=viewer)


def _on_other_host(article: Article, file: SampleAttachment, host: str) -> SampleAttachment:
    """A store of the state's cloud, on a host of its own."""
    return replace(file, href=f"http://{host}{file.path}", host=host, viewer="")


_Change = Callable[[Article, SampleAttachment, str], SampleAttachment]
_FILE_LINKS: dict[str, _Change] = {
    "generic_file_program": _by_program,
    "generic_file_script": _by_script,
    "generic_file_viewer": _by_viewer,
    "generic_file_host": _on_other_host,
}


def _with_file_links(site: Site, change: _Change, build: Callable[[Site], Portal]) -> Portal:
    host = f"{site.place.host_label}.oss{HOST_SUFFIX}" if change is _on_other_host else ""

    def changed(article: Article) -> Article:
        file = article.attachment
        return replace(article, attachment=change(article, file, host)) if file else article

    return build(replace(site.with_articles(changed), file_host=host))


def _with_frames(site: Site, build: Callable[[Site], Portal]) -> Portal:
    """Articles whose text stands in a page of its own, shown in a frame."""
    return build(site.with_articles(_framed))


def _framed(article: Article) -> Article:
    if article.report is None or article.attachment:
        return article
    path = f"/frame/{_number(article)}.html"
    frame = SampleAttachment(path, path, "", HTML_TYPE, partial(_frame_page, article), viewer=path)
    return replace(article, attachment=frame, body=lambda: "")


def _frame_page(article: Article) -> bytes:
    return f'<!DOCTYPE html><meta charset="utf-8"><body>{article.body()}</body>'.encode()


def _number(article: Article) -> int:
    return int("".join(character for character in article.path.rpartition("/")[2] if character.isdigit()))


def portal_builders(build: Callable[[Site], Portal]) -> dict[str, Callable[[Site], Portal]]:
    """Builders by the key of the URL scheme, of portals that are otherwise built by `build`."""
    builders = {
        key: partial(_with_file_links, change=change, build=build) for key, change in _FILE_LINKS.items()
    }
    return {**builders, "generic_frames": partial(_with_frames, build=build)}
