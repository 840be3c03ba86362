"""Invented sites in the layouts of site generators and content systems: laboratories, groups and institutes have them."""

# ruff: noqa: E501 - pages stand as their systems write them

from __future__ import annotations

from tests.discover.web import Site, html, source


def test_jekyll_blog_in_two_languages_numbered_pages() -> None:
    def page(lang: str, numbers: range, here: int) -> bytes:
        root = "" if lang == "en" else f"/{lang}"
        other = "/ja/blog/index.html" if lang == "en" else "/blog/index.html"
        items = "".join(
            f"<li><h3><a class='post-title' href='{root}/blog/2024/entry{n}/'>学会で発表 {n}</a></h3><p></p><p class='post-meta'>1 min read &nbsp; &middot; &nbsp;\n June\n {n}, 2024</p>"
            f"<p class='post-tags'><a href='{root}/blog/2024'> 2024 </a></p></li>"
            for n in numbers
        )
        pages = "".join(
            f"<li><a class='page-link' href='{root}/blog/{'' if n == 1 else f'page/{n}/'}' title='blog - page {n}'>{n}</a></li>"
            for n in (1, 2)
        )
        nav = f"<nav id='navbar'><a href='{root}/people/'>people</a><a href='{root}/blog/'>blog</a><a href='{other}'>{'JA' if lang == 'en' else 'EN'}</a></nav>"
        after = f"<a class='page-link' href='{root}/blog/page/2/'>&gt;</a>" if here == 1 else ""
        return html(
            f"<header>{nav}</header><ul class='post-list'>{items}</ul><nav><ul class='pagination'>{pages}</ul>{after}</nav>",
            lang=lang,
        )

    site = Site(
        "lab.example",
        {
            "/": html(
                "<header><nav><a href='/people/'>people</a><a href='/blog/'>blog</a><a href='/ja/'>JA</a></nav></header>",
                lang="en-us",
            ),
            "/blog/": page("en", range(10, 15), 1),
            "/blog/page/2/": page("en", range(15, 20), 2),
            "/ja/blog/index.html": page("ja", range(10, 15), 1),
            "/ja/blog/": page("ja", range(10, 15), 1),
            "/ja/blog/page/2/": page("ja", range(15, 20), 2),
        },
    )
    walked = site.walk(source("https://lab.example/", "en", "ja"))
    assert walked.paths == {f"{root}/blog/2024/entry{n}/" for root in ("", "/ja") for n in range(10, 20)}
    assert walked.entries["https://lab.example/blog/2024/entry12/"].published_at == "2024-06-12"


def test_quarto_listing() -> None:
    posts = "".join(
        f"<div class='quarto-post image-right' data-index='{n}' data-listing-date-sort='1'><div class='thumbnail'><a href='./posts/entrada-{n}/index.html' class='no-external'><img src=x></a></div>"
        f"<div class='body'><h3 class='no-anchor listing-title'><a href='./posts/entrada-{n}/index.html' class='no-external'>Resultados del curso número {n}</a></h3>"
        f"<div class='listing-categories'><div class='listing-category' onclick='x'>cursos</div></div><div class='listing-description'><a href='./posts/entrada-{n}/index.html'>Texto breve del anuncio</a></div></div>"
        f"<div class='metadata'><a href='./posts/entrada-{n}/index.html' class='no-external'><div class='listing-date'>{n} abr 2024</div></a></div></div>"
        for n in range(2, 9)
    )
    nav = "<nav class='navbar'><a class='nav-link' href='./integrantes.html'><span>Integrantes</span></a><a href='./posts.html'><span class='menu-text'>Posts</span></a></nav>"
    site = Site(
        "grupo.example", {"/": html(nav, lang="es"), "/posts.html": html(f"{nav}<main>{posts}</main>", lang="es")}
    )
    walked = site.walk(source("https://grupo.example/", "es"))
    assert walked.paths == {f"/posts/entrada-{n}/index.html" for n in range(2, 9)}
    assert {entry.published_at for entry in walked.entries.values()} == {f"2024-04-0{n}" for n in range(2, 9)}


