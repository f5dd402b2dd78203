"""沭东县: Hanweb JCMS with nested tables; the lists are records of a datastore, later ones come by POST in windows."""

from __future__ import annotations

from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import Query, Site, attr, cut, form_of
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = "沭东县"
PER_PAGE = 15
GROUP = 3
JPAGE = """
(function(w){
  function rows(xml){var out=[],re=/<record><!\\[CDATA\\[([\\s\\S]*?)\\]\\]><\\/record>/g,m;
    while((m=re.exec(xml))){out.push(m[1]);}return out;}
  w.jpage=function(id,o){
    var box=document.getElementById(id),store=box.getElementsByTagName('script')[0].innerHTML,cache={},per=o.perpage;
    var total=parseInt((/<totalrecord>(\\d+)/.exec(store)||[0,0])[1],10),pages=Math.ceil(total/per);
    var first=rows(store);for(var i=0;i<first.length;i++){cache[i+1]=first[i];}
    function show(p){var h='';for(var i=(p-1)*per+1;i<=Math.min(p*per,total);i++){h+=cache[i]||'';}
      h+='<table class="tb_page" width="100%"><tr><td>\\u5171'+total+'\\u6761\\u8bb0\\u5f55 \\u7b2c'+p+'/'+pages+'\\u9875 ';
      h+='<span class="default_pgNext" style="cursor:pointer">\\u4e0b\\u4e00\\u9875</span></td></tr></table>';
      box.innerHTML=h;var n=box.getElementsByTagName('span');n=n[n.length-1];
      n.onclick=function(){if(p<pages){go(p+1);}};}
    function go(p){if(cache[(p-1)*per+1]){show(p);return;}
      var g=Math.floor((p-1)/o.group),s=g*o.group*per+1,e=Math.min((g+1)*o.group*per,total),x=new XMLHttpRequest();
      x.open('POST',o.proxyUrl+'?startrecord='+s+'&endrecord='+e+'&perpage='+per,true);
      x.setRequestHeader('Content-Type','application/x-www-form-urlencoded');
      x.onload=function(){var r=rows(x.responseText);for(var i=0;i<r.length;i++){cache[s+i]=r[i];}show(p);};
      x.send(o.params);}
    show(1);
  };
})(window);
"""


