"""Turns a page's headings, meta tags and JSON-LD into the title of its article: what another place confirms wins."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.structured import Structured, text_of
from crawler.extract.tree import attribute, squeeze, words

# What stands between a title and the name of a site or section.
SEPARATOR = re.compile(r"\s+[|\-–—·•:»›«~/⋆＞>]+\s+|\s*[|｜]\s*|\s+::\s+|(?<=[\u3000-\u9fff])\s*[-–—]\s*")
QUOTES = {ord(a): b for a, b in zip("‘’‚‛“”„‟«»′″´`", "''''" + '""""""' + "'\"''", strict=True)}
# Headings that name a part of the page, not its article.
_PART_NAMES = """
    \n    news | actualités | actualité | aktuelles | aktuell | nachrichten | presse | press | press releases |
    \n    press release | communiqués de presse | communiqué de presse | pressemitteilungen | pressemitteilung |
    \n    medienmitteilung | medienmitteilungen | noticias | noticia | notizie | novità | comunicati stampa |
    \n    comunicato stampa | comunicados | comunicado de prensa | nota de prensa | notas de prensa |
    sala de prensa | \n    newsroom | events | event | agenda | blog | home | accueil | startseite | inicio |
    menu | search | archive | \n    archives | media | magazine | stories | latest news | news & events |
    news and events | veranstaltungen | eventi | \n    eventos | hírek | aktuality | nyheter | uutiset |
    nyheder | nieuws | ニュース | お知らせ | 新着情報 | トピックス | プレスリリース | 新闻 | \n    新聞 |
    新闻动态 | 通知公告 | new | announcements | article | articles | post | posts | press office | medien |
    \n    medieninformation | meldung | meldungen | aktualności | notícias | imprensa | новости | yeni |
    haberler | 소식 | \n    뉴스 | 공지사항\n
