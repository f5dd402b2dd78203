"""`gongkai probe`: looks at a few pages of a portal and drafts its registry entry."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from archive.model import Capture, translate
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
        count = len(save_samples(survey, sample))
        click.echo(translate("样本 {count} 个，在 {folder}", count=count, folder=sample))
    click.echo(f"\n{draft_entry(survey, tuple(options.suffixes))}")
    click.get_current_context().exit(0 if survey.reports else EXIT_PROBLEM)


def _check_url(url: str, options: CrawlOptions) -> None:
    problem = url_error(url)
    if problem:
        raise UsageError(
            translate(
                "{url}：{problem}（请给门户的完整网址，如 http://www.qinghe.gov.cn/）",
                url=url,
                problem=problem,
            )
        )
    host = url_host(url)
    if options.hosts and host not in options.hosts:
        raise UsageError(translate("给了 --host 就只访问这些主机；{host} 不在其中", host=host))


@contextmanager
def _open_data_dir(archive: Path | None) -> Iterator[Path]:
    if archive:
        yield archive
    else:
        with tempfile.TemporaryDirectory(prefix="gongkai-probe-") as folder:
            yield Path(folder)


def _robots_rules(data: Path, robots: Capture | None) -> list[str]:
    """Return the first rules of a robots.txt without its comments; none if the host answered with a page."""
    if robots is None or robots.record == "metadata":
        return []
    body = read_record(data / "warc", robots).payload
    lines = [] if media_type(body) == HTML else decode_text(body)[0].splitlines()
    rules = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if len(rules) <= _MAX_RULE_LINES:
        return rules
    return [*rules[:_MAX_RULE_LINES], translate("……共 {count} 行", count=len(rules))]
