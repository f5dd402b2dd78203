"""Says what the declarations of a style do to text: hide it, strike it out, raise it, colour it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

Style = Mapping[str, str]
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
# fmt: off
_PROPERTIES = frozenset((
    "display", "visibility", "opacity", "font-size", "font-variant-position", "position", "left", "right",
    "top", "bottom", "text-indent", "margin-left", "clip", "clip-path", "overflow", "overflow-x", "width",
    "height", "max-height", "max-width", "transform", "color", "background", "background-color",
    "text-decoration", "text-decoration-line", "vertical-align", "unicode-bidi", "direction", "content",
    "overflow-y", "line-height", "translate", "scale", "filter", "inset", "margin", "font",
    "-webkit-text-fill-color", "mso-text-raise", "mso-hide", "font-feature-settings", "background-image",
    "content-visibility", "zoom", "float", "order", "grid-column", "grid-area", "flex-direction", "flex-flow",
    "margin-right", "letter-spacing", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image",
    "-webkit-text-security",
))
_FONT_SIZE = re.compile(r"(?:^|\s)(0(?:\.0+)?(?:px|pt|em)?)(?:/|\s)")
# fmt: on
_NAMED_COLOURS: dict[str, Colour] = {
    "white": WHITE,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128),
    "silver": (192, 192, 192),
}
# A value with other characters behind it, such as 1<.5pt, is none: browsers ignore the declaration.
_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|pt|r?em|%|vw|vh|in|cm|mm)?(?=[\s/!,;)]|$)")
# Browsers ignore a declaration that they cannot read: font-size: 1 .5pt.
_SINGLE_LENGTH = re.compile(r"\S+\s*(?:!\s*important)?")
_PIXELS_PER_UNIT = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "in": 96.0, "cm": 38.0, "mm": 3.8}
# A hanging indent or a small shift is far above this; text that is moved off the screen is far below.
_OFF_SCREEN_PIXELS = -400.0
_OFF_SCREEN_PERCENT = -100.0
# Nobody reads smaller text.
_MIN_SEEN_PIXELS = 1.5
_TRANSPARENT_HEX = re.compile(r"#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)(?![0-9a-f])")
_MIN_OPACITY = 0.05
_MIN_ZOOM = 0.2
_FILTER_OPACITY = re.compile(r"opacity\s*(?:\(|=)\s*(\d*\.?\d+)")
# Steps of the three channels that nobody sees on a screen.
_SAME_COLOUR_STEPS = 12
_MOVED_AWAY = re.compile(r"translate\w*\(\s*-\d{4,}|scale\w*\(\s*0(?:\.0*)?\s*[,)]")
_MOVED_UP = re.compile(r"translate(?:y\(|\(\s*0(?:px)?\s*,)\s*-(\d+(?:\.\d+)?)")
_CLIPPED = re.compile(
    r"circle\(\s*0(?![.\d])|ellipse\(\s*0(?![.\d])|polygon\((?:[\s,]|0(?:px|%)?(?![.\d]))*\)|"
    r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)|inset\(\s*(?:50|100)%"
)


@lru_cache(maxsize=4096)
def parse_declarations(text: str) -> dict[str, str]:
    """Return the values of the properties that decide what is seen; `!important` stays in a value."""
    declarations: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and (name in _PROPERTIES or name.startswith("--")):
            value = value.strip() if name == "content" or name[0:2] == "--" else value.strip().lower()
            declarations[name] = value
            if name in _SHORTHANDS:
                declarations.update(_SHORTHANDS[name](value))
    return declarations


def _expand_inset(value: str) -> dict[str, str]:
    return dict(zip(("top", "right", "bottom", "left"), _four_sides(value), strict=True))


def _expand_margin(value: str) -> dict[str, str]:
    return {"margin-left": _four_sides(value)[3]}


def _four_sides(value: str) -> list[str]:
    """Return the lengths of the top, right, bottom and left side that one to four lengths state."""
    sides = value.replace("!important", "").split()[:4] or [""]
    while len(sides) < 4:
        sides.append(sides[max(0, len(sides) - 2)])
    return sides


def _expand_font(value: str) -> dict[str, str]:
    match = _FONT_SIZE.search(value)
    return {"font-size": match[1]} if match else {}


_SHORTHANDS = {"inset": _expand_inset, "margin": _expand_margin, "font": _expand_font}


def is_not_displayed(style: Style) -> bool:
    """Return whether the element takes no place on the page."""
    return style.get("display", "").startswith("none") or style.get("mso-hide", "").startswith("all")


def is_out_of_sight(style: Style) -> bool:
    """Return whether the element and everything in it is displayed where, or so that, nobody sees it."""
    return (
        _is_transparent_as_a_whole(style)
        or _is_off_screen(style)
        or _is_cut_to_nothing(style)
        or _MOVED_AWAY.search(style.get("transform", "")) is not None
        or _is_far_away(style.get("translate", ""))
        or _number(style.get("scale")) == 0
        or (_number(style.get("zoom")) or 1.0) < _MIN_ZOOM
        or style.get("content-visibility", "").startswith("hidden")
    )


def hiding_property(style: Style) -> str | None:
    """Return the inherited property that hides the text, which an inner element may set anew."""
    if style.get("visibility", "").startswith(("hidden", "collapse")):
        return "visibility"
    if (_font_pixels(style.get("font-size", "")) or _MIN_SEEN_PIXELS) < _MIN_SEEN_PIXELS:
        return "font-size"
    if _number(style.get("font-size")) == 0:
        return "font-size"
    colours = map(style.get, ("color", "-webkit-text-fill-color"))
    return "color" if any(_is_transparent(colour) for colour in colours if colour) else None


def is_struck_out(style: Style) -> bool:
    """Return whether a line goes through the text."""
    return any("line-through" in style.get(name, "") for name in ("text-decoration", "text-decoration-line"))


def is_raised(style: Style) -> bool:
    """Return whether the text is printed as a superscript: raised, by a length only if small as well."""
    if style.get("font-variant-position", "").startswith("super"):
        return True
    if "sups" in style.get("font-feature-settings", ""):
        return True
    alignment = style.get("vertical-align", "")
    if alignment.startswith("super"):
        return True
    if alignment.startswith("sub") and _is_small(style.get("font-size", "")):
        return True
    shift = _number(alignment) or 0.0
    if style.get("position", "").startswith("relative"):
        shift = max(shift, -(_number(style.get("top")) or 0.0), _number(style.get("bottom")) or 0.0)
    moved_up = _MOVED_UP.search(style.get("transform", ""))
    shift = max(shift, _number(style.get("mso-text-raise")) or 0.0, float(moved_up[1]) if moved_up else 0.0)
    size = style.get("font-size", "")
    # Text of a usual size at the top of its line is layout; tiny text there is a mark.
    is_at_top = alignment.startswith(("top", "text-top"))
    return (shift > 0 and _is_small(size)) or (is_at_top and _is_small(size, 0.7))


@lru_cache(maxsize=1024)
def parse_colour(value: str) -> Colour | None:
    """Return the red, green and blue of a colour, None for a name or a notation that we do not know."""
    value = value.replace("!important", "").strip().lower()
    if value in _NAMED_COLOURS:
        return _NAMED_COLOURS[value]
    digits = value.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3,4}", digits):
        return int(digits[0] * 2, 16), int(digits[1] * 2, 16), int(digits[2] * 2, 16)
    if re.fullmatch(r"[0-9a-f]{6}(?:[0-9a-f]{2})?", digits):
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if re.match(r"hsla?\(\s*[^,\s)]+[\s,]+[^,\s)]+[\s,]+100%", value):
        return WHITE
    match = re.match(r"rgba?\(\s*(\d{1,3})(%?)[\s,]+(\d{1,3})%?[\s,]+(\d{1,3})%?", value)
    if match is None:
        return None
    scale = 2.55 if match[2] else 1
    red, green, blue = (round(int(match[group]) * scale) for group in (1, 3, 4))
    return red, green, blue


def is_same_colour(first: Colour, second: Colour) -> bool:
    """Return whether nobody can tell the two colours apart."""
    return all(
        abs(channel - other) <= _SAME_COLOUR_STEPS for channel, other in zip(first, second, strict=True)
    )


def background_of(style: Style) -> str:
    """Return the background that the style states, empty if it states none."""
    value = style.get("background-color") or style.get("background") or ""
    return "" if value.startswith(("none", "transparent", "inherit", "initial", "unset")) else value


def is_tiny(style: Style) -> bool:
    """Return whether the stated width or height is at most two pixels."""
    sizes = (_pixels(style.get(name, "")) for name in ("width", "height"))
    return any(size is not None and size <= 2 for size in sizes)


def _number(value: str | None) -> float | None:
    match = _LENGTH.match(value) if value else None
    return float(match[1]) if match else None


def _pixels(value: str) -> float | None:
    match = _LENGTH.match(value)
    return float(match[1]) * _PIXELS_PER_UNIT.get(match[2] or "px", 1.0) if match else None


def _font_pixels(value: str) -> float | None:
    """Return the size of a font that is stated as a length, None for a share of another size."""
    if "%" in value or "em" in value or not _SINGLE_LENGTH.fullmatch(value):
        return None
    return _pixels(value)


def _is_transparent_as_a_whole(style: Style) -> bool:
    opacity = _number(style.get("opacity"))
    if opacity is not None and opacity * (0.01 if "%" in style["opacity"] else 1) < _MIN_OPACITY:
        return True
    match = _FILTER_OPACITY.search(style.get("filter", ""))
    return match is not None and float(match[1]) < _MIN_OPACITY


def _is_off_screen(style: Style) -> bool:
    names = ["text-indent", "margin-left"]
    if not style.get("position", "static").startswith("static"):
        names += ["left", "right", "top", "bottom"]
        # The page would have to be moved sideways for thousands of pixels.
        if (_pixels(style.get("left", "")) or 0.0) >= -10 * _OFF_SCREEN_PIXELS:
            return True
    if any(_is_far_away(style[name]) for name in names if name in style):
        return True
    indent = style.get("text-indent", "")
    is_cut = any(style.get(name, "").startswith(("hidden", "clip")) for name in ("overflow", "overflow-x"))
    limit = -_OFF_SCREEN_PERCENT if indent.endswith("%") else -_OFF_SCREEN_PIXELS
    return is_cut and ((_number(indent) if indent.endswith("%") else _pixels(indent)) or 0.0) >= limit


def _is_far_away(value: str) -> bool:
    if value.partition(" ")[0].endswith(("%", "vw", "vh")):
        return (_number(value) or 0.0) <= _OFF_SCREEN_PERCENT
    return (_pixels(value) or 0.0) <= _OFF_SCREEN_PIXELS


def _is_cut_to_nothing(style: Style) -> bool:
    if any(_CLIPPED.search(style.get(name, "")) for name in ("clip", "clip-path")):
        return True
    overflows = ("overflow", "overflow-x", "overflow-y")
    if not any(style.get(name, "").startswith(("hidden", "clip")) for name in overflows):
        return False
    if _number(style.get("line-height")) == 0:
        return True
    names = ("width", "height", "max-width", "max-height")
    sizes = (_pixels(style.get(name, "")) for name in names)
    return any(size is not None and size <= 1 for size in sizes)


def _is_transparent(colour: str) -> bool:
    if colour.startswith("transparent") or _TRANSPARENT_HEX.match(colour):
        return True
    match = re.match(r"(?:rgb|hsl)a?\([^)]*[,/]\s*([\d.]+)%?\s*\)", colour)
    return match is not None and colour.count(",") + colour.count("/") * 3 >= 3 and _number(match[1]) == 0


def _is_small(size: str, share: float = 1.0) -> bool:
    """Return whether the size is below that of usual text, or below a share of this limit."""
    if size.startswith(("smaller", "small", "x-small", "xx-small")):
        return True
    match = _LENGTH.match(size)
    if match is None:
        return False
    limit = {"em": 0.9, "rem": 0.9, "%": 90.0, "pt": 9.0}.get(match[2] or "px", 12.0)
    return float(match[1]) <= limit * share