def test_blog_with_recent_posts_tags_and_authors() -> None:
    aside = (
        "<aside><nav><div>Recent posts</div><ul>"
        + "".join(f"<li><a href='/blog/release-notes-{n}'>Release of our data set {n}</a></li>" for n in range(1, 6))
        + "</ul></nav></aside>"
    )
    posts = "".join(
        f"<article itemtype='https://schema.org/BlogPosting'><header><h2><a href='/blog/release-notes-{n}'>Release of our data set {n}</a></h2><div><time datetime='2025-0{n}-01T00:00:00.000Z'>x</time> · 2 min read</div>"
        f"<div><a href='/blog/authors/jane'>Jane Doe</a></div></header><div>Text</div><footer><b>Tags:</b><ul><li><a href='/blog/tags/data'>data</a></li></ul><a href='/blog/release-notes-{n}'>Read More</a></footer></article>"
        for n in range(1, 6)
    )
    page = html(
        f"<nav class='navbar'><a href='/docs/intro'>Docs</a><a href='/blog'>Blog</a></nav>{aside}<main>{posts}</main>"
    )
    site = Site(
        "tool.example", {"/": html("<nav><a href='/docs/intro'>Docs</a><a href='/blog'>Blog</a></nav>"), "/blog": page}
    )
    walked = site.walk(source("https://tool.example/", "en"))
    assert walked.paths == {f"/blog/release-notes-{n}" for n in range(1, 6)}


def test_archive_by_year_without_days() -> None:
    items = "".join(
        f"<section><h2>{year}</h2>"
        + "".join(
            f"<div class='list__item'><article class='archive__item'><h2 class='archive__item-title'><a href='/posts/{year}/05/our-new-paper-on-plants-{n}/'>Our new paper on plants {n}</a></h2><p class='page__meta'>less than 1 minute read</p></article></div>"
            for n in range(3)
        )
        + "</section>"
        for year in (2023, 2024)
    )
    nav = (
        "<nav class='greedy-nav'><a href='/publications/'>Publications</a><a href='/year-archive/'>Blog Posts</a></nav>"
    )
    site = Site("lab.example", {"/": html(nav), "/year-archive/": html(f"{nav}<div class='archive'>{items}</div>")})
    walked = site.walk(source("https://lab.example/", "en"))
    assert walked.paths == {f"/posts/{year}/05/our-new-paper-on-plants-{n}/" for year in (2023, 2024) for n in range(3)}
    assert {entry.published_at for entry in walked.entries.values()} == {None}


def test_a_site_wide_feed_lists_more_than_news() -> None:
    def item(path: str) -> str:
        return f"<item><title>T {path}</title><link>https://g.example{path}</link><pubDate>Mon, 02 Jun 2025 10:00:00 +0200</pubDate></item>"

    paths = [f"/es/post/2025-0{n}/" for n in range(1, 6)]
    others = [
        "/es/publication/paper-1/",
        "/es/talk/charla/",
        "/es/project/silos/",
        "/es/author/ana/",
        "/es/contact/",
        "/es/",
    ]
    feed = f"<rss version='2.0'><channel><generator>Hugo</generator>{''.join(map(item, paths + others))}</channel></rss>".encode()
    nav = "<nav><a href='/es/people'>Integrantes</a><a href='/es/publication'>Publicaciones</a></nav>"
    head = "<link rel='alternate' type='application/rss+xml' href='/es/index.xml'>"
    site = Site(
        "g.example",
        {
            "/": html("", head="<meta http-equiv=refresh content='0;url=/es/'>"),
            "/es/": html(nav, lang="es", head=head),
            "/es/index.xml": feed,
        },
    )
    assert site.walk(source("https://g.example/", "es")).paths == set(paths)


