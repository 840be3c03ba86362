"""Error pages, logins, consent walls and tests for browsers are told from articles, in many languages."""

# ruff: noqa: E501 - a page on one line reads as a table of cases

from __future__ import annotations

import pytest

from crawler.items import PageKind
from tests.extract.pages import PROSE, page, read

HERE = "https://x.example/news/a-story"

MISSING = [
    "Page not found",
    "404",
    "Error 404",
    "404 – Not Found | Example University",
    "Oops! That page can’t be found.",
    "The requested page could not be found",
    "This page does not exist",
    "We couldn't find that page",
    "Gone",
    "Seite nicht gefunden",
    "Fehler 404 – Universität",
    "Diese Seite ist leider nicht mehr verfügbar",
    "Page introuvable",
    "Erreur 404",
    "La page demandée n’existe pas",
    "Página no encontrada",
    "La página que busca no existe",
    "Pàgina no trobada",
    "Pagina non trovata",
    "Errore 404",
    "Página não encontrada",
    "Pagina niet gevonden",
    "Sidan kunde inte hittas",
    "Siden ble ikke funnet",
    "Siden findes ikke",
    "Sivua ei löytynyt",
    "Strona nie została znaleziona",
    "Nie znaleziono strony",
    "Stránka nenalezena",
    "Stránka nebola nájdená",
    "Az oldal nem található",
    "Pagina nu a fost găsită",
    "Страница не найдена",
    "Сторінку не знайдено",
    "Sayfa bulunamadı",
    "Η σελίδα δεν βρέθηκε",
    "お探しのページは見つかりませんでした",
    "ページが存在しません",
    "页面不存在",
    "找不到網頁",
    "페이지를 찾을 수 없습니다",
    "الصفحة غير موجودة",
    "הדף לא נמצא",
]
WALLED = [
    "Just a moment...",
    "Attention Required! | Cloudflare",
    "Access Denied",
    "Pardon Our Interruption",
    "Making sure you're not a bot!",
    "Vercel Security Checkpoint",
    "Are you a robot?",
    "Request Rejected",
    "Human Verification",
    "403 Forbidden",
    "Nur einen Moment…",
    "Un instant…",
    "Un momento…",
    "Proszę czekać...",
    "Один момент…",
    "Bir dakika lütfen...",
    "请稍候…",
    "しばらくお待ちください...",
    "잠시만 기다리십시오…",
    "Before you continue to Example",
    "Cookie settings",
    "Datenschutzeinstellungen",
    "Gestion des cookies",
    "Zugriff verweigert",
    "Accès refusé",
    "Acceso denegado",
    "Accesso negato",
    "Доступ запрещён",
    "You are not authorized to access this page",
]


@pytest.mark.parametrize("title", MISSING)
def test_pages_that_say_they_are_missing(title: str) -> None:
    for html in (page(f"<h1>{title}</h1><p>Home · Contact</p>"), page("<p>Home · Contact</p>", title=title)):
        assert read(html, HERE).kind is PageKind.SOFT_404, read(html, HERE).reason


@pytest.mark.parametrize("title", WALLED)
def test_walls_by_their_title(title: str) -> None:
    article = read(page(f"<h1>{title}</h1><p>Home · Contact</p>", title=title), HERE)
    assert article.kind in (PageKind.WALL, PageKind.SOFT_404) and article.reason
    assert article.kind is PageKind.WALL or "403" in title


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<h1>Sorry</h1><p>The page you are looking for has been moved or does no longer exist.</p>", "University"),
        ("<h1>Hoppla</h1><p>Die gesuchte Seite konnte leider nicht gefunden werden.</p>", "Klinik"),
        ("<h1>Désolé</h1><p>La page que vous recherchez n’existe plus ou a été déplacée.</p>", "Université"),
        ("<h1>Lo sentimos</h1><p>La página que está buscando no existe o ha cambiado.</p>", "Hospital"),
        ("<h1>Spiacenti</h1><p>La pagina richiesta non è più disponibile sul sito.</p>", "Ateneo"),
        ("<h1>Helaas</h1><p>De pagina die u zoekt bestaat niet meer op deze site.</p>", "Ziekenhuis"),
        ("<h1>ご案内</h1><p>お探しのページは移動または削除された可能性があります。</p>", "大学"),
        ("<h1>提示</h1><p>您访问的页面不存在，请返回首页重新浏览内容。</p>", "大学"),
    ],
)
def test_pages_that_say_in_a_sentence_that_they_are_missing(body: str, title: str) -> None:
    assert read(page(body, title=title), HERE).kind is PageKind.SOFT_404


