"""A county on Epoint's ASP.NET web builder: posted-back pages and a choice of agencies in a select."""

from __future__ import annotations

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("云岫县", "www.yunxiu.gov.cn.test", 7, 4, 11)
STOCK = Stock(PLACE, range(2014, 2026), 12, {"page": 0.84, "attach": 0.16}, nameless=0.3)
SITE = Site()
SITE.clutter = clutter(PLACE, "select")
ROOT = "http://" + PLACE.host
NUMBERS = {f"003004{n:03d}": agency for n, agency in enumerate(PLACE.agencies, 1)}
CODES = {agency: number for number, agency in NUMBERS.items()}
NEWS = {"001001": ("云岫要闻", STOCK.news), "003001": ("政策文件及公告", STOCK.other_decoys())}
SIZE = 7

POSTBACK = """<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['form1'];
if (!theForm) { theForm = document.form1; }
function __doPostBack(eventTarget, eventArgument) {
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }
}
//]]>
</script>"""


def frame(title: str, inner: str) -> str:
    """The page around the content, as the template builder prints it."""
    nav = "".join(
        f'<td class="menu"><a href="/yxweb/{h}">{t}</a></td>'
        for h, t in (
            ("ShowInfo/MoreInfo.aspx?CategoryNum=001001", "新闻中心"),
            ("xxgk/Default.aspx", "政务公开"),
            ("bsdt/Default.aspx", "办事服务"),
            ("gzcy/Default.aspx", "公众参与"),
        )
    )
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n<html><head>'
        f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title>'
        '<link href="/yxweb/Template/Default/css/style.css" rel="stylesheet" type="text/css" /></head><body>'
        f'<table width="980" align="center"><tr><td class="menu"><a href="/">首页</a></td>{nav}</tr></table>{inner}'
        f'<table width="980" align="center" class="foot"><tr><td>主办：{PLACE.name}人民政府办公室　'
        "技术支持：新点软件　网站标识码：4300000011</td></tr></table><!--foot--></body></html>"
    )


def detail(doc: Doc) -> str:
    """The address of an article."""
    number = CODES.get(doc.agency, "003004") if doc.kind == "report" else "003001"
    if doc in NEWS["001001"][1]:
        number = "001001"
    return f"/yxweb/InfoDetail/Default.aspx?InfoID={doc.guid}&CategoryNum={number}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (f"/yxweb/ReadAttachFile.aspx?AttachID={doc.guid}" if doc.form == "attach" else detail(doc))


@SITE.route("/")
def home(call: Call) -> str:
    """The home page."""
    rows = "".join(
        f'<li><a href="{detail(d)}" title="{attr(d)}">{d.cut(20)}</a></li>' for d in STOCK.news[:8]
    )
    return frame(f"{PLACE.name}人民政府", f'<div class="news"><h3>云岫要闻</h3><ul>{rows}</ul></div>')


@SITE.route(r"/yxweb/(bsdt|gzcy)/Default\.aspx")
def empty(call: Call, part: str) -> str:
    """A channel without articles."""
    return frame("栏目建设中", "<div>栏目建设中……</div>")


@SITE.route(r"/yxweb/xxgk/Default\.aspx")
def disclosure(call: Call) -> str:
    """The disclosure channel with its menu."""
    guide = next((d for d in STOCK.decoys if d.topic == "guide"), STOCK.decoys[0])
    links = (
        (detail(guide), "政府信息公开指南"),
        ("../ShowInfo/MoreInfo.aspx?CategoryNum=003001", "法定主动公开内容"),
        ("../ShowInfo/MoreInfo.aspx?CategoryNum=003004", "政府信息公开年报"),
        ("../ysqgk/apply.aspx", "依申请公开"),
    )
    rows = "".join(f'<tr><td height="30"><a href="{h}">{t}</a></td></tr>' for h, t in links)
    return frame("政府信息公开", f'<table width="200" class="left">{rows}</table>')


