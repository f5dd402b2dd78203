"""Reads what a page holds: links, tables of links, menus, headings, attachments. Makes no requests."""

from __future__ import annotations

from crawler.pages.attachments import (
    AttachmentLink,
    find_attachments,
    has_report_words,
    is_file_url,
    viewed_file_url,
)
from crawler.pages.headings import article_titles, own_name, page_name
from crawler.pages.link_rules import CrawlStage, ScoredLink, is_folder, score_link, scored_links
from crawler.pages.links import has_address, list_entries, list_entries_in_tree, report_entries
from crawler.pages.menu_groups import report_headings, unlinked_headings
from crawler.pages.navigation import (
    find_refresh,
    frame_urls,
    has_little_content,
    redirect_targets,
    script_links,
    unresolved_titles,
)
from crawler.pages.page import ListEntry, Page, RequestSpec, parse_html
from crawler.pages.title_rules import is_report_column, score_title
from crawler.pages.urls import (
    MAX_URL_LENGTH,
    absolute_url,
    canonical_key,
    encode_fields,
    has_route,
    is_portal_host,
    other_scheme_url,
    same_portal,
    url_host,
    url_template,
)

__all__ = [
    "MAX_URL_LENGTH",
    "AttachmentLink",
    "CrawlStage",
    "ListEntry",
    "Page",
    "RequestSpec",
    "ScoredLink",
    "absolute_url",
    "article_titles",
    "canonical_key",
    "encode_fields",
    "find_attachments",
    "find_refresh",
    "frame_urls",
    "has_address",
    "has_little_content",
    "has_report_words",
    "has_route",
    "is_file_url",
    "is_folder",
    "is_portal_host",
    "is_report_column",
    "list_entries",
    "list_entries_in_tree",
    "other_scheme_url",
    "own_name",
    "page_name",
    "parse_html",
    "redirect_targets",
    "report_entries",
    "report_headings",
    "same_portal",
    "score_link",
    "score_title",
    "scored_links",
    "script_links",
    "unlinked_headings",
    "unresolved_titles",
    "url_host",
    "url_template",
    "viewed_file_url",
]