def test_joomla_with_offsets() -> None:
    def page(numbers: range, here: int) -> bytes:
        items = "".join(
            f"<div class='items-row'><h2 itemprop='name'><a href='/index.php/novita/{n}-nuovo-progetto-europeo'>Nuovo progetto europeo {n}</a></h2><dd class='published'><time datetime='2025-03-{n - 100:02}T10:00:00+01:00'>Pubblicato</time></dd></div>"
            for n in numbers
        )
        pages = "<ul class='pagination-list'><li><a href='/index.php/novita?start=5'>2</a></li><li><a href='/index.php/novita?start=10'>3</a></li>"
        return html(
            f"<div class='navigation'><a href='/index.php/novita'>Novità</a></div><div class='blog'>{items}</div>{pages}",
            lang="it",
        )

    site = Site(
        "dip.example",
        {
            "/": html(
                "<div class='navigation'><a href='/index.php/didattica'>Didattica</a><a href='/index.php/novita'>Novità</a></div>",
                lang="it",
            ),
            "/index.php/novita": page(range(111, 116), 0),
            "/index.php/novita?start=5": page(range(106, 111), 5),
            "/index.php/novita?start=10": page(range(101, 106), 10),
        },
    )
    walked = site.walk(source("https://dip.example/", "it"))
    assert walked.paths == {f"/index.php/novita/{n}-nuovo-progetto-europeo" for n in range(101, 116)}


def test_typo3_parameters() -> None:
    def link(n: int) -> str:
        return f"/aktuell/detail?tx_news_pi1%5Baction%5D=detail&amp;tx_news_pi1%5Bcontroller%5D=News&amp;tx_news_pi1%5Bnews%5D={n}&amp;cHash=ab{n}"

    items = "".join(
        f"<div class='article'><h3><a title='x' href='{link(n)}'>Professorin erhält Preis {n}</a></h3><span class='news-list-date'>{n - 500:02}.02.2025</span></div>"
        for n in range(501, 509)
    )
    nav = "<nav><a href='/studium'>Studium</a><a href='/aktuell'>Aktuell</a></nav>"
    site = Site(
        "fh.example",
        {"/": html(nav, lang="de"), "/aktuell": html(f"{nav}<div class='news-list-view'>{items}</div>", lang="de")},
    )
    walked = site.walk(source("https://fh.example/", "de"))
    assert len(walked.paths) == 8
    assert {entry.published_at for entry in walked.entries.values()} == {f"2025-02-0{n}" for n in range(1, 9)}


def test_old_page_in_another_charset_with_dates_in_the_text() -> None:
    items = "".join(
        f"<p>・2019年5月{n}日 <a href='n1905{n:02}.html'>シンポジウムを開催しました（第{n}回）</a></p>"
        for n in range(10, 18)
    )
    body = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'></head><body><a href='index.html'>HOME</a>{items}</body></html>"
    nav = "<html><head><meta charset='Shift_JIS'></head><body><a href='member.html'>メンバー</a><a href='news.html'>新着情報</a></body></html>"
    site = Site("old.example", {"/": nav.encode("shift_jis"), "/news.html": body.encode("shift_jis")})
    walked = site.walk(source("https://old.example/", "ja"))
    assert walked.paths == {f"/n1905{n:02}.html" for n in range(10, 18)}
    entry = walked.entries["https://old.example/n190512.html"]
    assert (entry.title, entry.published_at) == ("シンポジウムを開催しました（第12回）", "2019-05-12")


def test_dates_inside_the_link() -> None:
    items = "".join(
        f"<li><a href='/nouvelles/{n}'>{n} mars 2025 : Le laboratoire accueille une délégation {n}</a></li>"
        for n in range(10, 17)
    )
    nav = "<ul class='menu'><li><a href='/equipe'>Équipe</a></li><li><a href='/nouvelles'>Nouvelles</a></li></ul>"
    site = Site("l.example", {"/": html(nav, lang="fr"), "/nouvelles": html(f"{nav}<ul>{items}</ul>", lang="fr")})
    walked = site.walk(source("https://l.example/", "fr"))
    entry = walked.entries["https://l.example/nouvelles/12"]
    assert (entry.title, entry.published_at) == ("Le laboratoire accueille une délégation 12", "2025-03-12")


