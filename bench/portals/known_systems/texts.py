"""The words of the portals: titles, report texts with the three tables, decoys, news; seeded, so always the same."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from xml.sax.saxutils import escape

SIX = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
OLD_SIX = (
    "一、概述",
    "二、主动公开政府信息情况",
    "三、依申请公开政府信息办理情况",
    "四、政府信息公开的收费及减免情况",
    "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
    "六、政府信息公开工作存在的主要问题、改进情况和其他需要报告的事项",
)


@dataclass(frozen=True)
class Piece:
    """One article: a report, a look-alike, or something else."""

    key: int
    title: str
    agency: str
    year: int
    date: str
    kind: str
    form: str = "page"
    place: str = ""
    extra: str = field(default="", compare=False)

    @cached_property
    def seed(self) -> int:
        """A number of the article's own, the same in every run."""
        return int(
            hashlib.sha256(f"{self.place}{self.title}{self.date}{self.key}".encode()).hexdigest()[:12], 16
        )

    @property
    def hex32(self) -> str:
        """An identifier of 32 hex digits."""
        return hashlib.md5(f"{self.place}-{self.key}-{self.title}".encode()).hexdigest()

    @property
    def uuid(self) -> str:
        """An identifier in the shape of a UUID."""
        one = self.hex32
        return f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}"

    @property
    def number(self) -> int:
        """A number that grows with the key, as a database gives it."""
        return 100000 + self.key * 37 + self.seed % 31

    @property
    def compact(self) -> str:
        """The date without dashes."""
        return self.date.replace("-", "")

    def html(self) -> str:
        """The text of the article as markup."""
        if self.kind == "report":
            return report_html(self)
        return "\n".join(f"<p>　　{escape(line)}</p>" for line in self.lines())

    def lines(self) -> list[str]:
        """The text of the article as plain paragraphs."""
        if self.kind == "report":
            return report_lines(self)
        return other_lines(self)


def digits(piece: Piece) -> Random:
    """The random numbers of one article."""
    return Random(piece.seed)


def report_prose(piece: Piece) -> list[tuple[str, list[str]]]:
    """The sections of a report with their paragraphs (tables are put in between by the page)."""
    rng = digits(piece)
    who = piece.agency
    total, site, phone = rng.randint(40, 900), rng.randint(10, 400), rng.randint(1000000, 8999999)
    asked, held = rng.randint(0, 30), rng.randint(1, 6)
    lead = [
        f"　　根据《中华人民共和国政府信息公开条例》要求，{who}编制本年度报告。本报告所列数据的统计期限"
        f"自{piece.year}年1月1日起至{piece.year}年12月31日止。如对本报告有疑问，请与{who}办公室联系"
        f"（电话：0{rng.randint(300, 990)}-{phone}）。"
    ]
    first = [
        f"　　{piece.year}年，{who}认真贯彻落实政府信息公开各项部署，全年主动公开政府信息{total}条，"
        f"其中通过门户网站公开{site}条，召开专题会议{held}次。",
        "　　（一）主动公开。围绕重点领域，及时公开政策文件、财政预决算、行政许可和行政处罚等信息。",
        f"　　（二）依申请公开。全年收到政府信息公开申请{asked}件，均按规定时限办理答复。",
        "　　（三）政府信息管理。落实信息发布三审制度，定期清理失效信息。",
    ]
    problems = [
        "　　一是公开内容还不够全面，部分栏目更新不及时；二是政策解读形式较为单一，专业人员不足。",
        "　　下一步，将加强业务培训，细化公开目录，丰富图文解读，进一步提高公开的质量和实效。",
    ]
    if piece.year >= 2019:
        charge = "按照《政府信息公开信息处理费管理办法》，本年度未收取信息处理费。"
        return [
            ("", lead),
            (SIX[0], first),
            (SIX[1], ["TABLE1"]),
            (SIX[2], ["TABLE2"]),
            (SIX[3], ["TABLE3"]),
            (SIX[4], problems),
            (SIX[5], ["　　" + charge]),
        ]
    return [
        ("", lead),
        (OLD_SIX[0], first[:1]),
        (OLD_SIX[1], [f"　　全年主动公开政府信息{total}条，全文电子化率达100%。"]),
        (OLD_SIX[2], [f"　　全年受理依申请公开{asked}件，其中同意公开{asked}件，不予公开0件。"]),
        (OLD_SIX[3], ["　　本年度没有收取检索、复制、邮寄等费用。"]),
        (OLD_SIX[4], ["　　本年度没有因政府信息公开被申请行政复议、提起行政诉讼的情况。"]),
        (OLD_SIX[5], problems),
    ]


def tables(piece: Piece) -> dict[str, list[list[str]]]:
    """The three statutory tables as rows of cells."""
    rng = digits(piece)

    def some(high: int) -> str:
        return str(rng.randint(0, high))

    one = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", some(4), some(2), some(20)],
        ["第二十条第（五）项 信息内容：行政许可", "本年处理决定数量", some(300), ""],
        ["第二十条第（六）项 行政处罚", some(80), "", ""],
        ["行政强制", some(5), "", ""],
        ["第二十条第（八）项 行政事业性收费", "本年收费金额（单位：万元）", some(60), ""],
    ]
    rows = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果（一）予以公开",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "（三）不予公开 1.属于国家秘密",
        "（四）无法提供 1.本机关不掌握相关政府信息",
        "（五）不予处理 1.信访举报投诉类申请",
        "（六）其他处理",
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    head = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "自然人"]
    head += ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    new = rng.randint(0, 20)
    two = [head]
    for index, name in enumerate(rows):
        value = str(new if index in (0, 2, 8) else 0)
        two.append([name, value, "0", "0", "0", "0", "0", value])
    kinds = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    three = [
        ["行政复议", "", "", "", "", "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", ""],
        kinds * 3,
        [some(1) if index == 0 else "0" for index in range(15)],
    ]
    return {"TABLE1": one, "TABLE2": two, "TABLE3": three}


