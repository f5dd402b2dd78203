// The further parts of a list: each year behind a tab, or six more entries behind a click.
(function () {
  var list = document.querySelector("ul.list");
  var part = 1;
  function show(address) {
    list.innerHTML = "正在加载…";
    fetch(address).then(function (answer) { return answer.text(); }).then(function (text) { list.innerHTML = text; });
  }
  function append(rows, button) {
    rows.forEach(function (row) {
      var item = document.createElement("li");
      item.innerHTML = '<a href="' + row.url + '">' + row.title + "</a> <span>" + row.date + "</span>";
      list.appendChild(item);
    });
    if (rows.length < 6) { button.remove(); }
  }
  document.querySelectorAll(".tab[data-src]").forEach(function (tab) {
    tab.onclick = function () { show(tab.dataset.src); };
  });
  document.querySelectorAll(".tab.panel").forEach(function (tab) {
    tab.onclick = function () { show(["panel", parseInt(tab.textContent, 10) + ".html"].join("/")); };
  });
  document.querySelectorAll(".load-more").forEach(function (button) {
    button.onclick = function () {
      part += 1;
      fetch(["rows", "json?page"].join(".") + ["", part].join("="))
        .then(function (answer) { return answer.json(); })
        .then(function (data) { append(data.rows, button); });
    };
  });
})();