def test_labels_beside_the_titles_are_no_articles() -> None:
    items = "".join(
        f"<article><div class='cat'><a href='/news/{('research', 'campus')[n % 2]}'>{('Research', 'Campus life')[n % 2]}</a></div><h3><a href='/news/a-study-of-sleep-in-mice-{n}'>A study of sleep in mice {n}</a></h3><span>May {n}, 2025</span></article>"
        for n in range(1, 9)
    )
    nav = "<nav><a href='/news'>News</a></nav>"
    site = Site("c.example", {"/": html(nav), "/news": html(f"{nav}<main>{items}</main>")})
    walked = site.walk(source("https://c.example/", "en"))
    assert walked.paths == {f"/news/a-study-of-sleep-in-mice-{n}" for n in range(1, 9)}


def test_drupal_nodes() -> None:
    rows = "".join(
        f"<div class='views-row'><h2 class='node-title'><a href='/en/node/{n}'>Hospital opens clinic {n}</a></h2><div class='submitted'>Submitted by admin on {n - 700} January, 2025 - 12:00</div></div>"
        for n in range(701, 709)
    )
    nav = "<div id='main-menu'><a href='/en/about-us'>About us</a><a href='/en/latest-news'>Latest news</a></div>"
    site = Site(
        "h.example",
        {"/": "/en", "/en": html(nav), "/en/latest-news": html(f"{nav}<div class='view-content'>{rows}</div>")},
    )
    walked = site.walk(source("https://h.example/", "en"))
    assert walked.paths == {f"/en/node/{n}" for n in range(701, 709)}


def test_plone_listing_in_batches() -> None:
    def page(numbers: range, after: str) -> bytes:
        items = "".join(
            f"<article class='entry'><header><span class='summary'><a href='https://p.example/actualites/conference-publique-{n}' class='contenttype-news-item state-published url' title='Actualité'>Une conférence publique sur le climat {n}</a></span>"
            f"<div class='documentByLine'><span>Mis en ligne le {n % 28 + 1:02}/02/2025</span></div></header><p class='description'>Texte</p></article>"
            for n in numbers
        )
        return html(
            f"<nav id='portal-globalnav'><a href='https://p.example/actualites'>Actualités</a></nav><div class='entries'>{items}</div><nav class='pagination'>{after}</nav>",
            lang="fr",
        )

    site = Site(
        "p.example",
        {
            "/": html(
                "<nav id='portal-globalnav'><a href='https://p.example/formations'>Formations</a><a href='https://p.example/actualites'>Actualités</a></nav>",
                lang="fr",
            ),
            "/actualites": page(range(1, 21), "<a href='https://p.example/actualites?b_start:int=20'>Suivant »</a>"),
            "/actualites?b_start:int=20": page(range(21, 31), ""),
        },
    )
    walked = site.walk(source("https://p.example/", "fr"))
    assert len(walked.paths) == 30


def test_a_blog_whose_older_posts_lie_in_lists_of_months() -> None:
    def posts(month: int, numbers: range) -> str:
        return "".join(
            f"<article class='loop-entry'><h2><a href='/2018/{month:02}/{n:02}/il-nostro-progetto-{n}/'>Il nostro progetto {n}</a></h2><li>On {n} {'Lug' if month == 7 else 'Ago'}, 2018</li></article>"
            for n in numbers
        )

    widgets = "<footer><ul><li><a href='/2018/08/'>agosto 2018</a></li><li><a href='/2018/07/'>luglio 2018</a></li></ul></footer>"
    site = Site(
        "m.example",
        {
            "/": html(f"<div>{posts(8, range(10, 16))}</div>{widgets}", lang="it"),
            "/2018/08/": html(f"<div>{posts(8, range(5, 16))}</div>{widgets}", lang="it"),
            "/2018/07/": html(f"<div>{posts(7, range(1, 10))}</div>{widgets}", lang="it"),
        },
    )
    walked = site.walk(source("https://m.example/", "it"))
    assert len(walked.paths) == 11 + 9


