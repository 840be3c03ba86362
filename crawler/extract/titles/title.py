"""Turns a page's headings, meta tags and JSON-LD into the title of its article: what other places confirm wins."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.structured import Structured, text_of
from crawler.extract.titles.choice import SEPARATOR, Choice, choices, host_letters, rank
from crawler.extract.titles.places import Print, fold, read_prints
from crawler.extract.titles.weights import WEIGHTS
from crawler.items import Candidate

__all__ = ["Title", "find_title", "fold"]

MOST_SHOWN = 6
_MACHINE = frozenset(("title", "og", "twitter"))
_SITE_TYPES = ("WebSite", "Organization", "NewsMediaOrganization", "CollegeOrUniversity", "Hospital")
# Places in words, in the order in which one gives a title its origin.
_PLACES = {
    "h1": "the first-order heading",
    "h2": "a second-order heading",
    "h3": "a third-order heading",
    "part": "a part of a heading",
    "json-ld": "the headline in JSON-LD",
    "og": "the title for sharing (og:title)",
    "feed": "the list that named the page",
    "title": "the document's title",
    "meta": "a citation tag",
    "microdata": "the headline in microdata",
    "twitter": "twitter:title",
}
_AGAINST = (
    ("site name", "it is the site's name"),
    ("with site name", "it carries the site's name"),
    ("part name", "it names a part of the page"),
    ("site heading", "the heading leads home"),
    ("h1 in list", "the heading stands in a menu or list"),
    ("h1 is a tail", "the document's title ends with it, as with a site's name"),
    ("only cut", "no place prints it whole"),
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title and where it came from; `element` is the heading on the page that shows it, for the date beside it.

    `confidence`: how often a title with such evidence is right, 0..1, as measured on pages of sites the weights were
    not fitted on (bench/titles.py). `candidates`: the taken one first.
    """

    text: str
    origin: str
    element: HtmlElement | None = None
    confidence: float = 0.0
    candidates: tuple[Candidate, ...] = ()


def find_title(tree: HtmlElement, structured: Structured, entry_title: str | None, url: str = "") -> Title | None:
    """The title of the page's article, without the site's name; None when the page names none.

    Method: every place that may hold the title gives what it prints, whole and cut at separators. Prints of the same
    words are one choice; what its places, their surroundings, the address and the other choices say for it is weighed
    by a conditional logit fitted on annotated pages (bench/titles.py).
    """
    found = title_choices(tree, structured, entry_title, url)
    if not found:
        return None
    ranked = rank(found, WEIGHTS)
    best = ranked[0]
    text = (
        _without_site(best.text, _site_names(structured), host_letters(url)) if _origin(best) in _MACHINE else best.text
    )
    shown = tuple(
        Candidate(
            field="title",
            value=text if choice is best else choice.text,
            origin=_origin(choice),
            confidence=round(choice.confidence, 3),
            why=_why(choice),
        )
        for choice in ranked[:MOST_SHOWN]
    )
    return Title(text, _origin(best), _anchor(ranked), round(best.confidence, 3), shown)


def title_choices(tree: HtmlElement, structured: Structured, entry_title: str | None, url: str) -> list[Choice]:
    """Every possible title of a page with its features, unranked."""
    prints = read_prints(tree, structured, entry_title)
    return choices(prints, _site_names(structured) | _beside_title(prints), url)


def _origin(choice: Choice) -> str:
    """The place that gave the title: the heading that shows it, else the best of the places for machines."""
    for place in _PLACES:
        if place == "part":
            part = next((one for one in choice.prints if one.place == "part"), None)
            if part is not None and part.element is not None:
                return str(part.element.tag)
        elif any(one.place == place for one in choice.prints):
            return place
    return choice.cut_from[0] if choice.cut_from else "title"


def _anchor(ranked: list[Choice]) -> HtmlElement | None:
    """The heading that shows the winner, else one that says nearly the same."""
    for choice in ranked[:4]:
        if choice is ranked[0] or "h1 nearly confirmed" in choice.features or "h1 mostly confirmed" in choice.features:
            for one in choice.prints:
                if one.element is not None:
                    return one.element
    return None


def _why(choice: Choice) -> str:
    """The reasons for and against a choice, in words."""
    whole = [words for place, words in _PLACES.items() if any(one.place == place for one in choice.prints)]
    said = "printed as " + ", ".join(whole) if whole else "cut from " + _PLACES[choice.cut_from[0]]
    more = [_PLACES[place] for place in choice.cut_from if all(one.place != place for one in choice.prints)]
    if whole and more:
        said += "; with more words in " + ", ".join(more)
    if choice.features.get("words of slug", 0.0) >= 0.6:
        said += "; its words make the address"
    against = [words for name, words in _AGAINST if name in choice.features and (name != "only cut" or whole)]
    return said + (". Against it: " + ", ".join(against) if against else "")


def _site_names(structured: Structured) -> set[str]:
    names = structured.all("og:site_name", "application-name", "dc.publisher", "al:ios:app_name")
    for node in structured.of_type(*_SITE_TYPES):
        names.append(text_of(node.get("name")))
    names.append(text_of(structured.article.get("publisher")))
    return {fold(name) for name in names if name}


def _beside_title(prints: list[Print]) -> set[str]:
    """What the document's title prints beside the title that the page gives for sharing: the name of the site."""
    shared = {fold(one.text) for one in prints if one.place in ("og", "json-ld", "feed")}
    names: set[str] = set()
    for whole in (fold(one.text) for one in prints if one.place == "title"):
        for match in islice(SEPARATOR.finditer(whole), 8):
            head, tail = whole[: match.start()].strip(" ."), whole[match.end() :].strip(" .")
            names.update(other for one, other in ((head, tail), (tail, head)) if one in shared and other not in shared)
    return names


def _without_site(text: str, site_names: set[str], host: str) -> str:
    """Cuts a known site name, or one that its host is called by, from the end or the beginning."""
    for match in islice(SEPARATOR.finditer(text), 8):
        tail = fold(text[match.end() :])
        letters = "".join(char for char in tail if char.isalnum())
        if tail in site_names or (len(letters) >= 3 and letters in host):
            return text[: match.start()].strip()
        if fold(text[: match.start()]) in site_names:
            return text[match.end() :].strip()
    return text
