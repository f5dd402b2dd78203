"""The options of a crawl on the command line: the pause is kept unless `--delay` says otherwise."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from crawler.run import CrawlOptions
from gongkai.runs.crawl_options import crawl_options

PAIR = ("--host", "slj.qinghe.gov.cn.test=127.0.0.1:8080")


@click.command()
@crawl_options
def print_delay(options: CrawlOptions) -> None:
    click.echo(f"{options.delay:g} {len(options.hosts)}")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "3 0"),
        (PAIR, "3 1"),
        ((*PAIR, "--delay", "0"), "0 1"),
        (("--delay", "7.5"), "7.5 0"),
    ],
)
def test_the_delay_is_that_of_the_settings_unless_one_is_given(
    arguments: tuple[str, ...], expected: str
) -> None:
    assert CliRunner().invoke(print_delay, arguments).output.strip() == expected


@pytest.mark.parametrize("delay", ["-1", "soon"])
def test_a_delay_that_is_no_time_is_refused(delay: str) -> None:
    assert CliRunner().invoke(print_delay, ("--delay", delay)).exit_code == 2
