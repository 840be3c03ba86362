"""Turns a page that lists articles into the articles it lists, by the page's own repetition, without any selector."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml import html

from crawler.addresses import address_key, article_likeness, resolve_address, same_site
from crawler.discover.blocks import Listed, read_block
from crawler.discover.daylines import find_date
from crawler.discover.pages import Link, Page, text_of
from crawler.discover.paging import list_key
from crawler.discover.sections import is_dated, is_foreign_section, is_news_section, is_root, is_within, section_of
from crawler.discover.vocabulary import LANGUAGE_NAMES, NEXT, PAST, fold, is_skipped, label, names
from crawler.extract.dates.daylabels import NUMERIC
from crawler.extract.tree import attribute, words

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NUMBER = re.compile(r"^\W*\d{1,4}\s?年?度?\W*$")
LONE = 1.9  # a block of which there is only one on the page
_VARIES = re.compile(r"\d+|\b(?:first|last|odd|even|active|sticky|featured|clearfix)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Repeated blocks of one shape, each leading elsewhere. `score`: how surely they are articles, about -3..5."""

    items: tuple[Listed, ...]
    score: float
    place: str
    dated: float  # share of items with a printed date
    newsy: float  # share of items whose address is that of an article in a section named after news


def find_groups(page: Page, newest: date) -> list[Group]:
    """The groups of repeated blocks on a page, the surest first. Cost grows with links times nesting, both bounded."""
    members: dict[str, list[Link]] = defaultdict(list)
    blocks: dict[str, set[html.HtmlElement]] = defaultdict(set)
    links = _candidates(page)
    single = _owners((link.element, address_key(link.url)) for link in links)
    for link in links:
        item = _climb(link.element, single)
        shape = _shape(item, link.place)
        members[shape].append(link)
        blocks[shape].add(item)
    month_first = prints_month_first(page)
    groups: list[Group] = []
    for shape, found in members.items():
        group = _group(page, found, newest, single, len(blocks[shape]), month_first)
        apart = _boxes(found, single) if 0.2 < group.dated < 0.9 else []
        parts = [_group(page, part, newest, single, len(part), month_first) for part in apart]
        groups += parts if any(p.dated >= 0.9 for p in parts) and any(p.dated == 0 for p in parts) else [group]
    return sorted((group for group in groups if group.items), key=lambda group: -group.score)


def _candidates(page: Page) -> list[Link]:
    found = []
    here, own = address_key(page.url), list_key(page.url)
    for link in page.links:
        parts = urlsplit(link.url)
        if (
            not same_site(link.url, page.url)
            or address_key(link.url) == here
            or list_key(link.url) == own
            or is_skipped(parts.path, parts.query)
            or is_within(page.url, link.url)  # a section above this page
            or (not parts.query and parts.path in ("", "/"))
            or LANGUAGE_NAMES.get(fold(link.text).strip(" |/·[]()"))
            or link.url == page.next
            or _NUMBER.match(link.text)  # a page of the list, or a year
            or label(link.text) in NEXT
            or names(link.text, PAST) >= 0.8
        ):
            continue
        found.append(link)
    return found


def _boxes(links: Sequence[Link], single: dict[html.HtmlElement, str]) -> list[list[Link]]:
    """The links of one shape by the box that holds their blocks: two lists of a page may be laid out alike."""
    boxes: dict[html.HtmlElement, list[Link]] = defaultdict(list)
    for link in links:
        boxes[_climb(link.element, single).getparent()].append(link)
    return list(boxes.values()) if len(boxes) > 1 else []


_MANY = "\x00many"


def _owners(pairs: Iterable[tuple[html.HtmlElement, str]]) -> dict[html.HtmlElement, str]:
    """For every element around the given ones: the only target below it, or _MANY."""
    owner: dict[html.HtmlElement, str] = {}
    for element, target in pairs:
        node: html.HtmlElement | None = element
        while node is not None:
            known = owner.get(node)
            if known is None:
                owner[node] = target
            elif known == _MANY:
                break  # so are all elements around it
            elif known != target:
                owner[node] = _MANY
            node = node.getparent()
    return owner


def _climb(element: html.HtmlElement, owner: dict[html.HtmlElement, str]) -> html.HtmlElement:
    """The largest block around an element that leads to nothing else."""
    parent = element.getparent()
    while parent is not None and parent.tag not in ("body", "html") and owner.get(parent) != _MANY:
        element, parent = parent, parent.getparent()
    return element


def _shape(item: html.HtmlElement, place: str) -> str:
    """What blocks of one list have in common: the tags around them and the name of the box they lie in."""
    path = [str(item.tag)]
    for ancestor in item.iterancestors():
        path.append(str(ancestor.tag))
    parent = item.getparent()
    name = _VARIES.sub("", attribute(parent, "class").lower()) if parent is not None else ""
    return f"{place}|{'/'.join(path)}|{' '.join(name.split())}"


