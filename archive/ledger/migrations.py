"""The schema of `ledger.db`, one step a function; steps are only ever added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from archive.text import remove_session_ids

migrations = Migrations("gongkai.ledger")


@migrations()
def captures_runs_and_health(db: Database) -> None:
    """Captures and runs, both rebuilt from the WARC files; one row of health a source, set by each crawl.

    `captures.form` is what a POST sent. `sources_health.missed` is JSON, one object a cause.
    """
    db.execute(
        """create table captures (
            id text primary key, run text not null, source text not null, url text not null,
            role text not null, record text not null, outcome text not null, fetched text not null,
            status integer, media_type text not null, digest text not null,
            file text not null, offset integer not null, length integer not null,
            parent text not null, link_text text not null, detail text not null,
            etag text not null, last_modified text not null, refers_to text not null,
            form text not null
        ) strict"""
    )
    db.execute("create index captures_url on captures (url, fetched)")
    db.execute("create unique index captures_place on captures (file, offset)")
    db.execute("create index captures_run on captures (run, source, outcome)")
    db.execute("create index captures_role on captures (role, url)")
    db.execute("create index captures_source on captures (source, run)")
    db.execute(
        """create table runs (
            id text primary key, started text not null, ended text,
            command text not null, pid integer not null
        ) strict"""
    )
    db.execute(
        """create table sources_health (
            source text primary key, last_run text not null, last_success text not null,
            last_change text not null, outcome text not null, detail text not null,
            items integer not null, items_before integer not null, needs_browser integer not null,
            state text not null, cause text not null, is_wrong integer not null,
            columns integer not null, newest text not null, newest_before text not null,
            missed text not null, next_due text not null, failures integer not null
        ) strict"""
    )


@migrations()
def reports_not_due(db: Database) -> None:
    """`sources_health.not_due` counts listed reports that were not requested, because they were not due."""
    db.execute("alter table sources_health add column not_due integer not null default 0")


@migrations()
def pages_without_session_ids(db: Database) -> None:
    """What captures of one page at addresses with other session ids have in common.

    `captures.page_url` is the URL without session ids, empty if it has none.
    """
    db.execute("alter table captures add column same_page_as text not null default ''")
    db.execute("alter table captures add column page_url text not null default ''")
    db.execute("create index captures_page_url on captures (page_url, fetched) where page_url <> ''")
    db.register_function(page_url_column, deterministic=True)
    db.execute("update captures set page_url = page_url_column(url) where page_url_column(url) <> ''")


def page_url_column(url: str) -> str:
    """The value of `captures.page_url`: the URL without session ids, empty if it has none."""
    page_url = remove_session_ids(url)
    return page_url if page_url != url else ""
