"""What one portal publishes: the reports of its agencies, the look-alikes and the other articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.portals.known_systems.texts import Piece

BUREAUS = [
    "发展和改革局",
    "教育局",
    "科学技术局",
    "工业和信息化局",
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
    "行政审批局",
    "城市管理局",
    "体育局",
]


@dataclass(frozen=True)
class Library:
    """The articles of a portal."""

    reports: list[Piece]
    decoys: list[Piece]
    news: list[Piece]

    def of(self, agency: str) -> list[Piece]:
        """The reports of one agency, newest first."""
        return [piece for piece in self.reports if piece.agency == agency]


def county(place: str, bureaus: int, towns: Sequence[str], government: bool = True) -> list[str]:
    """The agencies of a place: its government, some bureaus, its towns."""
    own = [f"{place}人民政府"] if government else []
    return own + [place + name for name in BUREAUS[:bureaus]] + [f"{place}{town}" for town in towns]


def short(agency: str, place: str) -> str:
    """The name as people of the place say it."""
    name = agency.removeprefix(place)
    if name in (agency, "人民政府"):
        return agency
    kind = place[-1]
    if name.endswith("人民政府"):
        name = name.removesuffix("人民政府")
        return name or agency
    return kind + name if not name.endswith(("街道办事处", "镇", "乡", "街道")) else name


def title_of(rng: Random, agency: str, place: str, year: int, named: bool) -> str:
    """A title as agencies write them; without the agency's name where the column already says it."""
    little = short(agency, place)
    choices = [
        f"{agency}{year}年政府信息公开工作年度报告",
        f"{agency}{year}年政府信息公开工作年度报告",
        f"{agency}{year}年度政府信息公开工作年度报告",
        f"{little}{year}年度政府信息公开工作报告",
        f"{little}政府信息公开工作年度报告（{year}年）",
        f"{agency}{year}年政府信息公开年报",
        f"{little}{year}年信息公开年报",
        f"（{year}年度）{agency}政府信息公开工作报告",
        f"关于印发《{agency}{year}年政府信息公开工作年度报告》的通知",
        f"{agency}关于{year}年政府信息公开工作情况的年度报告",
        f"{year}年{little}政府信息公开工作年度报告",
        f"{agency}{year}年度政府信息公开工作总结报告"
        if year < 2015
        else f"{agency}{year}年政府信息公开年度报告",
    ]
    if not named:
        choices = [
            *choices[:3],
            f"{year}年度政府信息公开年报",
            f"{year}年政府信息公开工作年度报告",
            f"政府信息公开工作年度报告({year}年)",
            f"（{year}年度）政府信息公开工作报告",
            f"{year}年信息公开年报",
        ]
    return rng.choice(choices)


