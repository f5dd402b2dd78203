// The list lives in the script: rows come as JSON, a page is turned by a click.
(function () {
  var app = document.getElementById("app");
  var page = 1;
  function element(name, text, parent) {
    var node = document.createElement(name);
    node.textContent = text;
    parent.appendChild(node);
    return node;
  }
  function draw(data) {
    app.textContent = "";
    var list = element("ul", "", app);
    list.className = "list";
    data.rows.forEach(function (row) {
      var item = element("li", "", list);
      var link = element(app.dataset.links === "1" ? "a" : "span", row.t, item);
      if (link.tagName === "A") {
        link.href = row.u;
        link.target = "_blank";
      } else {
        link.style.cursor = "pointer";
        link.addEventListener("click", function () { window.open(row.u); });
      }
      element("span", row.d, item);
    });
    var bar = element("div", "", app);
    bar.className = "pages";
    var last = Math.ceil(data.n / data.s);
    if (app.dataset.pager) { drawLibraryPager(bar, last); return; }
    element("span", "第" + page + "页 / 共" + last + "页", bar);
    var next = element("button", "下一页", bar);
    next.className = "next";
    next.disabled = page >= last;
    next.addEventListener("click", function () { page += 1; load(); });
  }
  // Element: button.btn-next; Ant: li.ant-pagination-next; Layui: a.layui-laypage-next. None has a text.
  function drawLibraryPager(bar, last) {
    var kinds = {
      element: ["el-pagination", "button", "btn-next", "number"],
      ant: ["ant-pagination", "li", "ant-pagination-next", "ant-pagination-item"],
      layui: ["layui-laypage", "a", "layui-laypage-next", "layui-laypage-page"]
    };
    var kind = kinds[app.dataset.pager];
    bar.className = kind[0];
    for (var number = 1; number <= last; number += 1) {
      element("span", String(number), bar).className = kind[3] + (number === page ? " active" : "");
    }
    var next = element(kind[1], "", bar);
    next.className = kind[2] + (page >= last ? " disabled layui-disabled" : "");
    if (page >= last) { next.setAttribute("disabled", ""); next.setAttribute("aria-disabled", "true"); }
    element("i", "", next).className = "icon-arrow-right";
    next.style.cssText = "display: inline-block; width: 24px; height: 24px";
    next.addEventListener("click", function () { if (page < last) { page += 1; load(); } });
  }
  function load() {
    var address = ["", "gw", "open", "query"].join("/");
    fetch(address + "?c=" + app.dataset.channel + "&p=" + page)
      .then(function (answer) { return answer.json(); })
      .then(draw);
  }
  load();
})();
