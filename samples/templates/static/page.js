// Page numbers are zero-based: index.html is page 0, index_1.html the second page.
function createPageHTML(count, current, name, ext) {
  if (count <= 1) { return; }
  function address(n) { return n === 0 ? name + "." + ext : name + "_" + n + "." + ext; }
  function link(n, text) { return n === current ? "<span>" + text + "</span>" : '<a href="' + address(n) + '">' + text + "</a>"; }
  document.write(link(0, "首页"));
  for (var n = 0; n < count; n++) { document.write(link(n, n + 1)); }
  if (current < count - 1) { document.write(link(current + 1, "下一页")); }
  document.write(link(count - 1, "尾页"));
}
