"""`gongkai probe`: what a portal is made of, and what a crawl of it would ask for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from archive.model import Capture
from archive.text.charset import text_of
from archive.text.media_types import HTML, media_type
from archive.warc import reader
from crawler.pages.urls import host
from crawler.probe import probe
from crawler.registry.sources import fault
from crawler.run import CrawlOptions
from gongkai.errors import TROUBLE, Misuse
from gongkai.output.survey import draft, lines
from gongkai.runs.crawl_options import check_visits, visiting
from gongkai.runs.probe_samples import save

_RULES = 12
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("probe")
@click.argument("url", metavar="URL")
@visiting
@click.option("--save", "sample", type=_FOLDER, help="把看到的页面存成测试用例的样子，每页一个文件夹")
@click.option("--archive", type=_FOLDER, help="把访问存入这个数据目录；不给则用完即弃")
def command(
    url: str,
    options: CrawlOptions,
    sample: Path | None,
    archive: Path | None,
) -> None:
    """看一个门户的几页，说出它的软件、年报栏目和抓取时将请求什么，并起草登记条目。

    与抓取用同一套步骤，同样守 robots.txt、同样等待；只看几页，其中年报一份。
    没有找到年报时说明原因，退出码为 1。

    \b
    示例：
      gongkai probe http://www.qinghe.gov.cn/
      gongkai probe http://www.qinghe.gov.cn/zfxxgk/ --save 样本
    """
    _check(url, options)
    with _folder(archive) as data:
        check_visits(data, options, [host(url)])
        survey = probe(data, url, options)
        rules = _rules(data, survey.robots)
    click.echo("\n".join(lines(survey, rules)))
    if sample:
        click.echo(f"样本 {len(save(survey, sample))} 个，在 {sample}")
    click.echo(f"\n{draft(survey, tuple(options.suffixes))}")
    click.get_current_context().exit(0 if survey.reports else TROUBLE)


def _check(url: str, options: CrawlOptions) -> None:
    wrong = fault(url)
    if wrong:
        raise Misuse(f"{url}：{wrong}（请给门户的完整网址，如 http://www.qinghe.gov.cn/）")
    if options.hosts and host(url) not in options.hosts:
        raise Misuse(f"给了 --host 就只问这些主机；{host(url)} 不在其中")


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
    else:
        with tempfile.TemporaryDirectory(prefix="gongkai-probe-") as folder:
            yield Path(folder)


def _rules(data: Path, robots: Capture | None) -> list[str]:
    """The first rules of a robots.txt as it came, without its comments; none where a page stands instead."""
    if robots is None or robots.record == "metadata":
        return []
    body = reader.read(data / "warc", robots).payload
    stated = [] if media_type(body) == HTML else text_of(body)[0].splitlines()
    rules = [line.strip() for line in stated if line.strip() and not line.lstrip().startswith("#")]
    return rules[:_RULES] + ([f"……共 {len(rules)} 行"] if len(rules) > _RULES else [])