def test_frames_of_an_old_laboratory() -> None:
    menu = "<html><body><a href='member.html' target=main>Members</a><a href='news.html' target=main>What's new</a></body></html>"
    items = "".join(
        f"<dt>2009.5.{n}</dt><dd><a href='news/0905{n}.html'>We moved to room {n} of the new building</a></dd>"
        for n in range(10, 15)
    )
    site = Site(
        "old.example",
        {
            "/": b"<html><frameset cols='20%,*'><frame src='menu.html'><frame src='top.html' name=main></frameset></html>",
            "/menu.html": menu.encode(),
            "/top.html": b"<html><body><h1>Laboratory</h1></body></html>",
            "/news.html": f"<html><body><dl>{items}</dl></body></html>".encode(),
        },
    )
    assert site.walk(source("https://old.example/", "en")).paths == {f"/news/0905{n}.html" for n in range(10, 15)}


def test_rows_that_a_script_makes_links_and_pages_under_an_odd_name() -> None:
    def page(numbers: range, here: int) -> bytes:
        rows = "".join(
            f"<tr onclick=\"location.href='/bbs/read?no={n}'\"><td>{n}</td><td class='subject'>연구실 소식을 전합니다 {n}</td><td>2024.03.{n - 300:02}</td></tr>"
            for n in numbers
        )
        pages = "".join(f"<a href='/bbs/list?seite_nr={n}'>{n}</a>" for n in (1, 2, 3))
        return html(f"<a href='/bbs/list?seite_nr=1'>공지사항</a><table>{rows}</table><div>{pages}</div>", lang="ko")

    pages = {f"/bbs/list?seite_nr={n}": page(range(331 - 10 * n, 341 - 10 * n), n) for n in (1, 2, 3)}
    site = Site(
        "k.example",
        {"/": html("<a href='/intro'>소개</a><a href='/bbs/list?seite_nr=1'>공지사항</a>", lang="ko"), **pages},
    )
    walked = site.walk(source("https://k.example/", "ko"))
    assert walked.paths == {f"/bbs/read?no={n}" for n in range(301, 331)}
    entry = walked.entries["https://k.example/bbs/read?no=305"]
    assert (entry.title, entry.published_at) == ("연구실 소식을 전합니다 305", "2024-03-05")


def test_posts_with_nothing_but_a_number() -> None:
    items = "".join(
        f"<article><h2><a href='/?p={n}'>Ein Preis für unsere Gruppe {n}</a></h2><span>{n - 400}. Mai 2023</span></article>"
        for n in range(401, 410)
    )
    nav = "<nav><a href='/?page_id=2'>Gruppe</a><a href='/?cat=3'>Neuigkeiten</a></nav>"
    site = Site("b.example", {"/": html(nav, lang="de"), "/?cat=3": html(nav + items, lang="de")})
    walked = site.walk(source("https://b.example/", "de"))
    assert walked.paths == {f"/?p={n}" for n in range(401, 410)}


def test_numbered_pages_that_screen_readers_hear_named() -> None:
    def listing(numbers: range, here: int) -> bytes:
        cards = "".join(
            f"<article><h3><a href='/una-nueva-sala-para-la-planta-{n}/'>Una nueva sala para la planta {n}</a></h3><span class='elementor-post-date'>{n} mayo, 2024</span></article>"
            for n in numbers
        )
        pages = "".join(
            f"<a class='page-numbers' href='/novedades/{n}/'><span class='elementor-screen-only'>Página</span>{n}</a>"
            for n in (1, 2, 3)
            if n != here
        )
        return html(f"<main>{cards}</main><nav>{pages}</nav>", lang="es")

    site = Site(
        "hospital.example",
        {
            "/": html("<nav><a href='/novedades/'>Novedades</a></nav>", lang="es"),
            "/novedades/": listing(range(20, 25), 1),
        }
        | {f"/novedades/{n}/": listing(range(25 - 5 * n, 30 - 5 * n), n) for n in (2, 3)},
    )
    walked = site.walk(source("https://hospital.example/", "es"))
    assert len(walked.entries) == 15, walked.asked


