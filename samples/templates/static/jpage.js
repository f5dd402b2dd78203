// Shows the inlined records page by page; windows beyond them are fetched by POST.
(function () {
  var box = document.getElementById(jpage.ajaxParam.unitid);
  var bar = document.getElementById("pages");
  var last = Math.ceil(jpage.totalRecord / jpage.perPage);
  var records = {};
  var current = 1;
  function keep(text, start) {
    (text.match(/<record><!\[CDATA\[[\s\S]*?\]\]><\/record>/g) || []).forEach(function (record, place) {
      records[start + place] = record.replace(/^<record><!\[CDATA\[|\]\]><\/record>$/g, "");
    });
  }
  function draw() {
    var shown = [];
    for (var n = (current - 1) * jpage.perPage + 1; n <= Math.min(current * jpage.perPage, jpage.totalRecord); n++) { shown.push(records[n]); }
    box.innerHTML = shown.join("");
    bar.innerHTML = "<button>上一页</button><span>" + current + "/" + last + "</span><button>下一页</button>";
    bar.children[0].onclick = function () { go(Math.max(1, current - 1)); };
    bar.children[2].onclick = function () { go(Math.min(last, current + 1)); };
  }
  function go(page) {
    current = page;
    var first = (page - 1) * jpage.perPage + 1;
    if (records[first]) { draw(); return; }
    var window_ = jpage.perPage * jpage.groupSize;
    var start = Math.floor((first - 1) / window_) * window_ + 1;
    fetch(jpage.proxyUrl + "?startrecord=" + start + "&endrecord=" + (start + window_ - 1) + "&perpage=" + jpage.perPage, {
      method: "POST", body: new URLSearchParams(jpage.ajaxParam)
    }).then(function (answer) { return answer.text(); }).then(function (text) { keep(text, start); draw(); });
  }
  keep(box.querySelector("script").textContent, 1);
  draw();
})();
