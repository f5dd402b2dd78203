"""`gongkai probe`: what a portal is made of, and what a crawl of it would ask for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from archive.model import Capture
from archive.text import HTML, decode_text, media_type
from archive.warc import read_record
from crawler import CrawlOptions, probe_portal
from crawler.pages import url_host
from crawler.registry import url_error
from gongkai.errors import EXIT_PROBLEM, UsageError
from gongkai.output import draft_entry, survey_lines
from gongkai.runs import crawl_options, require_contact_and_store, save_samples

_MAX_RULE_LINES = 12
_DIRECTORY_TYPE = click.Path(file_okay=False, path_type=Path)


@click.command("probe")
@click.argument("url", metavar="URL")
@crawl_options
@click.option("--save", "sample", type=_DIRECTORY_TYPE, help="把看到的页面存成测试用例的样子，每页一个文件夹")
@click.option("--archive", type=_DIRECTORY_TYPE, help="把访问存入这个数据目录；不给则用完即弃")
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
    _check_url(url, options)
    with _open_data_dir(archive) as data:
        require_contact_and_store(data, options, [url_host(url)])
        survey = probe_portal(data, url, options)
        rules = _robots_rules(data, survey.robots)
    click.echo("\n".join(survey_lines(survey, rules)))
    if sample:
        click.echo(f"样本 {len(save_samples(survey, sample))} 个，在 {sample}")
    click.echo(f"\n{draft_entry(survey, tuple(options.suffixes))}")
    click.get_current_context().exit(0 if survey.reports else EXIT_PROBLEM)


def _check_url(url: str, options: CrawlOptions) -> None:
    wrong = url_error(url)
    if wrong:
        raise UsageError(f"{url}：{wrong}（请给门户的完整网址，如 http://www.qinghe.gov.cn/）")
    if options.hosts and url_host(url) not in options.hosts:
        raise UsageError(f"给了 --host 就只问这些主机；{url_host(url)} 不在其中")


@contextmanager
def _open_data_dir(archive: Path | None) -> Iterator[Path]:
    if archive:
        yield archive
    else:
        with tempfile.TemporaryDirectory(prefix="gongkai-probe-") as folder:
            yield Path(folder)


def _robots_rules(data: Path, robots: Capture | None) -> list[str]:
    """The first rules of a robots.txt as it came, without its comments; none where a page stands instead."""
    if robots is None or robots.record == "metadata":
        return []
    body = read_record(data / "warc", robots).payload
    stated = [] if media_type(body) == HTML else decode_text(body)[0].splitlines()
    rules = [line.strip() for line in stated if line.strip() and not line.lstrip().startswith("#")]
    return rules[:_MAX_RULE_LINES] + ([f"……共 {len(rules)} 行"] if len(rules) > _MAX_RULE_LINES else [])
