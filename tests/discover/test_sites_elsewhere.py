"""Invented sites of Asian, Arabic and American institutions, and of systems that list their news in odd ways."""

# ruff: noqa: E501 - pages stand as their systems write them

from __future__ import annotations

import json

from tests.discover.web import Site, html, source


def test_korean_board_with_numbers_in_the_query() -> None:
    nav = "<div id='gnb'><ul><li><a href='/main/intro.do'>소개</a></li><li><a href='/board/list.do?boardId=7'>공지사항</a></li></ul></div>"

    def rows(numbers: range) -> str:
        return "".join(
            f"<tr><td>{n}</td><td class='title'><a href='/board/view.do?boardId=7&amp;idx={n}'>연구팀, 새로운 소재 개발 {n}</a></td><td>홍보팀</td><td>2025.10.{n - 4000:02}</td><td>123</td></tr>"
            for n in numbers
        )

    paging = "<div class='paging'><strong>1</strong> <a href='/board/list.do?boardId=7&amp;page=2'>2</a> <a href='/board/list.do?boardId=7&amp;page=2' class='next'>다음</a></div>"
    site = Site(
        "www.hakkyo.example",
        {
            "/": html(nav, lang="ko"),
            "/board/list.do?boardId=7": html(
                f"{nav}<table><tbody>{rows(range(4011, 4021))}</tbody></table>{paging}", lang="ko"
            ),
            "/board/list.do?boardId=7&page=2": html(
                f"{nav}<table><tbody>{rows(range(4001, 4011))}</tbody></table>", lang="ko"
            ),
        },
    )
    walked = site.walk(source("https://www.hakkyo.example/", "ko"))
    assert walked.paths == {f"/board/view.do?boardId=7&idx={n}" for n in range(4001, 4021)}
    assert walked.entries["https://www.hakkyo.example/board/view.do?boardId=7&idx=4003"].published_at == "2025-10-03"


def test_chinese_notice_list() -> None:
    nav = "<div class='nav'><a href='/'>首页</a><a href='/xygk.htm'>学院概况</a><a href='/index/tzgg.htm'>通知公告</a></div>"
    items = "".join(
        f"<li><a href='../info/1012/{n}.htm' title='关于举办第{n}届研究生学术论坛的通知'>关于举办第{n}届研究生…</a><span>2025-09-{n - 6000:02}</span></li>"
        for n in range(6001, 6016)
    )
    site = Site(
        "xy.daxue.example",
        {
            "/": html(nav, lang="zh-cn"),
            "/index/tzgg.htm": html(
                f"{nav}<div class='list'><ul>{items}</ul></div><a href='tzgg/2.htm'>下页</a>", lang="zh-cn"
            ),
            "/index/tzgg/2.htm": html(
                f"{nav}<div class='list'><ul>{items.replace('/60', '/59')}</ul></div>", lang="zh-cn"
            ),
        },
    )
    walked = site.walk(source("https://xy.daxue.example/", "zh"))
    assert walked.paths >= {f"/info/1012/{n}.htm" for n in range(6001, 6016)}
    assert len(walked.paths) >= 30


def test_japanese_definition_list() -> None:
    nav = "<header><nav><a href='/about/'>研究室紹介</a><a href='/topics/'>お知らせ</a></nav></header>"
    items = "".join(
        f"<dt>2025年{month}月3日</dt><dd><a href='/topics/2025{month:02}03.html'>論文が国際誌に掲載されました（{month}月）</a></dd>"
        for month in range(1, 8)
    )
    site = Site(
        "lab.daigaku.example",
        {"/": html(nav, lang="ja"), "/topics/": html(f"{nav}<main><dl>{items}</dl></main>", lang="ja")},
    )
    walked = site.walk(source("https://lab.daigaku.example/", "ja"))
    assert len(walked.paths) == 7
    assert walked.entries["https://lab.daigaku.example/topics/20250203.html"].published_at == "2025-02-03"


def test_arabic_cards() -> None:
    nav = "<nav><a href='/ar/about'>عن الجامعة</a><a href='/ar/akhbar'>الأخبار</a></nav>"
    cards = "".join(
        f"<div class='card'><div class='d'>{n} مارس 2025</div><h4><a href='/ar/akhbar/{5000 + n}'>الجامعة تطلق برنامجا بحثيا جديدا {n}</a></h4></div>"
        for n in range(1, 7)
    )
    site = Site(
        "www.jamia.example",
        {
            "/": html("", head="<meta http-equiv='refresh' content='0; url=/ar/'>"),
            "/ar/": html(nav, lang="ar"),
            "/ar/akhbar": html(nav + cards, lang="ar"),
        },
    )
    walked = site.walk(source("https://www.jamia.example/", "ar"))
    assert walked.paths == {f"/ar/akhbar/{5000 + n}" for n in range(1, 7)}
    assert {entry.published_at for entry in walked.entries.values()} == {f"2025-03-0{n}" for n in range(1, 7)}


