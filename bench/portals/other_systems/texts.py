"""The text of what is published: statutory reports with their tables, older prose, and other pages."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

from bench.portals.other_systems.content import Doc

HEADS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
RESULTS = (
    ("（一）予以公开", ""),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ""),
    ("（三）不予公开", "1.属于国家秘密"),
    ("（三）不予公开", "2.其他法律行政法规禁止公开"),
    ("（三）不予公开", "3.危及“三安全一稳定”"),
    ("（三）不予公开", "4.保护第三方合法权益"),
    ("（三）不予公开", "5.属于三类内部事务信息"),
    ("（三）不予公开", "6.属于四类过程性信息"),
    ("（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("（四）无法提供", "2.没有现成信息需要另行制作"),
    ("（四）无法提供", "3.补正后申请内容仍不明确"),
    ("（五）不予处理", "1.信访举报投诉类申请"),
    ("（五）不予处理", "2.重复申请"),
    ("（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("（六）其他处理", "2.其他"),
)
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def sections(doc: Doc) -> list[tuple[str, list[str]]]:
    """The headings of a report with their sentences."""
    rng = Random(doc.id)
    name, year = doc.agency, doc.year
    count, asked = rng.randint(40, 900), rng.choice([0, 0, 1, 2, 5, 11])
    start = (
        f"根据《中华人民共和国政府信息公开条例》规定，现公布{name}{year}年政府信息公开工作年度报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    )
    if year <= 2018:
        return [
            ("一、概述", [start, f"{year}年，{name}认真贯彻落实条例，健全机构，明确专人负责信息公开工作。"]),
            (
                "二、主动公开政府信息情况",
                [f"全年主动公开政府信息{count}条，其中机构职能类{count // 9}条，业务动态类{count // 3}条。"],
            ),
            (
                "三、依申请公开政府信息和不予公开政府信息的情况",
                [f"本年度共收到政府信息公开申请{asked}件，均已按期答复。"],
            ),
            ("四、政府信息公开的收费及减免情况", ["本年度未收取检索、复制、邮寄等费用。"]),
            ("五、因政府信息公开申请行政复议、提起行政诉讼的情况", ["本年度没有行政复议和行政诉讼案件。"]),
            ("六、存在的主要问题和改进措施", ["公开内容还不够及时，下一步将加强业务培训，完善公开目录。"]),
        ]
    fee = "本年度发出收费通知0件，收取信息处理费0元。"
    work = [
        f"（一）主动公开。{year}年，{name}通过政府网站、政务新媒体等渠道主动公开政府信息{count}条。",
        f"（二）依申请公开。全年收到政府信息公开申请{asked}件，按期办结率100%。",
        "（三）政府信息管理。严格执行信息发布审核制度，做到先审查、后公开。",
        "（四）平台建设。优化政府信息公开专栏，及时更新公开指南和目录。",
        "（五）监督保障。组织业务培训2次，开展自查4次，未发生责任追究情形。",
    ]
    return [
        (HEADS[0], [start, *work]),
        (HEADS[1], []),
        (HEADS[2], []),
        (HEADS[3], []),
        (
            HEADS[4],
            ["存在政策解读形式单一、信息更新不够及时等问题。", "下一步将丰富解读形式，提高公开质量。"],
        ),
        (HEADS[5], [fee, "除此之外，没有其他需要报告的事项。"]),
    ]


def tables(doc: Doc) -> dict[str, str]:
    """The three statutory tables by the heading they stand under."""
    rng = Random(doc.id * 7)

    def row(cells: list[str]) -> str:
        return "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"

    def nums(n: int) -> list[str]:
        return [str(rng.choice([0, 0, 0, 0, 1, 3])) for _ in range(n)]

    first = [row(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])]
    first += [row(["规章", "0", "0", "0"]), row(["行政规范性文件", *nums(3)])]
    for law, names in (
        ("第二十条第（五）项", ["行政许可"]),
        ("第二十条第（六）项", ["行政处罚", "行政强制"]),
    ):
        first.append(
            f'<tr><td colspan="4">{law}</td></tr><tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr>'
        )
        first += [f'<tr><td>{n}</td><td colspan="3">{rng.randint(0, 60)}</td></tr>' for n in names]
    first.append('<tr><td>行政事业性收费</td><td colspan="3">0</td></tr>')
    head = "".join(f"<td>{a}</td>" for a in APPLICANTS)
    second = [f'<tr><td colspan="3" rowspan="2"></td><td colspan="7">申请人情况</td></tr><tr>{head}</tr>']
    for label in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"):
        second.append(
            f'<tr><td colspan="3">{label}</td>' + "".join(f"<td>{v}</td>" for v in nums(7)) + "</tr>"
        )
    for group, item in RESULTS:
        second.append(row(["三、本年度办理结果", group, item, *nums(7)]))
    second.append(f'<tr><td colspan="3">四、结转下年度继续办理</td>{"<td>0</td>" * 7}</tr>')
    part = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
    third = [
        '<tr><td colspan="5">行政复议</td><td colspan="10">行政诉讼</td></tr>',
        '<tr><td colspan="5"></td><td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr>',
        f"<tr>{part * 3}</tr>",
        row(nums(15)),
    ]
    frame = '<table border="1" cellspacing="0" cellpadding="3" width="98%"><tbody>{}</tbody></table>'
    return {HEADS[n + 1]: frame.format("".join(t)) for n, t in enumerate((first, second, third))}


@lru_cache(maxsize=4096)
def report_html(doc: Doc) -> str:
    """The text of a report as HTML."""
    parts, tabs = [], tables(doc) if doc.year > 2018 else {}
    for head, sentences in sections(doc):
        parts.append(f"<p><strong>{head}</strong></p>")
        parts += [f"<p>　　{s}</p>" for s in sentences]
        if head in tabs:
            parts.append(tabs[head])
    y, m, d = doc.date.split("-")
    parts.append(f'<p style="text-align:right">{doc.agency}</p>')
    parts.append(f'<p style="text-align:right">{y}年{int(m)}月{int(d)}日</p>')
    return "\n".join(parts)


def other_html(doc: Doc) -> str:
    """The text of a page that is no report."""
    t, year = doc.topic, doc.year
    if t == "blank":
        body = [f"<p>{h}</p><p>　　（此处填写××单位××年度有关情况）</p>" for h in HEADS]
        return "<p>××（单位名称）××××年政府信息公开工作年度报告</p>" + "".join(body)
    if t == "stat":
        rows = [
            ("主动公开政府信息数", 214),
            ("通过政府网站公开", 180),
            ("收到申请数", 2),
            ("行政复议数", 0),
            ("行政诉讼数", 0),
        ]
        cells = "".join(f"<tr><td>{a}</td><td>条/件</td><td>{b}</td></tr>" for a, b in rows)
        return f'<table border="1"><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>{cells}</table>'
    texts = {
        "read": f"近日，我办发布了{year}年政府信息公开工作年度报告。为便于公众理解，现就编制背景、主要内容和数据变化作如下解读。",
        "site": f"网站名称、主办单位、网站类型、独立用户访问总量、信息发布总数等{year}年度数据见下。",
        "law": f"{year}年，坚持以法治思想为指导，推进依法行政，现将法治政府建设情况报告如下。",
        "plan": f"为做好{year}年政务公开工作，制定以下要点：一是深化重点领域信息公开；二是加强政策解读和回应关切。",
        "work": f"各位代表：现在，我代表人民政府向大会作政府工作报告，请予审议。{year}年经济运行稳中向好。",
        "hospital": "根据《医疗卫生机构信息公开管理办法》，现将本院信息公开情况报告如下：门诊公示栏更新36次。",
        "school": "根据《高等学校信息公开办法》及中小学信息公开有关规定，现将本学年校务公开情况报告如下。",
        "budget": "第一部分 部门概况 第二部分 部门决算表 第三部分 决算情况说明 第四部分 名词解释。",
        "train": "会议对年度报告的格式、数据口径和发布时限作了讲解，各乡镇、各部门信息公开工作人员参加培训。",
        "quarter": "本季度共发布信息86条，现将有关工作总结如下，下一季度继续做好信息更新。",
        "firm": "各类市场主体应于6月30日前登录国家企业信用信息公示系统报送并公示年度报告。",
        "notice": "各有关单位：请于1月31日前在政府信息公开专栏公布本单位年度报告，并按模板填写。",
        "guide": "为方便公民、法人和其他组织依法获取政府信息，编制本指南。一、公开范围 二、公开形式 三、依申请公开 四、监督方式。",
        "rank": "现将年度考核结果通报如下：优秀等次6个，良好等次12个，合格等次9个。",
    }
    text = texts.get(
        t, f"{doc.date}，{doc.title}。与会人员实地查看了项目现场，听取了情况汇报，对下一步{t}工作作出部署。"
    )
    return f"<p>　　{text}</p><p>　　有关单位要提高认识，压实责任，确保各项任务落到实处。</p>"


def body_html(doc: Doc, style: str = "plain") -> str:
    """The text of any page; `style` is plain, word (as pasted from Word) or upper (2008, tags left open)."""
    html = report_html(doc) if doc.kind == "report" else other_html(doc)
    if style == "word":
        html = html.replace(
            "<p>", '<p class="MsoNormal" style="text-indent:32pt"><span style="font-family:仿宋_GB2312">'
        )
        return re.sub(r"</p>", "<o:p></o:p></span></p>", html)
    if style == "upper":
        html = re.sub(r"</(p|td|tr)>", "", html)
        return re.sub(r"</?[a-z]+", lambda m: m.group().upper(), html)
    return html


def plain_lines(doc: Doc) -> list[str]:
    """A report as lines of text, for files."""
    lines = [doc.title]
    for head, sentences in sections(doc):
        lines += [head, *sentences]
    return [*lines, doc.agency, doc.date]
