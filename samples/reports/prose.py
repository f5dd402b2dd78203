"""Six sections of prose for a report, from our own sentence bank, agreeing with the report's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from archive.forms import form
from archive.model import DataRecord, load_data
from samples.reports.agencies import Agency
from samples.reports.figures import Figures

Length = Literal["brief", "usual", "long"]

# How many further sentences each part takes from the bank.
_EXTRA_SENTENCES: dict[Length, int] = {"brief": 0, "usual": 2, "long": 6}
_ORDINALS = "一二三四五"


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What the prose of a report depends on."""

    agency: Agency
    year: int
    form: str
    figures: Figures
    length: Length


class _Aspect(DataRecord, frozen=True, kw_only=True):
    """An aspect of section one: its possible names, first sentences and further sentences."""

    names: tuple[str, ...]
    lead: tuple[str, ...]
    more: tuple[str, ...]


class _Overview(DataRecord, frozen=True, kw_only=True):
    """Sentences of section one."""

    opening: tuple[str, ...]
    aspect: tuple[_Aspect, ...]


class _SentenceBank(DataRecord, frozen=True, kw_only=True):
    """The content of `prose.toml`: alternatives with slots, by section and part."""

    preamble: dict[str, tuple[str, ...]]
    overview: _Overview
    disclosure: dict[str, tuple[str, ...]]
    problems: dict[str, tuple[str, ...]]
    other_matters: dict[str, tuple[str, ...]]


def _sentence_bank() -> _SentenceBank:
    return load_data(__package__, "prose.toml", _SentenceBank)


def write_sections(subject: ReportContext, random: Random) -> dict[str, str]:
    """The text of every section by key, paragraphs joined by a line feed; empty if it has only a table."""
    slots = _slot_values(subject, random)
    bank = _sentence_bank()
    lead = bank.disclosure["lead"] if subject.length == "long" else ("",)
    return {
        "preamble": "".join(_pick(bank.preamble[part], slots, random) for part in _preamble_keys(subject)),
        "overview": _overview(subject, slots, random),
        "disclosure": _pick(lead, slots, random),
        "requests": "",
        "challenges": "",
        "problems": _problems(subject, slots, random),
        "other_matters": _other_matters(subject, slots, random),
    }


def _preamble_keys(subject: ReportContext) -> tuple[str, ...]:
    return ("basis", "period") if subject.length == "brief" else ("basis", "parts", "period", "contact")


def _pick(choices: Sequence[str], slots: Mapping[str, str], random: Random) -> str:
    return random.choice(choices).format_map(slots)


def _pick_several(choices: Sequence[str], count: int, slots: Mapping[str, str], random: Random) -> list[str]:
    """Up to `count` different sentences, in the bank's order; empty ones are left out."""
    chosen = sorted(random.sample(range(len(choices)), min(count, len(choices))))
    return [text for number in chosen if (text := choices[number].format_map(slots))]


def _overview(subject: ReportContext, slots: Mapping[str, str], random: Random) -> str:
    """An opening and the five aspects; half of the reports give each aspect's name a line of its own."""
    bank = _sentence_bank().overview
    paragraphs = [_pick(bank.opening, slots, random)]
    own_line = subject.length != "brief" and random.random() < 0.5
    for ordinal, aspect in zip(_ORDINALS, bank.aspect, strict=True):
        name = f"（{ordinal}）{random.choice(aspect.names)}"
        body = [_pick(aspect.lead, slots, random)]
        body += _pick_several(aspect.more, _EXTRA_SENTENCES[subject.length], slots, random)
        if own_line:
            paragraphs += [name, *_group_sentences(body, subject.length)]
        else:
            paragraphs.append(f"{name}。" + "".join(body))
    return "\n".join(paragraphs)


def _group_sentences(sentences: Sequence[str], length: Length) -> list[str]:
    """Sentences as paragraphs: a long report breaks after every second one."""
    step = 2 if length == "long" else len(sentences)
    return ["".join(sentences[start : start + step]) for start in range(0, len(sentences), step)]