def test_the_home_of_a_language_is_asked_for_as_its_link_is_written() -> None:
    def home(lang: str) -> bytes:
        switch = "<a href='/fr' hreflang='fr'>Français</a><a href='/en' hreflang='en'>English</a>"
        return html(f"<header>{switch}</header><nav><a href='/{lang}/news'>News</a></nav>", lang=lang)

    def listing(lang: str) -> bytes:
        rows = "".join(
            f"<div><h2><a href='/{lang}/news/a-study-of-the-sea-{n}'>A study of the sea {n}</a></h2><p>2024-05-1{n}</p></div>"
            for n in range(4)
        )
        return html(f"<main>{rows}</main>", lang=lang)

    pages: dict[str, bytes | str] = {f"/{lang}": home(lang) for lang in ("fr", "en")}
    site = Site("sea.example", pages | {f"/{lang}/news": listing(lang) for lang in ("fr", "en")})
    walked = site.walk(source("https://sea.example/fr", "fr", "en"))
    assert len(walked.entries) == 8, walked.asked
    assert "https://sea.example/en/" not in walked.asked


def test_the_order_of_numbers_in_dates_is_told_by_the_whole_list() -> None:
    rows = "".join(
        f"<div class='row'><span>{day:02}/09/2024</span><h2><a href='/en/news/a-study-of-the-sea-{day}'>A study of the sea {day}</a></h2></div>"
        for day in (25, 18, 10, 3)
    )
    site = Site("sea.example.edu", {"/": html("<nav><a href='/en/news'>News</a></nav>"), "/en/news": html(rows)})
    walked = site.walk(source("https://sea.example.edu/", "en"))
    assert walked.entries["https://sea.example.edu/en/news/a-study-of-the-sea-3"].published_at == "2024-09-03"


def test_files_numbered_without_a_word_and_an_unsigned_feed_of_articles_at_the_root() -> None:
    def listing(numbers: range, here: int) -> bytes:
        entries = "".join(
            f"<li><article class='hentry'><h1><a href='/une-double-greffe-reussie-{n}.html' rel='bookmark'>Une double greffe réussie {n}</a></h1>"
            f"<abbr class='published' title='2024-06-{n:02}T10:00:00+02:00'>Published: 2024-06-{n:02}</abbr></article></li>"
            for n in numbers
        )
        arrow = f"<li><a href='/index{here + 1}.html'>&rang;</a></li><li><a href='/index3.html'>&Rang;</a></li>"
        nav = "<nav><ul><li><a href='/pages/equipe.html'>Équipe</a></li><li><a href='/category/labo.html'>Labo</a></li></ul></nav>"
        more = f"<nav><ul><li>Page {here} / 3</li>{arrow if here < 3 else ''}</ul></nav>"
        link = "<link href='/feeds/all.atom.xml' type='application/atom+xml' rel='alternate'>"
        return html(f"<header>{nav}</header><ol>{entries}</ol>{more}", lang="fr", head=link)

    def feed(numbers: range) -> bytes:
        entries = "".join(
            f"<entry><title>Une double greffe réussie {n}</title><link href='/une-double-greffe-reussie-{n}.html' rel='alternate'/><published>2024-06-{n:02}T10:00:00+02:00</published></entry>"
            for n in numbers
        )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Labo</title>{entries}</feed>".encode()

    pages: dict[str, bytes | str] = {
        "/": listing(range(25, 29), 1),
        "/index2.html": listing(range(21, 25), 2),
        "/index3.html": listing(range(17, 21), 3),
    }
    numbered = Site("labo.example", pages).walk(source("https://labo.example/", "fr"))
    assert len(numbered.entries) == 12, numbered.asked
    told = Site("labo.example", {"/": pages["/"], "/feeds/all.atom.xml": feed(range(17, 29))})
    assert len(told.walk(source("https://labo.example/", "fr")).entries) == 12
