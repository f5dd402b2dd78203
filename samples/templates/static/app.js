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
      var link = element("a", row.t, item);
      link.href = row.u;
      link.target = "_blank";
      element("span", row.d, item);
    });
    var bar = element("div", "", app);
    bar.className = "pages";
    var last = Math.ceil(data.n / data.s);
    element("span", "第" + page + "页 / 共" + last + "页", bar);
    var next = element("button", "下一页", bar);
    next.className = "next";
    next.disabled = page >= last;
    next.addEventListener("click", function () { page += 1; load(); });
  }
  function load() {
    var address = ["", "gw", "open", "query"].join("/");
    fetch(address + "?c=" + app.dataset.channel + "&p=" + page)
      .then(function (answer) { return answer.json(); })
      .then(draw);
  }
  load();
})();