def test_american_hospital_with_a_newsroom_on_a_sub_domain() -> None:
    home = html(
        "<header><a href='/doctors'>Find a Doctor</a><a href='/locations'>Locations</a></header><main><h1>Care</h1></main>"
        "<footer><a href='https://newsroom.clinic.example/'>Newsroom</a><a href='/careers'>Careers</a></footer>",
        lang="en-US",
    )
    stories = "".join(
        f"<div class='story'><h3><a href='https://newsroom.clinic.example/2025/0{n}/1{n}/surgeons-perform-first-of-its-kind-{n}/'>Surgeons perform first of its kind operation {n}</a></h3>"
        f"<span class='date'>0{n}/1{n}/2025</span></div>"
        for n in range(1, 8)
    )
    site = Site(
        "www.clinic.example",
        {"/": home, "https://newsroom.clinic.example/": html(f"<main>{stories}</main>", lang="en-US")},
    )
    walked = site.walk(source("https://www.clinic.example/", "en"))
    assert len(walked.paths) == 7
    assert (
        walked.entries["https://newsroom.clinic.example/2025/03/13/surgeons-perform-first-of-its-kind-3/"].published_at
        == "2025-03-13"
    )


def test_sharepoint_pages() -> None:
    nav = "<div class='ms-core-navigation'><a href='/Pages/default.aspx'>Home</a><a href='/Pages/News.aspx'>News</a><a href='/Pages/Staff.aspx'>Staff</a></div>"
    rows = "".join(
        f"<div class='dfwp-item'><div class='item'><a href='/news/Pages/Minister-opens-new-wing-of-hospital-{n}.aspx' title=''>Minister opens new wing of hospital {n}</a><div class='description'>{n} June 2025</div></div></div>"
        for n in range(1, 6)
    )
    site = Site(
        "www.health.example",
        {"/": "/Pages/default.aspx", "/Pages/default.aspx": html(nav), "/Pages/News.aspx": html(nav + rows)},
    )
    walked = site.walk(source("https://www.health.example/", "en"))
    assert walked.paths == {f"/news/Pages/Minister-opens-new-wing-of-hospital-{n}.aspx" for n in range(1, 6)}


def test_a_site_with_nothing_but_a_sitemap() -> None:
    urls = "".join(
        f"<url><loc>https://i.example/{path}</loc></url>" for path in ["", "about", "team/jane-doe", "contact"]
    )
    urls += "".join(f"<url><loc>https://i.example/news/2025/our-discovery-number-{n}</loc></url>" for n in range(12))
    site = Site(
        "i.example",
        {
            "/": html("<div id=root></div><script src=/app.js></script>"),
            "/sitemap.xml": f"<urlset>{urls}</urlset>".encode(),
        },
        robots=["https://i.example/sitemap.xml"],
    )
    walked = site.walk(source("https://i.example/", "en"))
    assert walked.paths == {f"/news/2025/our-discovery-number-{n}" for n in range(12)}


def test_a_script_listing_names_its_json() -> None:
    posts = [
        {
            "id": n,
            "attributes": {
                "title": f"Prize for our team {n}",
                "path": f"/newsroom/prize-for-our-team-{n}",
                "publishedAt": f"2025-0{n}-02T10:00:00Z",
            },
        }
        for n in range(1, 8)
    ]
    nav = "<nav><a href='/newsroom'>Newsroom</a></nav>"
    site = Site(
        "j.example",
        {
            "/": html(nav),
            "/newsroom": html(nav + "<div id='app' data-endpoint='/api/articles?limit=50'></div>"),
            "/api/articles?limit=50": json.dumps({"data": posts, "meta": {"total": 7}}).encode(),
        },
    )
    walked = site.walk(source("https://j.example/", "en"))
    assert walked.paths == {f"/newsroom/prize-for-our-team-{n}" for n in range(1, 8)}
    assert walked.entries["https://j.example/newsroom/prize-for-our-team-3"].published_at == "2025-03-02T10:00:00Z"


def test_wordpress_rest_spares_the_list_pages() -> None:
    posts = [
        {
            "link": f"https://w.example/2025/01/{n:02}/post-{n}/",
            "title": {"rendered": f"Post &#8211; {n}"},
            "date_gmt": f"2025-01-{n:02}T08:00:00",
        }
        for n in range(1, 31)
    ]
    site = Site(
        "w.example",
        {
            "/": html(
                "<a href='/about'>About</a>", head="<link rel='https://api.w.org/' href='https://w.example/wp-json/'>"
            ),
            "/wp-json/wp/v2/posts?per_page=100&_fields=link,title,date,date_gmt,modified_gmt,excerpt,lang": json.dumps(
                posts
            ).encode(),
        },
    )
    walked = site.walk(source("https://w.example/", "en"))
    assert len(walked.paths) == 30
    entry = walked.entries["https://w.example/2025/01/05/post-5/"]
    assert (entry.title, entry.published_at) == ("Post – 5", "2025-01-05T08:00:00Z")


