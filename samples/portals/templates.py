"""Renders portal pages from templates; everything is escaped except the bodies made by renderers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from itertools import cycle

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from samples.portals.site import HTML_TYPE, Article, PortalColumn, Resource, Site

SIDE_LINKS = 40


@cache
def template_environment() -> Environment:
    """The templates of `samples/templates`; an undefined name is an error."""
    return Environment(loader=PackageLoader("samples"), autoescape=True, undefined=StrictUndefined)


def render_template(template: str, **context: object) -> bytes:
    """The template rendered with `context`, as UTF-8."""
    return template_environment().get_template(template).render(**context).encode()


def article_page(template: str, site: Site, column: PortalColumn, article: Article) -> Resource:
    """The page of an article: body, attachment, breadcrumb, widgets, a list of news."""

    def body() -> bytes:
        return render_template(
            template,
            site=site,
            column=column,
            article=article,
            body=Markup(article.body()),
            links=side_links(site),
        )

    return Resource(HTML_TYPE, body, article.published)


def side_links(site: Site) -> list[dict[str, str]]:
    """Forty links to news, which portals show next to every article."""
    fields = cycle(field for column in site.columns for field in column.agency.system.fields)
    return [
        {"path": f"/xwzx/{number}.html", "title": f"{site.place.name}{field}工作动态（{number}）"}
        for number, field in zip(range(1, SIDE_LINKS + 1), fields, strict=False)
    ]


def static_file(name: str, media_type: str) -> Resource:
    """A style sheet or script of `templates/static`, unchanged."""
    return Resource(media_type, partial(_read_static_file, name))


def _read_static_file(name: str) -> bytes:
    return files("samples").joinpath("templates", "static", name).read_bytes()


def common_resources(site: Site) -> dict[str, Resource]:
    """The resources of every portal: robots.txt, style sheet, front page, news."""
    pages: dict[str, Resource] = {
        "/robots.txt": Resource("text/plain; charset=utf-8", lambda: b"User-agent: *\nDisallow: /admin/\n"),
        "/css/site.css": static_file("site.css", "text/css; charset=utf-8"),
        "/": Resource(HTML_TYPE, partial(render_template, "home.html", site=site)),
    }
    for link in side_links(site):
        pages[link["path"]] = Resource(HTML_TYPE, _render_news(site, link["title"]))
    return pages


def _render_news(site: Site, title: str) -> Callable[[], bytes]:
    return partial(render_template, "news.html", site=site, title=title)
