// What the walker runs in a page to find its controls. `rules` holds the patterns of crawler/families/pager.toml.
(rules) => {
  const pattern = (source) => new RegExp(source, "i");
  const [next, nextSign, more, annual, year, menu, report] = ["next", "nextSign", "more", "annual", "year", "menu", "report"].map((key) => pattern(rules[key]));
  const DISABLED = "[disabled], [aria-disabled=true], .disabled, .disable, .layui-disabled, .is-disabled, [class*=pagination-disabled]";
  const SKIPPED = new Set(["SCRIPT", "STYLE", "HTML", "BODY", "HEAD", "TITLE", "NOSCRIPT"]);

  const isVisible = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && style.display !== "none";
  };
  const isUsable = (element) => !SKIPPED.has(element.tagName) && isVisible(element) && !element.closest(DISABLED);
  const textOf = (element) => (element.value && element.tagName === "INPUT" ? element.value : element.innerText || "").replace(/\s+/g, "");
  const labelOf = (element) => textOf(element) || ["title", "aria-label", "alt"].map((name) => element.getAttribute(name)).find(Boolean) || "";
  const signOf = (element) => [element, ...element.querySelectorAll("img, i, span, svg, button")].slice(0, 8)
    .map((part) => `${part.getAttribute("class") || ""} ${(part.getAttribute("src") || "").split("/").pop()}`).join(" ");
  const leaves = () => [...document.querySelectorAll("a, button, li, span, div, p, i, em, b, strong, label, td, dt, dd, h2, h3, h4, h5, img, input[type=button], input[type=submit], input[type=image]")]
    .filter((element) => element.childElementCount < 4 && isUsable(element));
  const hasLink = (element) => [element, ...element.querySelectorAll("a")].concat(element.closest("a") || [])
    .some((link) => link.tagName === "A" && /^(?!\s*(javascript:|#|$))/i.test(link.getAttribute("href") || ""));
  // Between the steps of a breadcrumb stands the same sign as on a button.
  const isWord = (element) => /[a-z\u4e00-\u9fff]/i.test(labelOf(element));
  const isClickable = (element) => element.closest("a, button, input, [onclick]") !== null || getComputedStyle(element).cursor === "pointer";
  const isHere = (value) => !/^(https?:)?\/\//i.test(value) || new URL(value, document.baseURI).host === location.host;
  const deepest = (elements) => elements.filter((element) => !elements.some((other) => other !== element && element.contains(other)));

  const finders = {
    next: () => deepest(leaves().filter((element) => {
      const label = labelOf(element);
      return label ? next.test(label) && (isWord(element) || isClickable(element)) : nextSign.test(signOf(element));
    })).sort((first, second) => isWord(second) - isWord(first)),
    more: () => deepest(leaves().filter((element) => textOf(element).length < 13 && more.test(textOf(element)) && !hasLink(element))),
    annual: () => deepest(leaves().filter((element) => annual.test(textOf(element)) && !hasLink(element))),
    year: () => deepest(leaves().filter((element) => year.test(textOf(element)) && !hasLink(element) && !element.closest("table tr td table"))),
    menu: () => deepest(leaves().filter((element) => menu.test(textOf(element)) && !hasLink(element))),
    report: () => deepest(leaves().filter((element) => textOf(element).length < 120 && report.test(textOf(element)) && !hasLink(element))),
  };
  // The numbers of a pager stand side by side, one element or two around each; the days of a calendar are more.
  const pageNumbers = () => {
    const numbers = deepest(leaves().filter((element) => /^\d{1,3}$/.test(textOf(element)) && !hasLink(element)));
    const places = new Map();
    for (const element of numbers) {
      for (const place of [element.parentElement, element.parentElement && element.parentElement.parentElement]) {
        if (place) places.set(place, [...(places.get(place) || []), element]);
      }
    }
    const isPager = (elements) => elements.length > 1 && elements.length < 20
      && elements.slice(1).every((element, index) => Number(textOf(element)) > Number(textOf(elements[index])))
      && elements.some((element, index) => index > 0 && Number(textOf(element)) === Number(textOf(elements[index - 1])) + 1);
    return [...places.values()].find(isPager) || [];
  };
  return {
    page: (number) => pageNumbers().find((element) => Number(textOf(element)) === number) || null,
    find: (kind, index) => finders[kind]()[index] || null,
    texts: (kind) => finders[kind]().map(textOf),
    options: () => [...document.querySelectorAll("select")].filter(isVisible).flatMap((select, place) =>
      [...select.options].filter((option) => option.value && isHere(option.value) && !option.selected && rules.choices.some((source) => pattern(source).test(option.text.trim())))
        .map((option) => [option.text.trim(), place, option.index])),
  };
}
