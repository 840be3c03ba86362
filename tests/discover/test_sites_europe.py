"""Invented sites of European institutions: each is found from its home address alone, in its own language and layout."""

# ruff: noqa: E501 - pages stand as their systems write them

from __future__ import annotations

from tests.discover.web import Site, html, source

NAV = (
    "<nav><ul><li><a href='/'>{home}</a></li><li><a href='{about}'>{about_text}</a></li>"
    "<li><a href='{news}'>{news_text}</a></li><li><a href='/contact'>{contact}</a></li></ul></nav>"
)


def test_portuguese_drupal_view_with_pager() -> None:
    nav = NAV.format(
        home="Início", about="/sobre", about_text="Sobre", news="/noticias", news_text="Notícias", contact="Contato"
    )

    def rows(numbers: range) -> str:
        return "".join(
            f"<div class='views-row'><div class='views-field-title'><span class='field-content'>"
            f"<a href='/noticias/pesquisa-mostra-efeito-numero-{n}'>Pesquisa mostra efeito número {n} em pacientes</a></span></div>"
            f"<div class='views-field-created'><span class='field-content'>{n:02}/10/2025 - 14h32</span></div></div>"
            for n in numbers
        )

    pager = "<nav class='pager'><ul><li><a href='?page=1' rel='next'>próximo ›</a></li><li><a href='?page=1'>2</a></li></ul></nav>"
    site = Site(
        "www.ufxx.example",
        {
            "/": html(
                f"{nav}<main><h1>Universidade</h1><p>Bem-vindo</p><a href='/cursos/medicina'>Curso de Medicina</a></main>",
                lang="pt-br",
            ),
            "/noticias": html(
                f"{nav}<main><h1>Notícias</h1><div class='view-content'>{rows(range(11, 21))}</div>{pager}</main>",
                lang="pt-br",
            ),
            "/noticias?page=1": html(
                f"{nav}<main><h1>Notícias</h1><div class='view-content'>{rows(range(1, 11))}</div></main>", lang="pt-br"
            ),
        },
    )
    walked = site.walk(source("https://www.ufxx.example/", "pt"))
    assert walked.paths == {f"/noticias/pesquisa-mostra-efeito-numero-{n}" for n in range(1, 21)}
    entry = next(entry for url, entry in walked.entries.items() if url.endswith("numero-7"))
    assert (entry.published_at, entry.title) == ("2025-10-07", "Pesquisa mostra efeito número 7 em pacientes")
    assert len(walked.asked) <= 4


def test_polish_typo3_table() -> None:
    nav = NAV.format(
        home="Strona główna",
        about="/o-nas",
        about_text="O nas",
        news="/aktualnosci.html",
        news_text="Aktualności",
        contact="Kontakt",
    )
    rows = "".join(
        f"<tr><td class='data'>{day}.09.2025</td><td><a href='/aktualnosci/szczegoly/nowy-grant-{day}.html'>Nowy grant na badania {day}</a></td></tr>"
        for day in range(10, 16)
    )
    site = Site(
        "www.instytut.example",
        {
            "/": html(nav + "<div id='content'><p>Instytut Fizyki</p></div>", lang="pl"),
            "/aktualnosci.html": html(
                f"{nav}<div id='content'><table class='contenttable'>{rows}</table></div>", lang="pl"
            ),
        },
    )
    walked = site.walk(source("https://www.instytut.example/", "pl"))
    assert walked.paths == {f"/aktualnosci/szczegoly/nowy-grant-{day}.html" for day in range(10, 16)}
    assert {entry.published_at for entry in walked.entries.values()} == {f"2025-09-{day}" for day in range(10, 16)}


def test_dutch_university_with_years_and_months_in_the_address() -> None:
    nav = NAV.format(
        home="Home", about="/over-ons", about_text="Over ons", news="/nieuws", news_text="Nieuws", contact="Contact"
    )

    def cards(year: int) -> str:
        return "".join(
            f"<li class='card'><a class='card__link' href='/nieuws/{year}/{month}/onderzoek-naar-slaap-{year}-{month}'>"
            f"<img src=x.jpg alt=''><h3>Onderzoek naar slaap in {month} {year}</h3><time>{day} {month} {year}</time><p>Korte tekst.</p></a></li>"
            for day, month in ((3, "mei"), (14, "juni"), (25, "maart"))
        )

    years = "<ul class='filter'><li><a href='/nieuws/2025'>2025</a></li><li><a href='/nieuws/2024'>2024</a></li></ul>"
    site = Site(
        "www.universiteit.example",
        {
            "/": html(
                f"{nav}<main><h2>Studeren</h2><a href='/opleidingen/geneeskunde-bachelor'>Geneeskunde</a></main>",
                lang="nl",
            ),
            "/nieuws": html(f"{nav}<main><ul>{cards(2026)}</ul>{years}</main>", lang="nl"),
            "/nieuws/2025": html(f"{nav}<main><ul>{cards(2025)}</ul>{years}</main>", lang="nl"),
            "/nieuws/2024": html(f"{nav}<main><ul>{cards(2024)}</ul>{years}</main>", lang="nl"),
        },
    )
    walked = site.walk(source("https://www.universiteit.example/", "nl"))
    assert len(walked.paths) == 9
    assert all("/onderzoek-naar-slaap-" in path for path in walked.paths)


