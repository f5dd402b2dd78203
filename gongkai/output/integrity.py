"""Prints what is wrong with archived records, one line an issue."""

from __future__ import annotations

import click

from archive.ledger import IntegrityIssue, IssueKind
from archive.model import translate

ISSUE_LABELS = {
    IssueKind.MISSING_FILE: "台账里有而磁盘上没有这个文件",
    IssueKind.MISSING_RECORD: "台账里有而文件里没有这条记录",
    IssueKind.DAMAGED: "数据损坏",
    IssueKind.BLOCK_DIGEST: "记录的摘要不符",
    IssueKind.PAYLOAD_DIGEST: "内容的摘要不符",
    IssueKind.ROW_DIFFERS: "台账与记录写的不一样",
    IssueKind.NO_ROW: "文件里有而台账里没有这条记录",
    IssueKind.NO_ORIGINAL: "“未变”的记录所指的原件不在",
}


def print_issue(issue: IntegrityIssue) -> None:
    """Print where an issue is, what kind it is, and the detail or the record's id, to stderr."""
    message = translate(
        "{file} 偏移 {offset}：{issue}", file=issue.file, offset=issue.offset, issue=_label(issue)
    )
    detail = issue.detail or issue.capture
    click.echo(f"{message}（{detail}）" if detail else message, err=True)


def _label(issue: IntegrityIssue) -> str:
    return translate(ISSUE_LABELS[issue.kind])