@SITE.route(r"/yxweb/ShowInfo/MoreInfo\.aspx")
def more(call: Call) -> str | None:
    """A list; pages after the first are posted back."""
    number = call.arg("CategoryNum")
    if number in NUMBERS:
        name, docs = NUMBERS[number], STOCK.of(NUMBERS[number])
    elif number == "003004":
        name, docs = "政府信息公开年报", list(STOCK.column([PLACE.name + "人民政府"]))
    elif number in NEWS:
        name, docs = NEWS[number]
    else:
        return None
    page, total = 1, pages_of(len(docs), SIZE)
    state = f"/wEPDwUKLTE{number}"
    posted = call.request.method == "POST" and call.form("__VIEWSTATE") == state
    if posted and call.form("__EVENTTARGET") == "MoreInfoList1$Pager":
        page = min(max(call.number("__EVENTARGUMENT", 1, True), 1), total)
    rows = "".join(
        f'<tr valign="top"><td align="right" width="30"><img src="/yxweb/images/dot.gif" alt="" /></td>'
        f'<td align="left"><a target="_blank" href="{detail(d)}" title="{attr(d)}">{d.cut(28)}</a></td>'
        f'<td align="right" width="90">[{d.date}]</td></tr>'
        for d in window(docs, page, SIZE)
    )
    pager = "".join(
        f'<font color="red"><b>{n}</b></font>&nbsp;'
        if n == page
        else f"<a href=\"javascript:__doPostBack('MoreInfoList1$Pager','{n}')\">{n}</a>&nbsp;"
        for n in range(1, total + 1)
    )
    options = "".join(
        f'<option value="{n}"{" selected" * (n == number)}>{a}</option>' for n, a in NUMBERS.items()
    )
    choice = (
        "<select onchange=\"window.location.href='MoreInfo.aspx?CategoryNum='+this.value\">"
        f'<option value="003004">--请选择部门、乡镇--</option>{options}</select>'
    )
    inner = (
        f'<form name="form1" method="post" action="MoreInfo.aspx?CategoryNum={number}" id="form1"><div>'
        '<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />'
        '<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />'
        f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" /></div>{POSTBACK}'
        f'<div class="pos">您现在的位置：首页 &gt;&gt; {name}</div>{choice if number.startswith("003004") else ""}'
        f'<table id="MoreInfoList1_tdcontent" width="100%"><tr><td><table cellspacing="0" '
        f'id="MoreInfoList1_DataGrid1" width="100%">{rows}</table></td></tr></table>'
        f'<div id="MoreInfoList1_Pager"><div style="float:left">总记录数：<font color="blue"><b>{len(docs)}</b></font>'
        f' 总页数：<font color="blue"><b>{total}</b></font> 当前页：<font color="red"><b>{page}</b></font></div>'
        f'<div style="float:right">{pager}</div></div></form>'
    )
    return frame(name, inner)


@SITE.route(r"/yxweb/InfoDetail/Default\.aspx")
def info(call: Call) -> str | None:
    """An article."""
    doc = STOCK.by_guid.get(call.arg("InfoID"))
    if doc is None:
        return None
    body = body_html(doc, "word")
    if doc.form == "attach":
        link = f"/yxweb/ReadAttachFile.aspx?AttachID={doc.guid}"
        body = f'<p>见附件。</p><div id="filelist">附件：<a href="{link}">{doc.title}.{doc.ext}</a></div>'
    return frame(
        doc.title,
        f'<table id="tblInfo" width="100%"><tr><td id="tdTitle" align="center"><font size="4"><b>{doc.title}</b></font>'
        f'<br/><font color="#888888">【信息时间：{doc.date}　发布单位：{doc.agency}　阅读次数：</font>'
        '<script src="/yxweb/Upclicktimes.aspx"></script>】</td></tr>'
        f'<tr><td id="TDContent" class="infodetail">{body}</td></tr></table>',
    )


@SITE.route(r"/yxweb/ReadAttachFile\.aspx")
def attachment(call: Call) -> Response | None:
    """An attachment; only Content-Disposition tells its name."""
    doc = STOCK.by_guid.get(call.arg("AttachID"))
    if doc is None or doc.form != "attach":
        return None
    return file_response(doc, f"attachment; filename=report{doc.year}.{doc.ext}", binary=True)


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="新点 Epoint WebBuilder (ASP.NET)",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=tuple(f"{ROOT}/yxweb/ShowInfo/MoreInfo.aspx?CategoryNum={n}" for n in ("003004", *NUMBERS)),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + detail(d) for d in STOCK.decoys),
    needs_browser=False,
    notes="__doPostBack pager with plain digits, agencies in <select onchange>, dates in sibling cells, "
    "ReadAttachFile.aspx?AttachID= with Content-Disposition, titles cut",
    respond=SITE.respond,
)