def accepted(page: Page, newest: date, least: float) -> list[tuple[Listed, float]]:
    """The articles a page lists, each with how surely it is one (0..1); groups below `least` are left out.

    Beside a list of articles pages show lists of other things. They are taken for articles only when they look nearly
    as much like it, or when their addresses lie in the same section; a lone block must convince by itself.
    """
    groups = [group for group in find_groups(page, newest) if group.score >= least - 0.7 * group.newsy]
    if not groups:
        return []
    best = max(groups, key=lambda group: group.score * min(len(group.items), 3))
    sections = {section_of(item.url) for item in best.items if not is_root(section_of(item.url))}
    found: list[tuple[Listed, float]] = []
    for group in groups:
        beside = group.place not in ("main", "body") and best.place in ("main", "body")
        alike = not beside and group.score >= best.score - 1.5 and (len(group.items) > 1 or group.score >= LONE)
        for item in group.items:
            if group is best or alike or section_of(item.url) in sections or is_news_section(item.url):
                if group.dated < 0.5:  # a list prints the day of all its entries or of none; a lone one is in a text
                    item = replace(item, published_at=None, precision=None)
                found.append((item, max(0.1, min(1.0, group.score / 4))))
    return found


def _group(
    page: Page,
    links: Sequence[Link],
    newest: date,
    single: dict[html.HtmlElement, str],
    blocks: int,
    month_first: bool,
) -> Group:
    by_target: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_target[address_key(link.url)].append(link)
    # A block reaches as far as no other article of the list begins; a lone one as far as no other link begins.
    owner = _owners((link.element, address_key(link.url)) for link in links) if len(by_target) > 1 else single
    items = [read_block(found, _climb(found[0].element, owner), newest, month_first) for found in by_target.values()]
    place = links[0].place
    dated = sum(item.published_at is not None for item in items) / len(items)
    return Group(
        items=tuple(items),
        score=_score(page, items, place, dated, blocks),
        place=place,
        dated=dated,
        newsy=sum(is_news_section(item.url) and article_likeness(item.url) >= 0.4 for item in items) / len(items),
    )


def _score(page: Page, items: Sequence[Listed], place: str, dated: float, blocks: int) -> float:
    """Weights set by hand on the pages of real newsrooms; only their order of size matters."""
    size = len(items)
    score = 1.3 * dated
    score += 0.8 * sum(article_likeness(item.url) for item in items) / size
    score += 0.7 * sum(min(title_length(item.title) / 45, 1.0) for item in items) / size
    score += 0.4 * sum(item.headed for item in items) / size
    score += (
        0.8 * sum(is_within(item.url, page.url) for item in items) / size if urlsplit(page.url).path != "/" else 0.0
    )
    score += 0.7 * sum(is_news_section(item.url) or is_dated(item.url) for item in items) / size
    score -= 1.2 * sum(is_foreign_section(item.url) for item in items) / size
    score -= {"nav": 1.3, "header": 1.0, "footer": 1.2, "aside": 0.4}.get(place, 0.0)
    if blocks > 1.5 * size:
        score -= 4.0  # the same few targets in block after block: labels, not articles
    if size == 1:
        score -= 0.3
    if dated < 0.3 and sum(article_likeness(item.url) for item in items) < 0.3 * size:
        titled = sum(title_length(item.title) for item in items) >= 25 * size
        if not (titled and all(is_within(item.url, page.url) and is_news_section(item.url) for item in items)):
            score -= 1.5  # neither dates nor addresses of articles: the parts of a section
    return score


def title_length(title: str | None) -> float:
    """The length of a title in Latin letters; a Han character or syllable block says as much as two and a half."""
    return len(title) + 1.5 * len(_WIDE.findall(title)) if title else 0.0


def prints_month_first(page: Page) -> bool:
    """Whether 05/12/2024 on this page is the twelfth of May: by its other dates, else on pages of the United States."""
    first = second = 0
    for match in NUMERIC.finditer(words(page.tree, 200_000)):
        one, other = int(match[1]), int(match[3])
        first += one <= 12 < other
        second += other <= 12 < one
    if first != second:
        return first > second
    top = (urlsplit(page.url).hostname or "").rsplit(".", 1)[-1]
    return page.language == "en-us" or (page.language in (None, "en") and top in ("edu", "gov", "mil", "us"))


def read_selected(page: Page, select: dict[str, str], newest: date) -> tuple[list[Listed], str | None]:
    """The articles of a list by a record's own CSS selectors (item, link, title, date, next), and the next page.

    Raises ValueError naming the selector when one is not valid CSS.
    """
    found: list[Listed] = []
    for item in _css(page.tree, select["item"]) if "item" in select else [page.tree]:
        anchors = _css(item, select["link"]) if "link" in select else list(item.iter("a"))
        if item.tag == "a" and not anchors:
            anchors = [item]
        for anchor in anchors if "item" not in select else anchors[:1]:
            url = resolve_address(page.url, attribute(anchor, "href"))
            if url is None:
                continue
            titles = _css(item, select["title"]) if "title" in select else [anchor]
            dates = _css(item, select["date"]) if "date" in select else []
            said = " ".join(f"{attribute(node, 'datetime')} {words(node, 200)}" for node in dates[:1])
            hit = find_date(said, newest)
            found.append(
                Listed(
                    url=url,
                    title=(words(titles[0], 400) or text_of(anchor)) if titles else text_of(anchor),
                    published_at=hit.value if hit else None,
                    precision=hit.precision if hit else None,
                )
            )
    after = _css(page.tree, select["next"])[:1] if "next" in select else []
    return found, resolve_address(page.url, attribute(after[0], "href")) if after else None


def _css(element: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    try:
        return list(element.cssselect(selector))
    except SelectorError as error:
        raise ValueError(f"the selector {selector!r} is not valid CSS: {error}") from error
