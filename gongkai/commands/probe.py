"""`gongkai probe`: looks at a few pages of one portal or many and drafts their registry entries."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.model import Capture, translate
from archive.text import HTML, decode_text, media_type
from archive.warc import read_record
from crawler import CrawlOptions, probe_portal, probe_portals
from crawler.pages import url_host
from crawler.registry import url_error
from gongkai.errors import EXIT_PROBLEM, UsageError
from gongkai.input_files import read_file
from gongkai.options import data_option
from gongkai.output import draft_entry, draft_entry_id, survey_lines
from gongkai.registry import registered_sources
from gongkai.runs import ProbeResults, crawl_options, require_contact_and_store, save_samples

_MAX_RULE_LINES = 12
_DIRECTORY_TYPE = click.Path(file_okay=False, path_type=Path)


@click.command("probe")
@click.argument("url", metavar="[URL]", required=False)
@click.option(
    "--from",
    "list_file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="一次看很多门户：文件每行一个网址，# 之后是注释",
)
@data_option
@crawl_options
@click.option(
    "--save",
    "folder",
    type=_DIRECTORY_TYPE,
    help="把看到的页面存成测试用例的样子，每页一个文件夹；与 --from 同用时是放全部结果的新文件夹",
)
@click.option("--archive", type=_DIRECTORY_TYPE, help="把访问存入这个数据目录；不给则用完即弃")
def command(
    url: str | None, list_file: Path | None, data: Path, options: CrawlOptions, **folders: Path | None
) -> None:
    """看一个门户的几页，说出它的软件、年报栏目和抓取时将请求什么，并起草登记条目。

    与抓取用同一套步骤，同样守 robots.txt、同样等待；只看几页，其中年报一份。
    没有找到年报时说明原因，退出码为 1。

    --from 同时看很多门户，每个门户一次一个请求；每个门户一份登记草稿、一套样本，另有一张总表 probe.csv，
    缺省放在数据目录的 probe/ 里。有门户没有找到年报时退出码为 1。

    \b
    示例：
      gongkai probe http://www.qinghe.gov.cn/
      gongkai probe http://www.qinghe.gov.cn/zfxxgk/ --save 样本
      gongkai probe --from urls.txt
    """
    if (url is None) == (list_file is None):
        raise UsageError(translate("请给一个网址，或用 --from 给一个每行一个网址的文件"))
    urls = [url] if url else _read_urls(list_file)
    for portal_url in urls:
        _check_url(portal_url, options)
    folder = folders["folder"]
    with _open_data_dir(folders["archive"]) as probe_data:
        require_contact_and_store(probe_data, options, map(url_host, urls))
        if url:
            has_reports = _probe_one(probe_data, url, options, folder)
        else:
            has_reports = _probe_many(probe_data, urls, options, _results_dir(folder, data), data)
    click.get_current_context().exit(0 if has_reports else EXIT_PROBLEM)


def _probe_one(probe_data: Path, url: str, options: CrawlOptions, sample: Path | None) -> bool:
    """Print the survey of one portal; False if it has no report."""
    survey = probe_portal(probe_data, url, options)
    rules = _robots_rules(probe_data, survey.robots)
    click.echo("\n".join(survey_lines(survey, rules)))
    if sample:
        count = len(save_samples(survey, sample))
        click.echo(translate("样本 {count} 个，在 {folder}", count=count, folder=sample))
    click.echo(f"\n{draft_entry(survey, draft_entry_id(url_host(url), options.suffixes))}")
    return bool(survey.reports)


def _probe_many(
    probe_data: Path, urls: Sequence[str], options: CrawlOptions, folder: Path, data: Path
) -> bool:
    """Probe all portals and print a line for each; False if one of them has no report."""
    ids_by_host: dict[str, list[str]] = defaultdict(list)
    for source in registered_sources(data):
        ids_by_host[url_host(source.home)].append(source.id)
    results = ProbeResults(folder, urls, tuple(options.suffixes), ids_by_host)

    probe_portals(probe_data, urls, options, lambda survey: click.echo(results.save(survey)))
    click.echo("\n".join(results.finish()))
    click.echo(translate("总表：{path}", path=results.table_path))
    click.echo(
        translate(
            "登记草稿：{folder}/（核对后放进 {registry}/）",
            folder=results.drafts_dir,
            registry=data / "sources",
        )
    )
    return results.has_all_reports()


def _read_urls(list_file: Path | None) -> list[str]:
    """Return the URLs of a file without duplicates; raises `UsageError` if there are none."""
    text = decode_text(read_file(list_file))[0] if list_file else ""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    urls = list(dict.fromkeys(line for line in lines if line))
    if not urls:
        raise UsageError(translate("{file} 里没有网址（每行一个）", file=list_file))
    return urls


def _results_dir(folder: Path | None, data: Path) -> Path:
    """Return the folder of the results; it must be new, so that no edited draft is replaced."""
    if folder and folder.exists() and any(folder.iterdir()):
        raise UsageError(translate("{folder} 不是空的；请用 --save 另给一个文件夹", folder=folder))
    return folder or data / "probe" / f"{datetime.now(UTC):%Y%m%dT%H%M%S}"


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
