"""Requests the next page of an ASP.NET WebForms list, whose pager posts the page's own form back.

The state of the list travels in the form (`__VIEWSTATE`): a page can only request the one that follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.families.page_numbering import form_encoding, form_fields
from crawler.families.pager_controls import ControlKind, classify_control, control_sign, control_text
from crawler.pages import Page, RequestSpec

_POSTBACK = re.compile(
    r"(?:__doPostBack\(|WebForm_PostBackOptions\()\s*['\"]([^'\"]{1,200})['\"]\s*,\s*['\"]([^'\"]{0,100})['\"]"
)
_POSTBACK_ELEMENTS = XPath("//*[contains(@href, 'PostBack') or contains(@onclick, 'PostBack')]")
_SUBMIT_BUTTONS = XPath("//form//input[@type='submit' or @type='image' or @type='SUBMIT' or @type='IMAGE']")
_TARGET, _ARGUMENT = "__EVENTTARGET", "__EVENTARGUMENT"
_NUMBER = re.compile(r"(\d{1,4})\D*$")


@dataclass(frozen=True, slots=True)
class _Postback:
    """A control of a pager that posts its form: what it says, and the fields that it adds."""

    kind: ControlKind | None
    label: int | None
    element: HtmlElement
    fields: tuple[tuple[str, str], ...]


def next_postback(page: Page) -> RequestSpec | None:
    """The request for the page of the list that follows this one, None if no control of the page posts it."""
    if "ostBack" not in page.text and "__VIEWSTATE" not in page.text:
        return None
    postbacks = tuple(_postbacks(page))
    following = _current_number(page, postbacks) + 1
    chosen = next((back for back in postbacks if back.kind is ControlKind.NEXT), None) or next(
        (back for back in postbacks if following in (back.label, _argument_number(back.fields))), None
    )
    form = next(chosen.element.iterancestors("form"), None) if chosen else None
    if chosen is None or form is None:
        return None
    added = dict(chosen.fields)
    kept = tuple((name, value) for name, value in form_fields(form) if name not in added)
    action = page.absolute_url(form.get("action") or page.url)
    return RequestSpec(action, (*chosen.fields, *kept), form_encoding(page, form)) if action else None


def _postbacks(page: Page) -> Iterator[_Postback]:
    for element in cast("list[HtmlElement]", _POSTBACK_ELEMENTS(page.tree)):
        match = _POSTBACK.search(f"{element.get('href') or ''} {element.get('onclick') or ''}")
        if match and element.get("disabled") is None:
            yield _postback(element, ((_TARGET, match[1]), (_ARGUMENT, match[2])))
    for button in cast("list[HtmlElement]", _SUBMIT_BUTTONS(page.tree)):
        name = button.get("name") or ""
        if name and button.get("disabled") is None:
            yield _postback(button, _button_fields(button, name))


def _button_fields(button: HtmlElement, name: str) -> tuple[tuple[str, str], ...]:
    """The fields that a browser sends for a pressed button; for a picture the place of the click."""
    if (button.get("type") or "").lower() == "image":
        return (f"{name}.x", "5"), (f"{name}.y", "5")
    return ((name, button.get("value") or ""),)


def _postback(element: HtmlElement, fields: tuple[tuple[str, str], ...]) -> _Postback:
    kind, label = classify_control(control_text(element), control_sign(element))
    return _Postback(kind, label, element, fields)


def _current_number(page: Page, postbacks: tuple[_Postback, ...]) -> int:
    """The number of this page: what its own request asked for, or the label that is no link; 1 at first."""
    requested = _argument_number(page.request.form)
    labels = {back.label for back in postbacks if back.label}
    if requested or not page.request.form or not labels:
        return requested or 1
    return next((number for number in range(min(labels), max(labels)) if number not in labels), 1)


def _argument_number(fields: tuple[tuple[str, str], ...]) -> int:
    """The page number in the argument of a postback: `2`, `Page$2`; 0 for none."""
    argument = dict(fields).get(_ARGUMENT, "")
    match = _NUMBER.search(argument)
    return int(match[1]) if match else 0