"""
PART_NAMES = frozenset(name.strip() for name in _PART_NAMES.split("|"))
TAGS = re.compile(r"<[^<>]{1,200}>")  # feeds and templates put markup into their descriptions
# The sign that generators put behind a heading as a link to itself.
_PERMALINK = re.compile(r"(?:\s*[¶§🔗⚓\u200b\ufe0e\ufe0f]|\s[#∞])+$")
_HOME = re.compile(r"^(?:https?://[^/]{1,200})?/?(?:\.{1,2}/)*(?:(?:index|home|default)\.\w{2,5})?$", re.IGNORECASE)
MAX_TITLE = 400  # characters; a longer "title" is a paragraph


@dataclass(frozen=True, slots=True)
class Title:
    """A title and where it came from; `element` is the heading on the page that shows it, for the date beside it."""

    text: str
    origin: str
    element: HtmlElement | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    origin: str
    weight: float
    element: HtmlElement | None = None


def fold(text: str) -> str:
    """A form in which two prints of one title are equal: NFKC, one kind of quote, no soft hyphen, case folded."""
    text = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).translate(QUOTES)
    return squeeze(text).casefold().strip(" .")


def find_title(tree: HtmlElement, structured: Structured, entry_title: str | None, url: str = "") -> Title | None:
    """The title of the page's article, without the site's name; None when the page names none.

    Method: every place that may hold the title gives a candidate with the trust that place earns by itself; a
    candidate gains what the other places that print the same words, or these words and a site name, would earn.
    """
    candidates = _candidates(tree, structured, entry_title)
    if not candidates:
        return None
    site_names = _site_names(structured) | _beside_title(candidates)
    full = [(fold(c.text), c) for c in candidates]
    best: tuple[float, int, _Candidate] | None = None
    for order, (folded, candidate) in enumerate(full):
        if folded in site_names or (folded in PART_NAMES and len(full) > 1):
            trust = candidate.weight - 6
        else:
            trust = candidate.weight
        for other_folded, other in full:
            if other.origin == candidate.origin:
                continue
            if other_folded == folded:
                trust += other.weight
            elif _printed_in(folded, other_folded):
                trust += other.weight * 0.8
        if best is None or (trust, -order) > (best[0], -best[1]):
            best = (trust, order, candidate)
    return _finish(best[2] if best else candidates[0], full, site_names, _host(url))


def _candidates(tree: HtmlElement, structured: Structured, entry_title: str | None) -> list[_Candidate]:
    found: list[_Candidate] = []

    def add(text: str | None, origin: str, weight: float, element: HtmlElement | None = None) -> None:
        clean = _PERMALINK.sub("", squeeze(text).replace("\u00ad", ""))
        if clean and len(clean) <= MAX_TITLE and any(char.isalnum() for char in clean):
            found.append(_Candidate(clean, origin, weight, element))

    for position, (element, weight) in enumerate(_headings(tree)):
        add(
            words(element, MAX_TITLE * 2),
            element.tag if isinstance(element.tag, str) else "h1",
            weight - position * 0.1,
            element,
        )
    add(text_of(structured.article.get("headline") or structured.article.get("name")), "json-ld", 2.2)
    add(structured.first("citation_title", "dc.title", "dcterms.title"), "meta", 1.8)
    add(structured.first("og:title"), "og", 2.0)
    add(structured.first("twitter:title"), "twitter", 1.0)
    add(next(iter(structured.props.get("headline", ())), None), "microdata", 1.5)
    title = next(tree.iter("title"), None)
    add(title.text_content() if title is not None else None, "title", 1.6)
    shown, trust = _shown(tree, entry_title)
    add(entry_title, "feed", 2.2 + trust, shown)
    return found


def _shown(tree: HtmlElement, entry_title: str | None) -> tuple[HtmlElement | None, float]:
    """Where a page prints the words by which a list names it, as a heading or a line of its own, and the trust gained.

    Old sites print their own name as the title and first heading of every page, and the article's below it.
    """
    wanted = fold(entry_title or "")
    if len(wanted) < 5 or wanted in PART_NAMES:
        return None, 0.0
    for tags, trust in ((("h1", "h2", "h3", "h4", "h5", "h6"), 3.4), (("p", "b", "strong", "td", "div", "font"), 3.0)):
        for element in islice(tree.iter(*tags), 400):
            first = next((fold(text) for text in element.itertext() if text.strip()), "")
            if not first or not wanted.startswith(first) or fold(words(element, len(wanted) + 40)) != wanted:
                continue
            if not any(parent.tag in ("nav", "footer", "aside", "li", "a") for parent in _ancestors(element, 12)):
                return element, trust
    return None, 0.0


def _headings(tree: HtmlElement) -> list[tuple[HtmlElement, float]]:
    """Headings that may show the title, with the trust each earns by its place."""
    found = []
    for element in tree.iter("h1"):
        weight = 3.2  # institutions and most news sites print the title as the first-order heading
        for parent in _ancestors(element, 12):
            if parent.tag in ("article", "main") or parent.get("role") == "main":
                weight += 0.4
                break
            if parent.tag in ("header", "nav", "footer", "aside") and not _within_article(parent):
                weight -= 0.8
                break
        classes = (element.get("class") or "").lower()
        if "site" in classes or "logo" in classes or "brand" in classes or _leads_home(element):
            weight -= 1.5
        found.append((element, weight))
        if len(found) == 6:
            break
    lower = 0.0 if not found else 0.8  # under a first-order heading, which often is the site's name
    for count, element in enumerate(tree.iter("h2", "h3")):
        if count == 5:
            break
        classes = (element.get("class") or "").lower()
        found.append((element, (1.4 if "title" in classes or "headline" in classes else 0.9) - lower))
    return found


def _leads_home(heading: HtmlElement) -> bool:
    """Whether a heading is a link to the home page, as the name of a site is."""
    links = [heading, *heading.iter("a"), *_ancestors(heading, 2)]
    return any(link.tag == "a" and link.get("href") and _HOME.match(attribute(link, "href")) for link in links)


def _ancestors(element: HtmlElement, depth: int) -> list[HtmlElement]:
    return [parent for _, parent in zip(range(depth), element.iterancestors(), strict=False)]


def _within_article(element: HtmlElement) -> bool:
    return any(parent.tag in ("article", "main") for parent in _ancestors(element, 10))


def _printed_in(short: str, long: str) -> bool:
    """Whether `long` is `short` and, behind or before a separator, something else."""
    if len(short) < 4 or short == long or short not in long:
        return False
    return short in (part.strip(" .") for part in _parts(long))


def _parts(text: str) -> list[str]:
    """A text cut at each separator in turn: every head and every tail."""
    cuts = [match.span() for match in SEPARATOR.finditer(text)][:8]
    return [text] + [text[:start] for start, _ in cuts] + [text[end:] for _, end in cuts]


def _site_names(structured: Structured) -> set[str]:
    names = structured.all("og:site_name", "application-name", "dc.publisher", "al:ios:app_name")
    for node in structured.of_type(
        "WebSite", "Organization", "NewsMediaOrganization", "CollegeOrUniversity", "Hospital"
    ):
        names.append(text_of(node.get("name")))
    names.append(text_of(structured.article.get("publisher")))
    return {fold(name) for name in names if name}


def _beside_title(candidates: list[_Candidate]) -> set[str]:
    """What the document's title prints beside the title that the page gives for sharing: the name of the site."""
    shared = {fold(c.text) for c in candidates if c.origin in ("og", "json-ld", "feed")}
    names: set[str] = set()
    for whole in (fold(c.text) for c in candidates if c.origin == "title"):
        for start, end in [match.span() for match in SEPARATOR.finditer(whole)][:8]:
            head, tail = whole[:start].strip(" ."), whole[end:].strip(" .")
            names.update(other for one, other in ((head, tail), (tail, head)) if one in shared and other not in shared)
    return names