def head(title: str, extra: str = "") -> str:
    """The top of every page with its table navigation."""
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{title}</title>{extra}<script language="javascript" src="/script/0/jpage.js"></script></head>
<body leftmargin=0 topmargin=0><table width="1000" border="0" align="center" cellpadding="0" cellspacing="0"><tr>
<td height="160" background="/picture/0/banner.jpg">&nbsp;</td></tr><tr><td bgcolor="#1a5aa8">
<table width="100%"><tr align="center"><td><a href="/index.html"><font color="#FFFFFF">首&nbsp;&nbsp;页</font></a></td>
<td><a href="/col/col21101/index.html"><font color="#FFFFFF">今日沭东</font></a></td>
<td><a href="/col/col21300/index.html"><font color="#FFFFFF">信息公开</font></a></td>
<td><a href="http://www.jszwfw.gov.cn"><font color="#FFFFFF">网上办事</font></a></td></tr></table></td></tr></table>
"""


FOOT = """<table width="1000" align="center"><tr><td align="center" height="80" class="bottom">主办：沭东县人民政府办公室
&nbsp;技术支持：南京大汉网络有限公司<br>苏ICP备05001234号 网站标识码：3213220001</td></tr></table></body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    return (
        head(piece.title, f'<meta name="PubDate" content="{piece.date} 09:12:00">')
        + f"""<table width="1000" align="center" id="c"><tr><td>您当前的位置：<a href="/index.html">首页</a> &gt;&gt;
<a href="/col/col21345/index.html">政府信息公开年报</a></td></tr><tr><td class="title" align="center">
<!--<$[标题名称(html)]>begin-->{attr(piece.title)}<!--<$[标题名称(html)]>end--></td></tr><tr><td align="center">
<table><tr><td>发布日期：{piece.date}</td><td>来源：{piece.agency}</td><td>浏览次数：<script
src="/module/visitcount/articlehits.jsp?colid=21345&artid={piece.number}"></script></td></tr></table></td></tr>
<tr><td class="bt_content"><div id="zoom"><!--<$[信息内容]>begin-->{text}<!--<$[信息内容]>end--></div></td></tr></table>
"""
        + FOOT
    )


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.shudong.gov.cn.test")
    towns = ["沭城街道办事处", "桑墟镇人民政府", "耿圩镇人民政府", "青湖镇人民政府", "龙集乡人民政府"]
    stock = library(101, PLACE, county(PLACE, 9, towns), range(2013, 2026), files=0.1, decoys=14, news=40)
    near = [piece for piece in stock.reports if not piece.agency.endswith(tuple(towns))]
    far = [piece for piece in stock.reports if piece not in near]
    columns: dict[str, list[Piece]] = {
        "21345": sorted(near + stock.decoys[:4], key=lambda piece: piece.date, reverse=True),
        "21346": far,
        "21101": stock.news,
        "21302": stock.decoys[4:],
    }
    names = {"21345": "部门年度报告", "21346": "镇街年度报告", "21101": "今日沭东", "21302": "政务公开工作"}
    records: dict[str, list[str]] = {}
    for column, pieces in columns.items():
        records[column] = []
        for piece in pieces:
            year, month, day = piece.date.split("-")
            target = f"/art/{year}/{int(month)}/{int(day)}/art_{column}_{piece.number}.html"
            stored = f"/attach/0/{piece.hex32[:16]}.{piece.form}"
            publish(site, piece, target, frame, stored, href=stored)
            records[column].append(
                "<table width='100%' border='0' cellspacing='0'><tr><td width='20'><img src='/picture/0/dot.gif'></td>"
                f"<td align='left'><a href='{target}' class='bt_link' title='{attr(piece.title)}' target='_blank'>"
                f"{cut(piece.title, 34)}</a></td><td width='90' class='bt_time'>[{piece.date}]</td></tr></table>"
            )

    def store(column: str, start: int, end: int) -> str:
        """The datastore of a window of records (counted from one)."""
        rows = records[column]
        inner = "\n".join(f"<record><![CDATA[{row}]]></record>" for row in rows[start - 1 : end])
        pages = -(-len(rows) // PER_PAGE)
        return (
            f"<datastore>\n<totalrecord>{len(rows)}</totalrecord>\n<totalpage>{pages}</totalpage>\n"
            f"<recordset>\n{inner}\n</recordset>\n</datastore>"
        )

    def column_page(column: str) -> str:
        unit = f"{int(column) + 60000}"
        params = (
            f"col=1&appid=1&webid=13&path=%2F&columnid={column}&sourceContentType=1&unitid={unit}"
            "&webname=%E6%B2%AD%E4%B8%9C%E5%8E%BF&permissiontype=0"
        )
        return (
            head(f"{PLACE}人民政府 {names[column]}")
            + f"""<table width="1000" align="center"><tr><td valign="top" width="220">{LEFT}</td><td valign="top">
<div id="{unit}"><script type="text/xml">{store(column, 1, PER_PAGE * GROUP)}</script></div>
<script language="javascript">jpage('{unit}',{{perpage:{PER_PAGE},group:{GROUP},
proxyUrl:'/module/web/jpage/dataproxy.jsp',params:'{params}'}});</script></td></tr></table>"""
            + FOOT
        )

    def proxy(request: Request, query: Query) -> Response:
        """A window of records for a posted column; a GET or an unknown column gives an empty store."""
        column = form_of(request).get("columnid", "")
        if request.method != "POST" or column not in records:
            return Response(b"<datastore></datastore>", 200, "text/xml;charset=UTF-8")
        start, end = int(query.get("startrecord", "1")), int(query.get("endrecord", "45"))
        return Response(store(column, start, end).encode(), 200, "text/xml;charset=UTF-8")

    for column in columns:
        site.page(f"/col/col{column}/index.html", lambda column=column: column_page(column))
    site.handle("/module/web/jpage/dataproxy.jsp", proxy)
    site.static({"/script/0/jpage.js": JPAGE})
    site.page(
        "/col/col21300/index.html", head("信息公开") + '<table align="center">' + LEFT + "</table>" + FOOT
    )
    guide = "<table align='center'><tr><td><div id='zoom'><p>为了更好地提供政府信息公开服务，制定本指南。</p></div></td></tr></table>"
    site.page("/col/col21301/index.html", head("信息公开指南") + guide + FOOT)
    top = "".join(f"<tr><td>·{row}</td></tr>" for row in records["21101"][:8])
    home = head("沭东县人民政府") + f'<table width="1000" align="center">{top}</table>' + FOOT
    site.page("/", home)
    site.page("/index.html", home)
    listed = [site.url("/col/col21345/index.html"), site.url("/col/col21346/index.html")]
    notes = (
        "nested tables; rows as CDATA records of a datastore in the page (first three pages) and by POST to"
        " dataproxy.jsp in windows of three pages; comment marks around the text; .docx/.pdf attachments"
    )
    return site.portal("沭东县", "Hanweb JCMS (old table layout)", "/", listed, notes, needs_browser=True)


LEFT = """<table width="200" class="left"><tr><td><a href="/col/col21301/index.html">政府信息公开指南</a></td></tr>
<tr><td><a href="/col/col21302/index.html">政务公开工作</a></td></tr>
<tr><td><b>政府信息公开年报</b></td></tr><tr><td>&nbsp;&nbsp;<a href="/col/col21345/index.html">部门</a></td></tr>
<tr><td>&nbsp;&nbsp;<a href="/col/col21346/index.html">镇街</a></td></tr></table>"""

PORTAL = build()
