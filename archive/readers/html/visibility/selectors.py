"""Parses the selectors of style sheets and tests elements against them.

Tags, classes, ids, attributes, places among siblings, :not, :is and :where, with all combinators. Selectors
of states (:hover) select nothing. A selector with a test that is not known (:has, :dir) is uncertain: it is
read without that test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element as Element

_NAME = r"(?:[\w-]|\\.)+"
_ESCAPE = re.compile(r"\\(.)")
_PART = re.compile(
    rf"(?P<tag>\*|[a-z][\w-]*)|\.(?P<class>{_NAME})|\#(?P<id>{_NAME})|\[(?P<attribute>[^\]]*)\]"
    rf"|:(?P<pseudo>{_NAME})(?:\((?P<argument>(?:[^()]|\([^()]*\))*)\))?",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\s*(?P<name>[\w:-]+)\s*(?:(?P<operator>[~|^$*]?=)\s*(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)\s*i?\s*)?",
    re.IGNORECASE,
)
_PSEUDO_ELEMENT = re.compile(r"::?(before|after)$", re.IGNORECASE)
_PART_OF_TEXT = re.compile(r"::?first-(?:letter|line)$", re.IGNORECASE)
_COMBINATOR = re.compile(r"\s*([>+~])\s*(?![^\[(]*[\])])|\s+(?![^\[(]*[\])])")
_COMBINATOR_CHARACTER = re.compile(r"[\s>+~]")
_SEPARATOR = re.compile(r"[\[\](),]")
_STEP = re.compile(r"(?P<step>[+-]?\d*)n\s*(?P<offset>[+-]\s*\d+)?")
_PLACE_NAME = re.compile(r"(?:(?P<nth>nth)-(?P<last>last-)?|(?P<first>first|last)-)(?P<kind>child|of-type)")
# What the user of a page does, or has not done yet, when the page is opened.
_STATES = frozenset(
    (
        *(
            "hover",
            "active",
            "focus",
            "focus-within",
            "focus-visible",
            "visited",
            "target",
            "checked",
            "open",
        ),
        *("disabled", "invalid", "user-invalid", "out-of-range", "indeterminate", "autofill", "fullscreen"),
        *(
            "popover-open",
            "modal",
            "playing",
            "past",
            "future",
            "current",
            "picture-in-picture",
            "-moz-focusring",
        ),
    )
)
# A hostile page could make each element look at all others, and each blank look for a bracket.
_MAX_STEPS = 300
_MAX_SELECTOR_CHARS = 400

_Test = Callable[[Element], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Compound:
    """What one element must be: its tag, all of its classes, its id, and further tests."""

    tag: str = ""
    classes: frozenset[str] = frozenset()
    element_id: str = ""
    tests: tuple[_Test, ...] = ()
    is_certain: bool = True

    def matches(self, element: Element) -> bool:
        """Return whether the element is what the compound says."""
        return (
            self.tag in ("", element.tag)
            and (not self.element_id or self.element_id == element.get("id"))
            and (not self.classes or self.classes.issubset((element.get("class") or "").split()))
            and all(test(element) for test in self.tests)
        )

    def specificity(self) -> int:
        """Return the weight of the compound."""
        return 100 * bool(self.element_id) + 10 * (len(self.classes) + len(self.tests)) + bool(self.tag)


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """One selector; `pseudo` is before, after or empty.

    `context` are the compounds in front of the last one, nearest first, each with the combinator behind it.
    """

    last: Compound
    context: tuple[tuple[str, Compound], ...]
    pseudo: str
    is_certain: bool = True

    def matches(self, element: Element) -> bool:
        """Return whether the selector selects the element."""
        if not self.last.matches(element):
            return False
        place: Element | None = element
        for combinator, compound in self.context:
            places = islice(_related(place, combinator), _MAX_STEPS)
            place = next((other for other in places if compound.matches(other)), None)
            if place is None:
                return False
        return True

    def specificity(self) -> int:
        """Return the weight of the selector."""
        return self.last.specificity() + sum(compound.specificity() for _, compound in self.context)

    def key(self) -> str:
        """Return what to look the selector up by: id, class or tag of its last compound, else an asterisk."""
        if self.last.element_id:
            return f"#{self.last.element_id}"
        return f".{min(self.last.classes)}" if self.last.classes else self.last.tag or "*"


def _related(element: Element | None, combinator: str) -> Iterator[Element]:
    if element is None:
        return iter(())
    if combinator == " ":
        return element.iterancestors()
    if combinator == "~":
        return element.itersiblings(preceding=True)
    neighbour = element.getparent() if combinator == ">" else element.getprevious()
    return iter(()) if neighbour is None else iter((neighbour,))


def split_selectors(text: str) -> list[str]:
    """Return the selectors of a list; commas in brackets do not separate."""
    if "(" not in text and "[" not in text:
        return text.split(",")
    selectors: list[str] = []
    depth = start = 0
    for match in _SEPARATOR.finditer(text):
        if match[0] != ",":
            depth += 1 if match[0] in "[(" else -1
        elif depth <= 0:
            selectors.append(text[start : match.start()])
            start = match.end()
    return [*selectors, text[start:]]


def parse_selector(text: str) -> Selector | None:
    """Return the selector, None if it is no selector or depends on a state."""
    text = text.strip()
    if len(text) > _MAX_SELECTOR_CHARS:
        # Only what stands last is looked at.
        last = _parse_compound(_COMBINATOR_CHARACTER.split(text[-_MAX_SELECTOR_CHARS:])[-1])
        return None if last is None else Selector(last, (), "", is_certain=False)
    text, is_part = _PART_OF_TEXT.subn("", text)
    pseudo = _PSEUDO_ELEMENT.search(text)
    parts = _COMBINATOR.split(text[: pseudo.start() if pseudo else None])
    compounds = [_parse_compound(part) for part in parts[::2]]
    known = [compound for compound in compounds if compound is not None]
    if len(known) != len(compounds):
        return None
    combinators = [combinator or " " for combinator in parts[1::2]]
    context = tuple(zip(reversed(combinators), reversed(known[:-1]), strict=True))
    is_certain = not is_part and all(compound.is_certain for compound in known)
    return Selector(known[-1], context, pseudo[1].lower() if pseudo else "", is_certain)


def _parse_compound(text: str) -> Compound | None:
    tag = element_id = ""
    classes: list[str] = []
    tests: list[_Test] = []
    position = 0
    while match := _PART.match(text, position):
        position = match.end()
        if match["tag"]:
            tag = match["tag"].lower().replace("*", "")
        elif match["class"]:
            classes.append(_ESCAPE.sub(r"\1", match["class"]))
        elif match["id"]:
            element_id = _ESCAPE.sub(r"\1", match["id"])
        else:
            test = (
                _attribute_test(match["attribute"])
                if match["pseudo"] is None
                else _pseudo_test(match["pseudo"].lower(), match["argument"] or "")
            )
            if test is None:
                return None
            tests.append(test)
    if not text or position < len(text):
        return None
    known_tests = tuple(test for test in tests if test is not _is_unknown)
    is_certain = len(known_tests) == len(tests)
    return Compound(tag, frozenset(classes), element_id, known_tests, is_certain)


def _is_unknown(element: Element) -> bool:
    """Stand for a test that is not known."""
    return True


def _attribute_test(text: str) -> _Test | None:
    match = _ATTRIBUTE.fullmatch(text)
    if match is None:
        return None
    name, operator, value = match["name"].lower(), match["operator"], match["value"] or ""
    if operator is None:
        return lambda element: element.get(name) is not None
    comparisons: dict[str, Callable[[str], bool]] = {
        "=": value.__eq__,
        "~=": lambda stated: value in stated.split(),
        "|=": lambda stated: stated == value or stated.startswith(f"{value}-"),
        "^=": lambda stated: bool(value) and stated.startswith(value),
        "$=": lambda stated: bool(value) and stated.endswith(value),
        "*=": lambda stated: bool(value) and value in stated,
    }
    compare = comparisons[operator]
    return lambda element: (stated := element.get(name)) is not None and compare(stated)


def _pseudo_test(name: str, argument: str) -> _Test | None:
    if name in ("not", "is", "where", "matches"):
        return _list_test(argument, is_wanted=name != "not")
    if name.startswith("only-"):
        is_of_type = name.endswith("type")
        return lambda element: all(_place(element, end, is_of_type) == 1 for end in (False, True))
    place = _PLACE_NAME.fullmatch(name)
    if place is not None:
        wanted = argument if place["nth"] else "1"
        is_last = bool(place["last"] or place["first"] == "last")
        return _place_test(wanted.strip().lower(), is_last, place["kind"] == "of-type")
    if name == "lang" and argument.replace("-", "").isalpha():
        return lambda element: _language(element).startswith(argument.lower())
    return None if name in _STATES else _PLAIN_TESTS.get(name, _is_unknown)


_PLAIN_TESTS: dict[str, _Test] = {
    "root": lambda element: element.getparent() is None,
    "empty": lambda element: not len(element) and not element.text,
}


def _list_test(argument: str, *, is_wanted: bool) -> _Test | None:
    parsed = [parse_selector(text) for text in split_selectors(argument)]
    selectors = [selector for selector in parsed if selector is not None]
    if not all(selector.is_certain for selector in selectors):
        return _is_unknown
    if not is_wanted and len(selectors) < len(parsed):
        return _is_unknown
    return lambda element: any(selector.matches(element) for selector in selectors) is is_wanted


def _place_test(argument: str, from_end: bool, is_of_type: bool) -> _Test | None:
    argument = {"odd": "2n+1", "even": "2n"}.get(argument, argument)
    if argument.isascii() and argument.isdigit():
        place = int(argument[:6])
        return lambda element: _place(element, from_end, is_of_type) == place
    match = _STEP.fullmatch(argument)
    if match is None:
        return _is_unknown
    step = int(match["step"] + "1" if match["step"] in ("", "+", "-") else match["step"][:6])
    offset = int((match["offset"] or "0").replace(" ", "")[:6])

    def is_at_step(element: Element) -> bool:
        distance = _place(element, from_end, is_of_type) - offset
        return distance == 0 if step == 0 else distance % step == 0 and distance // step >= 0

    return is_at_step


def _language(element: Element) -> str:
    stated = (place.get("lang") for place in islice(_with_ancestors(element), _MAX_STEPS))
    return next(filter(None, stated), "").lower()


def _with_ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _place(element: Element, from_end: bool, is_of_type: bool = False) -> int:
    """Return the place among the siblings, or those of its tag, from 1; up to a limit."""
    tag = element.tag if is_of_type else None
    siblings: Iterable[Element] = element.itersiblings(tag, preceding=not from_end)
    return 1 + sum(1 for _ in islice(siblings, _MAX_STEPS))