def _host(url: str) -> str:
    """The letters and digits of the host, by which a site's name is known: "rocketchat", "wwwwestelmcom"."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return "".join(char for char in host if char.isalnum())


def _finish(best: _Candidate, full: list[tuple[str, _Candidate]], site_names: set[str], host: str) -> Title:
    """The winner without the site's name, printed as the page's heading prints it when there is one."""
    text = best.text
    if best.origin in ("title", "og", "twitter"):
        text = _without_site(text, site_names, host)
    folded = fold(text)
    for other_folded, other in full:
        if other_folded == folded and other.element is not None:
            return Title(other.text, best.origin, other.element)
    return Title(text, best.origin, best.element)


def _without_site(text: str, site_names: set[str], host: str) -> str:
    """Cuts a known site name, or one that its host is called by, from the end or the beginning."""
    for start, end in [match.span() for match in SEPARATOR.finditer(text)][:8]:
        tail = fold(text[end:])
        letters = "".join(char for char in tail if char.isalnum())
        if tail in site_names or (len(letters) >= 3 and letters in host):
            return text[:start].strip()
        if fold(text[:start]) in site_names:
            return text[end:].strip()
    return text


@dataclass(frozen=True, slots=True)
class Lead:
    """The standfirst and where it came from."""

    text: str
    origin: str


def find_lead(structured: Structured, summary: str | None) -> Lead | None:
    """The standfirst a page gives for sharing, else a feed's summary; None when there is none."""
    said = text_of(structured.article.get("description"))
    shared = structured.first("og:description", "description", "twitter:description", "dc.description")
    for text, origin in ((said, "json-ld"), (shared, "meta"), (summary, "feed")):
        plain = squeeze(unescape(TAGS.sub(" ", text))) if text else ""
        if len(plain) > 20:
            return Lead(plain[:1_000], origin)
    return None