def _problems(subject: ReportContext, slots: Mapping[str, str], random: Random) -> str:
    bank = _sentence_bank().problems
    count = max(2, _EXTRA_SENTENCES[subject.length])
    problems = _pick_several(bank["problem"], count, slots, random)
    remedies = _pick_several(bank["remedy"], count, slots, random)
    opening = _pick(bank["opening"], slots, random)
    text = [
        f"{opening}主要表现在：{_join_enumerated(problems)}。",
        f"针对上述问题，主要改进措施：{_join_enumerated(remedies)}。",
    ]
    return "\n".join(text if subject.length == "brief" else [*text, _pick(bank["endings"], slots, random)])


def _join_enumerated(items: Sequence[str]) -> str:
    return "；".join(f"{ordinal}是{item}" for ordinal, item in zip("一二三四五六", items, strict=False))


def _other_matters(subject: ReportContext, slots: Mapping[str, str], random: Random) -> str:
    bank = _sentence_bank().other_matters
    fee = bank["fee_2021" if subject.year >= 2021 else "fee_2019"]
    return "\n".join(
        [
            _pick(fee, slots, random),
            *_pick_several(bank["more"], _EXTRA_SENTENCES[subject.length], slots, random),
        ]
    )


def _slot_values(subject: ReportContext, random: Random) -> dict[str, str]:
    agency = subject.agency
    fields = list(agency.system.fields)
    random.shuffle(fields)
    slots = {
        "agency": agency.name,
        "place": agency.place.name,
        "label": agency.label,
        "we": agency.self_reference,
        "year": str(subject.year),
        "next": str(subject.year + 1),
        "notice": form(subject.form).notice,
        "fields": "、".join(fields[:3]),
        "field": fields[0],
        "service": random.choice(agency.system.services),
        **_contact(agency),
        "n1": str(random.randint(3, 40)),
        "n2": str(random.randint(120, 1_900)),
        "n3": str(random.randint(4, 110)),
        "n4": str(random.randint(50, 3_000)),
        "n5": str(random.randint(1, 4)),
        "n6": str(random.randint(20, 2_400)),
        "n7": str(random.randint(2, 30)),
    }
    return slots | {
        "applications": _applications(subject),
        "documents": _documents(subject),
        "remedies": _remedies(subject),
    }


def _contact(agency: Agency) -> dict[str, str]:
    """Address and telephone, which stay the same from year to year."""
    random = Random(f"contact/{agency.key}")
    return {
        "postcode": f"{random.randint(100, 859) * 1000:06d}",
        "phone": f"0{random.randint(310, 999)}-{random.randint(2_000_000, 8_999_999)}",
    }


def _figure(subject: ReportContext, table: str, row: str, column: str) -> int:
    return int(subject.figures[table, row, column])


def _applications(subject: ReportContext) -> str:
    """What was asked and answered, in the words of the report, with the figures of table 3."""
    rows = ("new_requests", "carried_over", "processed_total", "carried_forward")
    new, before, done, after = (_figure(subject, "requests", row, "total") for row in rows)
    if not new and not before:
        return f"{subject.year}年，{subject.agency.self_reference}未收到政府信息公开申请。"
    text = f"{subject.year}年新收到政府信息公开申请{new}件，" if new else "本年度未收到新的政府信息公开申请，"
    text += f"上年结转{before}件，" if before else ""
    text += f"已办结{done}件，" if done else ""
    return text + (f"结转下年度继续办理{after}件。" if after else "没有结转下年度办理的申请。")


def _documents(subject: ReportContext) -> str:
    """A sentence on normative documents; empty for forms before 2021, which do not count them."""
    if subject.form != "2021":
        return ""
    row = ("disclosure", "normative_documents")
    issued, repealed, valid = (_figure(subject, *row, name) for name in ("issued", "repealed", "in_force"))
    return f"全年制发行政规范性文件{issued}件，废止{repealed}件，现行有效{valid}件。"


def _remedies(subject: ReportContext) -> str:
    review = _figure(subject, "challenges", "review", "total")
    suits = sum(_figure(subject, "challenges", row, "total") for row in ("direct_suit", "suit_after_review"))
    if not review and not suits:
        return "全年未发生因政府信息公开引起的行政复议和行政诉讼。"
    return f"全年发生因政府信息公开引起的行政复议{review}件、行政诉讼{suits}件。"