def test_a_laboratory_page_with_a_table_of_news() -> None:
    def said(n: int) -> str:
        link = f"<a href=/news/announcement_{n}/>A long announcement with details {n}</a>"
        return link if n % 2 else "A short note without a page."

    rows = "".join(f"<tr><th scope='row'>Jan {n}, 2025</th><td>{said(n)}</td></tr>" for n in range(10, 20))
    page = html(
        f"<header><nav><a href='/'>about</a><a href='/news/'>news</a><a href='/publications/'>publications</a></nav></header><div class='news'><table>{rows}</table></div>"
    )
    site = Site("lab.example", {"/": page, "/news/": page})
    walked = site.walk(source("https://lab.example/", "en"))
    assert walked.paths == {f"/news/announcement_{n}/" for n in range(11, 20, 2)}
    assert walked.entries["https://lab.example/news/announcement_13/"].published_at == "2025-01-13"


def test_a_blog_that_is_its_own_home() -> None:
    def posts(numbers: range) -> str:
        return "".join(
            f"<li><span class='post-meta'>Mar {n}, 2025</span><h3><a class='post-link' href='/2025/03/{n:02}/notes-on-protein-{n}.html'>Notes on protein {n}</a></h3></li>"
            for n in numbers
        )

    site = Site(
        "blog.example",
        {
            "/": html(f"<ul class='post-list'>{posts(range(20, 30))}</ul><a class='next' href='/page2/'>Older</a>"),
            "/page2/": html(
                f"<ul class='post-list'>{posts(range(10, 20))}</ul><a href='/'>Newer</a><a href='/page3/'>Older</a>"
            ),
            "/page3/": html(f"<ul class='post-list'>{posts(range(1, 10))}</ul><a href='/page2/'>Newer</a>"),
        },
    )
    walked = site.walk(source("https://blog.example/", "en"))
    assert len(walked.paths) == 29


def test_a_group_inside_a_university_keeps_to_its_own_news() -> None:
    items = "".join(
        f"<li>{n} May 2025: <a href='/physics/lab/news/n{n}.html'>We moved to building number {n}</a></li>"
        for n in range(1, 6)
    )
    site = Site(
        "www.uni.example",
        {
            "/physics/lab/": html(
                "<div class='top-menu'><a href='/news/'>University news</a></div><a href='people.html'>People</a><a href='news.html'>News</a>"
            ),
            "/physics/lab/news.html": html(f"<ul>{items}</ul>"),
            "/news/": html(
                "".join(
                    f"<h2><a href='/news/big-story-of-the-university-{n}'>Big story of the university {n}</a></h2>"
                    for n in range(9)
                )
            ),
        },
    )
    walked = site.walk(source("https://www.uni.example/physics/lab/", "en"))
    assert walked.paths == {f"/physics/lab/news/n{n}.html" for n in range(1, 6)}


def test_a_board_that_only_a_way_on_below_its_heading_leads_to() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td class='subject'><a href='/bbs/view_{n}.html'>연구실 학생 우수논문상 수상 {n}</a></td><td>2024.05.{n:02}</td></tr>"
        for n in range(10, 20)
    )
    home = "<nav><a href='/intro.html'>소개</a></nav><div class='latest'><h3>공지사항</h3><ul><li><a href='/bbs/view_10.html'>수상</a></li></ul><a href='/bbs/'>더보기</a></div>"
    site = Site(
        "lab.example.ac.kr",
        {"/": html(home, lang="ko"), "/bbs/": html(f"<table><tbody>{rows}</tbody></table>", lang="ko")},
    )
    assert len(site.walk(source("https://lab.example.ac.kr/", "ko")).entries) == 10


def test_an_undated_news_list_with_short_numbers_for_addresses() -> None:
    rows = "".join(
        f"<div class='news-item'><a class='news-title' href='/news/{n}.html'>Сотрудники лаборатории получили грант {n}</a><a href='/news/{n}.html'>Подробнее...</a></div>"
        for n in range(90, 99)
    )
    site = Site(
        "lab.example.ru",
        {
            "/": html("<a href='/news.html'>Новости</a>", lang="ru"),
            "/news.html": html(f"<h1>Новости</h1>{rows}", lang="ru"),
        },
    )
    assert len(site.walk(source("https://lab.example.ru/", "ru")).entries) == 9


def test_two_lists_of_a_home_page_laid_out_alike_are_told_by_their_dates() -> None:
    def tile(path: str, title: str, day: str = "") -> str:
        when = f"<p class='when'>{day}</p>" if day else ""
        return f"<div class='tile'>{when}<h3><a href='{path}'>{title}</a></h3></div>"

    packages = "".join(tile(f"/wp/{n}", f"WP{n} Modelling and simulation") for n in range(4))
    happened = "".join(
        tile(f"/content/{n}", f"The partners met in Lisbon {n}", f"{n - 400} May 2024") for n in range(405, 414)
    )
    grid = "<section><h2>{0}</h2><div class='grid'>{1}</div></section>"
    home = html(f"<main>{grid.format('Work packages', packages)}{grid.format('What happens', happened)}</main>")
    walked = Site("cls.example", {"/": home}).walk(source("https://cls.example/", "en"))
    assert walked.paths == {f"/content/{n}" for n in range(405, 414)}
