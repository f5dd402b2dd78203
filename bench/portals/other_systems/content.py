"""What the portals publish: agencies, annual reports, pages that only look like reports, and news."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from random import Random

DEPARTMENTS = [
    "发展和改革局",
    "教育局",
    "科学技术局",
    "公安局",
    "民政局",
    "司法局",
    "财政局",
    "人力资源和社会保障局",
    "自然资源局",
    "住房和城乡建设局",
    "交通运输局",
    "水利局",
    "农业农村局",
    "商务局",
    "文化和旅游局",
    "卫生健康局",
    "退役军人事务局",
    "应急管理局",
    "审计局",
    "市场监督管理局",
    "统计局",
    "医疗保障局",
    "林业局",
    "信访局",
    "乡村振兴局",
    "城市管理局",
    "行政审批服务局",
    "机关事务服务中心",
    "民族宗教事务局",
    "工业和信息化局",
    "体育局",
    "金融工作局",
    "国防动员办公室",
    "供销合作社联合社",
    "残疾人联合会",
    "档案馆",
    "投资促进局",
    "数据局",
    "粮食和物资储备局",
    "人民政府外事办公室",
]
TOWNS = [
    "石桥",
    "白鹤",
    "柳林",
    "双河",
    "大坪",
    "清水",
    "龙泉",
    "马鞍",
    "青山",
    "红岩",
    "沙溪",
    "永安",
    "新店",
    "高桥",
    "三合",
    "竹园",
    "太和",
    "黄泥",
    "东岳",
    "云峰",
    "荷塘",
    "古井",
    "松岭",
    "桃源",
    "南湖",
    "金盆",
    "油坊",
    "梅林",
    "长滩",
    "鹿鸣",
]


PAGE_FORMS = ("page", "split", "inner")
"""Forms whose text is in the page and not in a file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A county, district or city with its agencies; `level` is 县, 区 or 市.

    A department with bureaus is one too: `own` is then its name in the place of the government's.
    """

    name: str
    level: str
    host: str
    departments: tuple[str, ...]
    towns: tuple[str, ...]
    own: str = ""

    @property
    def agencies(self) -> tuple[str, ...]:
        """All agencies, the government itself first."""
        return (self.own or f"{self.name}人民政府", *self.departments, *self.towns)


@dataclass(frozen=True, slots=True)
class Doc:
    """Something published; `form` says how: page, attach, direct or another word of the portal."""

    id: int
    kind: str
    agency: str
    year: int
    title: str
    date: str
    form: str = "page"
    ext: str = ""
    topic: str = ""

    @property
    def key(self) -> str:
        """A stable 32-digit name."""
        return hashlib.md5(f"{self.id}{self.title}".encode(), usedforsecurity=False).hexdigest()

    @property
    def guid(self) -> str:
        """The stable name in the form of a GUID."""
        k = self.key
        return f"{k[:8]}-{k[8:12]}-{k[12:16]}-{k[16:20]}-{k[20:]}"

    @property
    def compact_date(self) -> str:
        """The date without hyphens."""
        return self.date.replace("-", "")

    def cut(self, length: int) -> str:
        """The title as a narrow list prints it."""
        return self.title if len(self.title) <= length else self.title[: length - 1] + "…"


def make_place(name: str, host: str, departments: int, towns: int, seed: int) -> Place:
    """A place with so many departments and towns."""
    rng = Random(seed)
    level = name[-1]
    names = sorted(rng.sample(range(len(DEPARTMENTS)), departments))
    deps = (f"{name}人民政府办公室", *(name + DEPARTMENTS[i] for i in names))
    endings = (
        ("街道办事处", "街道办事处", "镇人民政府")
        if level == "区"
        else ("镇人民政府", "镇人民政府", "乡人民政府")
    )
    places = tuple(t + rng.choice(endings) for t in rng.sample(TOWNS, towns))
    return Place(name, level, host, deps, places)


def short_name(place: Place, agency: str) -> str:
    """The agency as its own people call it: 县水利局, 石桥镇."""
    if place.own:
        return agency.removeprefix("国家")
    if agency == place.name + "人民政府":
        return place.name
    if agency.startswith(place.name):
        return place.level + agency.removeprefix(place.name).replace("人民政府办公室", "政府办")
    return agency.removesuffix("人民政府").replace("街道办事处", "街道")


def report_title(rng: Random, place: Place, agency: str, year: int, nameless: float) -> str:
    """One of the many ways to name an annual report; `nameless` is the share of titles without an agency."""
    if rng.random() < nameless:
        digits = "".join("〇一二三四五六七八九"[int(d)] for d in str(year))
        plain = [
            f"{year}年政府信息公开工作年度报告",
            f"{year}年度政府信息公开年报",
            f"政府信息公开工作年度报告（{year}年度）",
            f"{year} 年政府信息公开年度报告",
        ]
        return rng.choice([*plain, f"{digits}年政府信息公开工作年度报告"] if year < 2015 else plain)
    name = agency if rng.random() < 0.7 else short_name(place, agency)
    shapes = [
        f"{name}{year}年政府信息公开工作年度报告",
        f"{name}{year}年政府信息公开工作年度报告",
        f"{name}{year}年度政府信息公开工作年度报告",
        f"{name}政府信息公开工作年度报告（{year}年）",
        f"{name}{year}年信息公开年报",
        f"{year}年度{name}政府信息公开年报",
        f"{name}{year}年度政府信息公开年度报告",
        f"{name}（{year}年度）政府信息公开工作报告",
        f"{name}关于{year}年政府信息公开工作情况的年度报告",
        f"{name}关于印发《{year}年政府信息公开工作年度报告》的通知",
        f"{name}{year}年政府信息公开年度报告",
    ]
    return rng.choice(shapes)


def make_reports(
    place: Place,
    years: range,
    seed: int,
    forms: dict[str, float] | None = None,
    exts: tuple[str, ...] = ("docx", "docx", "pdf", "pdf", "doc"),
    nameless: float = 0.0,
) -> list[Doc]:
    """Reports of every agency of a place with a few years missing, newest first."""
    rng = Random(seed)
    forms = forms or {"page": 0.86, "attach": 0.1, "direct": 0.04}
    found: list[Doc] = []
    for agency in place.agencies:
        start = rng.choice([years.start, years.start, years.start + 1, years.start + 3])
        for year in range(min(start, years.stop - 2), years.stop):
            if rng.random() < 0.08:
                continue
            form = rng.choices(list(forms), list(forms.values()))[0]
            ext = rng.choice(exts) if form not in PAGE_FORMS else ""
            date = f"{year + 1}-{rng.randint(1, 3):02d}-{rng.randint(1, 28):02d}"
            title = report_title(rng, place, agency, year, nameless)
            found.append(Doc(0, "report", agency, year, title, date, form, ext))
    found.sort(key=lambda d: (d.date, d.agency))
    numbered, at = [], 1000
    for doc in found:
        at += rng.randint(1, 9)
        numbered.append(replace(doc, id=at))
    return numbered[::-1]


def make_decoys(place: Place, seed: int, first_id: int = 400) -> list[Doc]:
    """Pages whose titles look like annual reports and are none."""
    rng = Random(seed)
    p, lv = place.name, place.level
    site, hospital = (p, f"{p}中心医院") if place.own else (f"{p}人民政府", f"{p}人民医院")
    dep = rng.choice(place.departments[1:] or place.departments)
    shapes = [
        ("read", f"{p}2022年政府信息公开工作年度报告解读"),
        ("site", f"{site}网站2023年度政府网站工作年度报表"),
        ("law", f"{p}2023年法治政府建设年度报告"),
        ("plan", f"{p}2022年政务公开工作要点"),
        ("work", f"{p}2024年政府工作报告"),
        ("hospital", f"{hospital}2022年度信息公开工作年度报告"),
        ("school", f"{p}第一中学2021-2022学年信息公开工作年度报告"),
        ("budget", f"{dep}2022年度部门决算公开"),
        ("train", f"我{lv}召开2023年度政府信息公开工作年度报告编制培训会"),
        ("blank", "政府信息公开工作年度报告（模板）"),
        ("quarter", f"{dep}2023年第四季度政府信息公开工作总结"),
        ("firm", f"{p}市场监管部门关于做好2022年度企业年报公示工作的提醒"),
        ("stat", f"{dep}2016年政府信息公开工作情况统计表"),
        ("notice", f"关于做好{p}2021年政府信息公开工作年度报告编制和公布工作的通知"),
        ("guide", f"{p}政府信息公开指南（2023年版）"),
        ("rank", f"{p}2020年政务公开工作年度考核结果的通报"),
    ]
    drop = set(rng.sample(range(len(shapes)), 4))
    docs, at = [], first_id
    for index, (topic, title) in enumerate(shapes):
        if index in drop:
            continue
        at += rng.randint(1, 7)
        year = int(next((title[i : i + 4] for i in range(len(title)) if title[i : i + 2] == "20"), "2022"))
        date = f"{year + 1}-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}"
        docs.append(Doc(at, "decoy", place.agencies[0], year, title, date, "page", "", topic))
    return docs


IN_COLUMN = {"read", "site", "blank", "stat", "notice", "train", "quarter"}
"""Topics of decoys that editors put into the annual report column itself."""


def make_news(place: Place, count: int, seed: int, first_id: int = 100) -> list[Doc]:
    """News of a place, newest first."""
    rng = Random(seed)
    what = [
        "防汛备汛",
        "森林防火",
        "招商引资",
        "高标准农田建设",
        "安全生产",
        "义务植树",
        "乡村振兴",
        "老旧小区改造",
        "食品安全",
        "教育惠民",
        "政务服务",
    ]
    docs = []
    for n in range(count):
        theme, town = rng.choice(what), rng.choice(place.towns or place.departments)
        title = rng.choice(
            [
                f"{place.name}召开{theme}工作推进会",
                f"{place.level}领导到{town}调研{theme}工作",
                f"{town}扎实推进{theme}工作",
                f"我{place.level}{theme}工作取得新进展",
            ]
        )
        date = f"{2026 - n // 12}-{11 - n % 11:02d}-{rng.randint(1, 28):02d}"
        docs.append(
            Doc(first_id + n, "news", place.name + "融媒体中心", 2026 - n // 12, title, date, topic=theme)
        )
    return docs