def report_html(piece: Piece) -> str:
    """The markup of a report: paragraphs as an editor leaves them, with the tables."""
    out = []
    grids = tables(piece)
    strong = digits(piece).random() < 0.6
    for heading, paragraphs in report_prose(piece):
        if heading:
            mark = "strong" if strong else "span"
            out.append(f'<p style="text-indent: 2em;"><{mark}>{heading}</{mark}></p>')
        for text in paragraphs:
            if text in grids:
                rows = "".join(
                    "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                    for row in grids[text]
                )
                out.append(f'<table border="1" cellspacing="0" cellpadding="0"><tbody>{rows}</tbody></table>')
            else:
                out.append(f'<p style="text-align: justify;">{escape(text)}</p>')
    out.append(f'<p style="text-align: right;">{piece.agency}</p>')
    when = piece.date.split("-")
    out.append(f'<p style="text-align: right;">{when[0]}年{int(when[1])}月{int(when[2])}日</p>')
    return "\n".join(out)


def report_lines(piece: Piece) -> list[str]:
    """The lines of a report for a file."""
    out = [piece.title]
    grids = tables(piece)
    for heading, paragraphs in report_prose(piece):
        out += [heading] if heading else []
        for text in paragraphs:
            out += [" ".join(row) for row in grids[text]] if text in grids else [text]
    return [*out, piece.agency, piece.date]


def other_lines(piece: Piece) -> list[str]:
    """The paragraphs of a page that is no report."""
    rng = digits(piece)
    base = piece.extra or f"{piece.agency}有关工作按计划推进，现将有关情况公布如下。"
    return [
        base,
        f"为进一步做好有关工作，{piece.agency}结合实际，明确责任分工，细化工作举措，加强督促检查。",
        f"截至目前，共办结事项{rng.randint(10, 400)}件，接待群众{rng.randint(20, 900)}人次，群众满意率达"
        f"{rng.randint(93, 99)}%。",
        "下一步，将继续坚持以人民为中心的发展思想，扎实做好各项工作，确保取得实效。",
    ]


def docx_bytes(piece: Piece) -> bytes:
    """The article as a Word file."""
    import docx

    document = docx.Document()
    grids = tables(piece)
    if piece.kind != "report":
        document.add_heading(piece.title, 1)
        for line in piece.lines():
            document.add_paragraph(line)
    else:
        document.add_heading(piece.title, 1)
        for heading, paragraphs in report_prose(piece):
            if heading:
                document.add_paragraph(heading)
            for text in paragraphs:
                if text not in grids:
                    document.add_paragraph(text)
                    continue
                rows = grids[text]
                table = document.add_table(rows=len(rows), cols=len(rows[0]))
                for row, cells in zip(table.rows, rows, strict=True):
                    for cell, value in zip(row.cells, cells, strict=True):
                        cell.text = value
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            target.writestr(zipfile.ZipInfo(name, (2024, 1, 15, 9, 0, 0)), source.read(name))
    return out.getvalue()


def pdf_bytes(piece: Piece) -> bytes:
    """The article as a PDF file with text."""
    lines: list[str] = []
    for line in piece.lines():
        lines += [line[start : start + 40] for start in range(0, max(len(line), 1), 40)]
    pages = [lines[start : start + 45] for start in range(0, len(lines), 45)]
    used = sorted({char for line in lines for char in line if ord(char) < 0x10000})
    maps = []
    for start in range(0, len(used), 90):
        part = used[start : start + 90]
        pairs = "\n".join(f"<{ord(char):04X}> <{ord(char):04X}>" for char in part)
        maps.append(f"{len(part)} beginbfchar\n{pairs}\nendbfchar\n")
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def\n"
        "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "".join(maps)
        + "endcmap\n"
        "CMapName currentdict /CMap defineresource pop end end"
    )
    first = 6
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R]"
        " /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe)"
        " /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor"
        " /FontName /SimSun /Flags 4 /FontBBox [0 -141 1000 859] /ItalicAngle 0 /Ascent 859 /Descent -141"
        " /CapHeight 859 /StemV 93 >> >>",
        f"<< /Length {len(unicode_map)} >>\nstream\n{unicode_map}\nendstream",
    ]
    for index, page in enumerate(pages):
        shown = "\n".join(f"<{line.encode('utf-16-be').hex().upper()}> Tj T*" for line in page)
        stream = f"BT /F1 11 Tf 16 TL 60 790 Td\n{shown}\nET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {first + 2 * index + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def zip_bytes(piece: Piece) -> bytes:
    """The article as a Word file in a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(zipfile.ZipInfo(piece.title + ".docx", (2024, 1, 15, 9, 0, 0)), docx_bytes(piece))
    return out.getvalue()


def file_bytes(piece: Piece) -> bytes:
    """The file of an article by its form."""
    return {"docx": docx_bytes, "pdf": pdf_bytes, "zip": zip_bytes}[piece.form](piece)
