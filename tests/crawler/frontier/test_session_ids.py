"""Which parts of addresses are learned to be session ids, and which similar ones are not."""

from __future__ import annotations

from crawler.frontier.session_ids import SessionIds

HOST = "www.qinghe.gov.cn"
SITE = f"http://{HOST}"
MENU = (("/index.do", "首页"), ("/news/list.do?c=1", "要闻"), ("/xxgk/index.do", "信息公开"))


def menu_links(parameter: str) -> list[tuple[str, str]]:
    return [(f"{SITE}{path}{'&' if '?' in path else '?'}{parameter}", text) for path, text in MENU]


def test_a_value_that_changes_in_the_menu_of_every_page_is_a_session_id() -> None:
    ids = SessionIds()
    assert not ids.learn(HOST, menu_links("sid=4c199494a24fcb43"))
    assert ids.learn(HOST, menu_links("sid=e244ec3e86166b1c"))
    assert ids.remove_from(f"{SITE}/show.do?id=7&sid=0000000011111111") == f"{SITE}/show.do?id=7"
    assert ids.remove_from("http://www.other.gov.cn/show.do?sid=0000000011111111").endswith(
        "sid=0000000011111111"
    )


def test_a_site_id_is_kept() -> None:
    ids = SessionIds()
    for _ in range(3):
        assert not ids.learn(HOST, menu_links("sid=7580190000"))
    assert ids.remove_from(f"{SITE}/a.do?sid=7580190000") == f"{SITE}/a.do?sid=7580190000"


def test_numbers_of_agencies_and_articles_are_kept() -> None:
    ids = SessionIds()
    for agency in ("110000000000001200", "110000000000001300", "110000000000001400"):
        years = [(f"{SITE}/report.jsp?area={agency}&year={year}", f"{year}年") for year in (2021, 2022, 2023)]
        articles = [(f"{SITE}/show.jsp?id={agency}{number}", "查看") for number in range(5)]
        assert not ids.learn(HOST, [*years, *articles])


def test_names_of_earlier_runs_need_not_be_learned_again() -> None:
    ids = SessionIds()
    ids.add({HOST: {"zid"}})
    assert ids.names(HOST) == {"zid"}
    assert ids.remove_from(f"{SITE}/show.do?id=7&zid=0000000011111111") == f"{SITE}/show.do?id=7"