def reports_of(
    seed: int,
    place: str,
    agencies: Sequence[str],
    years: Sequence[int],
    gaps: float,
    named: bool,
    files: float,
    whole: bool = False,
) -> list[Piece]:
    """The reports of all agencies, newest first; `files` is the share that is published as an attachment.

    With `whole` every agency has reported since the first year.
    """
    rng = Random(seed)
    out = []
    key = 0
    for agency in agencies:
        start = years[0] if whole else rng.choice(list(years)[: max(1, len(years) // 2)])
        for year in years:
            if year < start or rng.random() < gaps:
                continue
            key += 1
            date = f"{year + 1}-{rng.choice(['01', '01', '01', '02', '03'])}-{rng.randint(4, 28):02d}"
            form = rng.choice(("docx", "pdf")) if year >= 2014 and rng.random() < files else "page"
            title = title_of(rng, agency, place, year, named)
            out.append(Piece(key, title, agency, year, date, "report", form, place))
    out.sort(key=lambda piece: (piece.date, piece.key), reverse=True)
    return out


DECOYS = (
    ("{year}年{place}政府工作报告", "各位代表：现在，我代表{place}人民政府，向大会报告工作，请予审议。"),
    (
        "{place}{year}年政务公开工作要点",
        "{year}年全{kind}政务公开工作的总体要求是：深化重点领域信息公开，强化政策解读。",
    ),
    (
        "{agency}{year}年法治政府建设年度报告",
        "{year}年，{agency}深入学习贯彻习近平法治思想，推进依法行政，现将情况报告如下。",
    ),
    (
        "{agency}政府信息公开指南",
        "为方便公民、法人和其他组织获得政府信息，编制本指南。公开范围、公开形式、申请流程如下。",
    ),
    ("{agency}政府信息公开目录", "序号、公开事项、公开内容、公开依据、公开时限、公开主体、公开渠道和载体。"),
    (
        "一图读懂：{place}人民政府{year}年政府信息公开工作年度报告",
        "关键词：主动公开、依申请公开、平台建设。图解内容见下图。",
    ),
    (
        "{place}人民政府网站工作年度报表（{year}年度）",
        "网站名称、首页网址、主办单位、网站类型、政府网站标识码、信息发布总数、办事服务。",
    ),
    (
        "{agency}{year}年政府信息公开情况统计表",
        "统计指标、单位、统计数。主动公开政府信息数、回应公众关注热点、依申请公开。",
    ),
    (
        "{place}开展{year}年度企业年报公示信息抽查工作",
        "市场主体应当于每年1月1日至6月30日报送上一年度年度报告并向社会公示。",
    ),
    (
        "{agency}{year}年度部门决算公开报告",
        "第一部分部门概况，第二部分{year}年度部门决算表，第三部分决算情况说明。",
    ),
    (
        "{place}人民医院{year}年信息公开年度报告",
        "根据《医疗卫生机构信息公开管理办法》，编制医院信息公开年度报告。",
    ),
    (
        "{place}职业技术学院{year}-{next}学年信息公开工作年度报告",
        "根据《高等学校信息公开办法》，学校编制本学年信息公开工作年度报告。",
    ),
    (
        "{place}召开政府信息公开工作年度报告编制培训会",
        "日前，{place}召开政府信息公开工作年度报告编制培训会，各单位业务人员参加培训。",
    ),
    (
        "政府信息公开工作年度报告（模板）",
        "XX单位XXXX年政府信息公开工作年度报告。一、总体情况（填写）。二、主动公开政府信息情况（填写）。",
    ),
    (
        "{agency}{year}年第四季度政府信息公开工作总结",
        "{year}年第四季度，{agency}主动公开政府信息若干条，现总结如下。",
    ),
    (
        "关于做好{year}年政府信息公开工作年度报告编制发布工作的通知",
        "各镇人民政府，各部门：请于1月31日前编制并公布上一年度报告。",
    ),
    (
        "{agency}{year}年行政执法工作年度报告",
        "根据行政执法公示制度要求，现将{year}年行政执法总体情况、行政处罚实施情况报告如下。",
    ),
    (
        "{place}自来水公司{year}年企业信息公开年度报告",
        "根据《公共企事业单位信息公开规定制定办法》，公开供水价格、水质检测结果。",
    ),
    ("{year}年{place}国民经济和社会发展统计公报", "初步核算，全年地区生产总值比上年增长百分之五点三。"),
    ("{place}政府信息公开申请表", "申请人信息、所需政府信息情况、获取信息的方式。"),
)

NEWS = (
    "{place}召开安全生产工作会议",
    "{place}扎实推进高标准农田建设",
    "{place}举办{year}年春季招聘会",
    "{agency}开展优化营商环境大走访活动",
    "{place}人民政府关于部分人事任免的通知",
    "{place}重点项目集中开工仪式举行",
    "{agency}召开党风廉政建设工作会议",
    "{place}开展防汛抗旱应急演练",
    "{place}人大代表视察民生实事办理情况",
    "{place}举行义务植树活动",
    "关于{place}{year}年公开招聘教师的公告",
    "{agency}关于征集民生实事项目的公告",
    "{agency}持续深化放管服改革",
    "{place}文艺汇演圆满落幕",
)


def others_of(
    seed: int,
    place: str,
    agencies: Sequence[str],
    forms: Sequence[tuple[str, ...]],
    count: int,
    kind: str,
    key: int,
) -> list[Piece]:
    """Articles that are no reports, made from patterns in turn."""
    rng = Random(seed)
    out: list[Piece] = []
    titles = set()
    while len(out) < count:
        form = forms[len(out) % len(forms)]
        agency, year = rng.choice(list(agencies)), rng.randint(2016, 2025)
        words = {"place": place, "agency": agency, "year": year, "next": year + 1, "kind": place[-1]}
        title = form[0].format(**words)
        if title in titles:
            title = f"{title}（{len(out)}）" if kind == "news" else title + "发布"
        titles.add(title)
        date = f"{year + 1}-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}"
        extra = form[1].format(**words) if len(form) > 1 else ""
        piece = Piece(key + len(out), title, agency, year, date, kind, "page", place, extra)
        out.append(piece)
    out.sort(key=lambda piece: (piece.date, piece.key), reverse=True)
    return out


def library(
    seed: int,
    place: str,
    agencies: Sequence[str],
    years: Sequence[int] = tuple(range(2015, 2026)),
    gaps: float = 0.12,
    named: bool = True,
    files: float = 0.0,
    decoys: int = 12,
    news: int = 28,
    skip: int = 0,
    whole: bool = False,
) -> Library:
    """All articles of a portal; the same seed gives the same articles. `skip` starts the look-alikes elsewhere."""
    real = reports_of(seed, place, agencies, years, gaps, named, files, whole)
    turned = DECOYS[skip:] + DECOYS[:skip]
    false = others_of(seed + 1, place, agencies, turned, decoys, "decoy", 20000)
    plain = others_of(seed + 2, place, agencies, [(text,) for text in NEWS], news, "news", 30000)
    return Library(real, false, plain)


def with_form(piece: Piece, form: str) -> Piece:
    """The same article in another form (page, docx, pdf, zip)."""
    return replace(piece, form=form)