def test_german_institute_whose_press_releases_lie_behind_a_hub() -> None:
    nav = NAV.format(
        home="Start", about="/institut", about_text="Institut", news="/presse", news_text="Presse", contact="Kontakt"
    )
    teasers = "".join(
        f"<div class='teaser'><span class='teaser-date'>{day}. Oktober 2025</span><h3 class='teaser-headline'>Neuer Sensor misst Werte Nr. {day}</h3>"
        f"<p>Forschende haben …</p><a class='more' href='/presse/pressemitteilungen/detail/neuer-sensor-{day}'>Weiterlesen</a></div>"
        for day in range(2, 9)
    )
    site = Site(
        "www.institut.example",
        {
            "/": html(nav + "<main><p>Willkommen</p></main>", lang="de"),
            "/presse": html(
                nav + "<main><ul><li><a href='/presse/pressemitteilungen'>Pressemitteilungen</a></li>"
                "<li><a href='/presse/bilder'>Bilder und Logos</a></li><li><a href='/presse/kontakt'>Pressekontakt</a></li></ul></main>",
                lang="de",
            ),
            "/presse/pressemitteilungen": html(f"{nav}<main>{teasers}</main>", lang="de"),
        },
    )
    walked = site.walk(source("https://www.institut.example/", "de"))
    assert walked.paths == {f"/presse/pressemitteilungen/detail/neuer-sensor-{day}" for day in range(2, 9)}
    entry = walked.entries["https://www.institut.example/presse/pressemitteilungen/detail/neuer-sensor-4"]
    assert (entry.title, entry.published_at) == ("Neuer Sensor misst Werte Nr. 4", "2025-10-04")


def test_events_beside_the_news_are_not_news() -> None:
    nav = NAV.format(
        home="Accueil",
        about="/a-propos",
        about_text="À propos",
        news="/actualites",
        news_text="Actualités",
        contact="Contact",
    )
    news = "".join(
        f"<article><h2><a href='/actualites/un-nouveau-traitement-{n}'>Un nouveau traitement contre la maladie {n}</a></h2><span>{n} mars 2025</span></article>"
        for n in range(1, 6)
    )
    events = "".join(
        f"<article><h2><a href='/agenda/seminaire-du-laboratoire-{n}'>Séminaire du laboratoire numéro {n} en salle B</a></h2><span>{n} avril 2025</span></article>"
        for n in range(1, 6)
    )
    page = html(f"{nav}<main><section>{news}</section><section>{events}</section></main>", lang="fr")
    site = Site("labo.example", {"/": page, "/actualites": page})
    walked = site.walk(source("https://labo.example/", "fr"))
    assert walked.paths == {f"/actualites/un-nouveau-traitement-{n}" for n in range(1, 6)}


def test_greek_and_russian_labels() -> None:
    for lang, label, text, date in (
        ("el", "Ανακοινώσεις", "Νέα μελέτη για την υγεία των παιδιών", "5 Μαρτίου 2025"),
        ("ru", "Новости", "Учёные создали новый материал для батарей", "5 марта 2025"),
        ("uk", "Новини", "Науковці створили новий матеріал для батарей", "5 березня 2025"),
        ("tr", "Haberler", "Araştırmacılar yeni bir malzeme geliştirdi", "5 Mart 2025"),
        ("cs", "Aktuality", "Vědci vyvinuli nový materiál pro baterie", "5. března 2025"),
        ("fi", "Ajankohtaista", "Tutkijat kehittivät uuden materiaalin akkuihin", "5.3.2025"),
        ("sv", "Nyheter", "Forskare har utvecklat ett nytt material", "5 mars 2025"),
    ):
        items = "".join(f"<li><span>{date}</span> <a href='/x/{n}'>{text} {n}</a></li>" for n in range(100, 106))
        site = Site(
            "u.example",
            {
                "/": html(f"<div class='menu'><a href='/m1'>A</a><a href='/n7'>{label}</a></div><p>…</p>", lang=lang),
                "/n7": html(
                    f"<div class='menu'><a href='/m1'>A</a><a href='/n7'>{label}</a></div><ul class='l'>{items}</ul>",
                    lang=lang,
                ),
            },
        )
        walked = site.walk(source("https://u.example/", lang))
        assert walked.paths == {f"/x/{n}" for n in range(100, 106)}, lang
        assert {entry.published_at for entry in walked.entries.values()} == {"2025-03-05"}, lang
