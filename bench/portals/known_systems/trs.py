"""青湾县: TRS WCM; the pager is written by a script, index_1.html is the second page; year folders for the towns."""

from __future__ import annotations

from bench.portals.known_systems.chrome import foot, index_table, metas, nav
from bench.portals.known_systems.library import county, library, with_form
from bench.portals.known_systems.publish import note, publish
from bench.portals.known_systems.site import Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece, file_bytes
from bench.portals.portal_model import ForeignPortal

PLACE = "青湾县"


def shell(title: str, body: str, up: str, extra: str = "") -> str:
    """A page of the portal; `up` leads to the root in a relative way."""
    links = [
        ("首页", f"{up}index.html"),
        ("新闻资讯", f"{up}xwzx/zwyw/"),
        ("政务公开", f"{up}zwgk/"),
        ("互动交流", f"{up}hdjl/"),
    ]
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<title>{title}</title>{extra}</head><body><div class="head"><ul>{nav(links)}</ul></div>{body}{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    return shell(
        piece.title,
        f"""{index_table(piece)}<div class="xl_title">{attr(piece.title)}</div><div class="xl_info">{piece.date}
&nbsp;&nbsp;信息来源：{piece.agency}</div><div class="trs_editor_view TRS_UEDITOR trs_paper_default">{text}</div>""",
        "../../../../",
        metas(piece, "政府信息公开年报", "青湾县人民政府"),
    )


def pager(count: int, now: int) -> str:
    """The script that writes the pager; the number of pages is only in its variable."""
    return f"""<div class="page"><script type="text/javascript">
var currentPage = {now};//所在页从0开始
var prevPage = currentPage-1;
var nextPage = currentPage+1;
var countPage = {count};//共多少页
function createPageHTML(_nPageCount,_nCurrIndex,_sPageName,_sPageExt){{
  var s='';
  for(var i=0;i<_nPageCount;i++){{var n=i===0?_sPageName+'.'+_sPageExt:_sPageName+'_'+i+'.'+_sPageExt;
    s+=(i===_nCurrIndex)?'<span>'+(i+1)+'</span> ':'<a href="'+n+'">'+(i+1)+'</a> ';}}
  if(_nCurrIndex<_nPageCount-1){{s+='<a href="'+_sPageName+'_'+(_nCurrIndex+1)+'.'+_sPageExt+'">下一页</a>';}}
  document.write(s);
}}
createPageHTML(countPage,currentPage,"index","html");
</script></div>"""


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.qingwan.gov.cn.test")
    towns = ["城关镇人民政府", "临海镇人民政府", "石塘镇人民政府", "海游街道办事处"]
    stock = library(
        107, PLACE, county(PLACE, 10, towns), range(2013, 2026), files=0.15, decoys=14, news=40, skip=12
    )
    far = [piece for piece in stock.reports if any(piece.agency.endswith(town) for town in towns)]
    near = [piece for piece in stock.reports if piece not in far]
    near[3], near[17] = with_form(near[3], "pdf"), with_form(near[17], "zip")
    straight = {near[3].key, near[17].key}
    columns = {
        "/zwgk/zfxxgknb/bm/": sorted(near + stock.decoys[:6], key=lambda piece: piece.date, reverse=True),
        "/xwzx/zwyw/tt/": stock.news,
        "/zwgk/fdzdgk/qt/": stock.decoys[6:],
    }
    for year in range(2013, 2026):
        columns[f"/zwgk/zfxxgknb/xz{year}/"] = [piece for piece in far if piece.year == year]
    tabs = "".join(
        f'<a href="../xz{year}/">{year}年</a>'
        for year in range(2025, 2012, -1)
        if columns[f"/zwgk/zfxxgknb/xz{year}/"]
    )
    listed = []
    for column, pieces in columns.items():
        if not pieces:
            continue
        hrefs = []
        for piece in pieces:
            folder = f"{column}{piece.compact[:6]}/"
            if piece.key in straight and piece.kind == "report":
                target = f"{folder}P0{piece.compact}{piece.seed % 10**12:012d}.{piece.form}"
                note(site, piece, site.file(target, lambda piece=piece: file_bytes(piece)))
                hrefs.append("./" + target.removeprefix(column))
                continue
            target = f"{folder}t{piece.compact}_{piece.number}.html"
            stored = f"P0{piece.compact}{piece.seed % 10**12:012d}.{piece.form}"
            publish(site, piece, target, frame, folder + stored, href="./" + stored)
            hrefs.append("./" + target.removeprefix(column))
        size = 20
        parts = chunks(list(zip(pieces, hrefs, strict=True)), size)
        for number, part in enumerate(parts):
            rows = "".join(
                f'<li><a href="{href}" title="{attr(piece.title)}" target="_blank">{cut(piece.title, 30)}</a>'
                f"<span>{piece.date[5:] if 'zwyw' in column else piece.date.replace('-', '.')}</span></li>"
                for piece, href in part
            )
            years = f'<div class="year">{tabs}</div>' if "/xz" in column else ""
            name = "政府信息公开年报" if "nb" in column else "列表"
            body = f'{years}<ul class="gl_list">{rows}</ul>{pager(len(parts), number)}'
            page = shell(name, body, "../../../")
            if number == 0:
                site.page(column, page)
            site.page(f"{column}index{'' if number == 0 else f'_{number}'}.html", page)
        if "nb" in column:
            listed.append(site.url(column))
    menu = nav(
        [
            ("政府信息公开指南", "./zfxxgkzn/"),
            ("政府信息公开制度", "./fdzdgk/qt/"),
            ("政府信息公开年报", "./zfxxgknb/"),
        ]
    )
    site.page("/zwgk/", shell("政务公开", f"<ul>{menu}</ul>", "../"))
    site.page(
        "/zwgk/zfxxgkzn/", shell("指南", "<div class='TRS_Editor'><p>公开指南正文。</p></div>", "../../")
    )
    kinds = nav([("县政府及部门", "./bm/"), ("乡镇街道", "./xz2025/")])
    site.page("/zwgk/zfxxgknb/", shell("政府信息公开年报", f'<ul class="tab">{kinds}</ul>', "../../"))
    site.page("/xwzx/zwyw/", shell("政务要闻", "<a href='./tt/'>更多&gt;&gt;</a>", "../../"))
    site.page("/hdjl/", shell("互动交流", "<p>县长信箱</p>", "../"))
    home = shell("青湾县人民政府门户网站", "<div class='ban'><a href='./xwzx/zwyw/'>要闻</a></div>", "./")
    site.page("/", home)
    site.page("/index.html", home)
    notes = (
        "createPageHTML(countPage,currentPage,'index','html') with document.write: index_1.html is page two; total only"
        " in the script; ./P0….docx beside the article, a .pdf and a .zip straight in the list; year tabs for the towns"
    )
    return site.portal("青湾县", "TRS WCM", "/", listed, notes)


PORTAL = build()