@pytest.mark.parametrize(
    "html",
    [
        page("<p>Enable JavaScript and cookies to continue</p><script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script>", title="x.example"),
        page("<iframe src='/_Incapsula_Resource?CWUDNSAI=1'>Request unsuccessful. Incapsula incident ID: 1</iframe>", title=""),
        page("<p>Please enable JS and disable any ad blocker</p><script>var dd={'host':'geo.captcha-delivery.com'}</script>", title="x.example"),
        page("<p>Press and hold</p><div id='px-captcha'></div><script>window._pxAppId='PX1';</script>", title="x.example"),
        page("<noscript><h1>JavaScript is disabled</h1></noscript><script>window.awsWafCookieDomainList=[];</script>", title=""),
        page("<p>One more check</p><div class='h-captcha'></div>", title="Example"),
        page("<form method='post' action='https://idp.example/sso'><input type='hidden' name='SAMLRequest' value='x'><noscript>Continue</noscript></form>", title="Redirect"),
        page("<h1>Example University</h1><form><input name='user'><input type='password'></form>", title="Example University"),
        page("<h1>Intranet</h1><form><input name='user'><input type='password'></form><p>Only staff.</p>", title="Intranet"),
        page("<h1>A story</h1><p>You need to log in to read the whole article. Log in with the account of your institute.</p>", title="Example"),
        page("<h1>Ihre Privatsphäre</h1><p>Wir verwenden Cookies und ähnliche Techniken. Sie können allen Zwecken zustimmen oder sie ablehnen.</p>", title="Klinik"),
    ],
)  # fmt: skip
def test_walls_by_their_scripts_forms_and_sentences(html: str) -> None:
    article = read(html, HERE)
    assert article.kind is PageKind.WALL, (article.kind, article.reason)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Access denied to millions: who can pay for care?", PROSE * 3),
        ("410 new students welcomed", "The faculty welcomed 410 new students on Monday in the great hall of the house."),
        ("404 patients were treated in the first year", "The new unit has treated 404 patients since it was opened in May."),
        ("Missing link between gut and brain not found", PROSE),
        ("Bridge to the new hospital is under construction", PROSE),
        ("Just a few moments of exercise help", "A few moments of exercise each day help the heart, a small study has found."),
        ("Are we human? A lecture on machines", "The lecture on machines takes place on Monday in the great hall of the house."),
        ("Cookies for a good cause: bakers help the clinic", "Bakers sold cookies for the clinic for children on Saturday and gave all they got."),
        ("Error-free reading of genes", "A new way of reading genes makes hardly any error, says a team of the institute."),
        ("Network loops that learn", "Loops in networks learn by themselves when the current changes, a team has found."),
        ("A gap in care that nobody could find on a page", PROSE),
        ("Zugang zu Forschung: Wer ist nicht berechtigt?", PROSE),
        ("Seite an Seite gegen Krebs", "Ärztinnen und Pflegende arbeiten auf der neuen Station Seite an Seite für die Kranken."),
        ("Page turner: a library opens", "The library for children opens its doors on Monday with a long night of reading."),
        ("存在しないはずの粒子を観測", "研究グループは、存在しないはずと考えられていた粒子を観測したと発表した。観測は三年にわたった。"),
        ("Login to life: a story of newborns", PROSE),
    ],
)  # fmt: skip
def test_articles_with_such_words_stay_articles(title: str, text: str) -> None:
    article = read(page(f"<main><h1>{title}</h1><p>{text}</p></main>", title=f"{title} | Example"), HERE)
    assert article.kind is PageKind.ARTICLE, article.reason


def test_a_short_article_with_a_cookie_banner_or_a_login_for_comments_stays_one() -> None:
    banner = "<div class='cookie-banner'><p>We use cookies. Accept all or choose.</p></div>"
    comment = "<p>Log in to continue with a comment.</p>"
    html = page(f"{banner}<main><h1>A prize for the eye clinic</h1><p>{PROSE}</p>{comment}</main>")
    assert read(html, HERE).kind is PageKind.ARTICLE


def test_an_article_behind_a_widget_that_tests_for_robots_stays_one() -> None:
    form = "<form><div class='g-recaptcha'></div></form><script src='https://challenges.cloudflare.com/t.js'></script>"
    assert read(page(f"<main><h1>A prize</h1><p>{PROSE}</p></main>{form}"), HERE).kind is PageKind.ARTICLE
