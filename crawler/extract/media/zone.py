"""Turns the kept lines of an article into the part of the page that is the article, for its pictures and files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extract.blocks import OUTSIDE, Block, is_outside
from crawler.extract.text.teasers import HEADS

CLIMB = 40  # ancestors looked at: a page chooses its own depth
MOST_SEEN = 3_000  # pictures, frames and links of one page
SHARE = 0.8  # of the article's characters stand inside its holder
MEDIA = ("img", "iframe", "video", "audio", "embed", "lite-youtube", "lite-vimeo", "youtube-video")
# Parts of a page that show other pages, people or the site, by the names their templates give them.
FOREIGN = re.compile(
    r"(?:^|[\s_-])(?:cards?|teasers?|tiles?|promo\w*|advert\w*|ads?|adsense|sponsor\w*|authors?|author-?\w+|"
    r"byline|bio|"
    r"avatar|headshot|portrait-small|profile|logos?|icons?|share|sharing|social\w*|newsletter|subscri\w+|"
    r"staff|related\w*|"
    r"recommend\w*|more-?(?:news|stories|articles|posts)|read-?(?:more|next)|next|prev|previous|latest|recent|"
    r"popular|trending|"
    r"also|similar|suggest\w*|weitere|mehr|verwandt\w*|autres|similaires|comments?|emoji|rating|menu|nav|"
    r"navbar|breadcrumbs?|"
    r"modal|popup|cookie\w*|footer|sidebar|widget|partners?|signature|(?:right|left|side)-?col(?:umn)?s?\w*|cta|listing|search-?results?)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_SEEN = frozenset((*MEDIA, "a"))
_TOP = frozenset(("article", "main", "body", "html"))


class Place(Enum):
    """Where something stands beside the article's lines."""

    ABOVE = "above the title"
    HEAD = "between the title and the first line"
    INSIDE = "between the first line and the last"
    BELOW = "after the last line, in the same part of the page"


@dataclass(frozen=True, slots=True)
class Zone:
    """The article's part of a page. `holder`: the innermost element around nearly all its lines. `seen`: what stands in
    it or just above it, with its place, in document order, other pages' and the site's parts left out."""

    holder: HtmlElement
    title: HtmlElement | None
    covered: frozenset[HtmlElement]  # elements around a kept line, or holding one
    seen: tuple[tuple[HtmlElement, Place], ...] = ()
    pictures: dict[HtmlElement, tuple[str, str]] = field(default_factory=dict)  # read so far: address and key

    def unit(self, element: HtmlElement) -> HtmlElement:
        """The largest part around an element that holds no line of the article: a picture with what belongs to it."""
        unit = element
        for parent in climb(element):
            if parent in self.covered or parent.tag in _TOP:
                break
            unit = parent
        return unit


def find_zone(
    tree: HtmlElement, blocks: Sequence[Block], kept: Sequence[Block], root: HtmlElement, title: HtmlElement | None
) -> Zone:
    """The part of the page with the article. `root`: what is taken when no line was kept."""
    holder, covered = _holder(kept, root)
    if title is not None:
        covered = covered.union((title, *climb(title)))
    first, last = (kept[0].element, kept[-1].element) if kept else (None, None)
    stop, behind = _stop(blocks, kept), _behind(holder)
    end = _behind(last) if last is not None else None
    marks = [node for node in (first, stop, behind, end, title) if node is not None]
    seen: list[tuple[HtmlElement, Place]] = []
    place = Place.HEAD if title is None else Place.ABOVE
    if first is None:
        place = Place.INSIDE
    for node in tree.iter(*{*MEDIA, "a", *(str(mark.tag) for mark in marks)}):
        if node is title and place is Place.ABOVE:
            place = Place.HEAD
        if node is first:
            place = Place.INSIDE
        if node is stop:
            break
        if kept and place is Place.INSIDE and (node is behind or node is end):
            place = Place.BELOW
        if node.tag in _SEEN:
            seen.append((node, place))
            if len(seen) >= MOST_SEEN:
                break
    return Zone(holder, title, covered, tuple(seen))


@lru_cache(maxsize=16_384)  # menus and heads are the same on all pages of a site
def is_head(line: str) -> bool:
    """Whether a line is the head of teasers: "Read more", "À lire aussi", "関連記事"."""
    return len(line) <= 90 and HEADS.match(line) is not None


def climb(element: HtmlElement, most: int = CLIMB) -> Iterator[HtmlElement]:
    """The ancestors of an element, innermost first, at most so many."""
    for count, parent in enumerate(element.iterancestors()):
        if count == most:
            return
        yield parent


def foreign(element: HtmlElement, zone: Zone) -> bool:
    """Whether an element stands in a part of the page that is not the article's, though between its lines perhaps."""
    for node in (element, *climb(element)):
        if node is zone.holder or (node in zone.covered and node.tag in _TOP):
            return False
        if node.tag in _TOP and not _frames_media(node):
            return str(node.tag) == "article"
        if node.get(OUTSIDE) is not None:
            return True
        if node in zone.covered:
            continue
        if node.tag in ("nav", "footer", "aside", "header-nav") or _is_foreign(names(node)) or is_outside(node):
            return True
    return False


def _frames_media(article: HtmlElement) -> bool:
    """Whether an `article` inside the article only frames a picture or a player, as Drupal's media do."""
    return article.tag == "article" and next(article.iter("a", "h2", "h3", "h4", "h5"), None) is None


def names(node: HtmlElement) -> str:
    """The class and id of an element."""
    return f"{(node.get('class') or '')[:300]} {(node.get('id') or '')[:100]}"


@lru_cache(maxsize=4_096)
def _is_foreign(called: str) -> bool:
    return len(called) > 2 and FOREIGN.search(called) is not None


def _holder(kept: Sequence[Block], root: HtmlElement) -> tuple[HtmlElement, frozenset[HtmlElement]]:
    """The innermost element around most of the kept characters, and every element with a kept line in it."""
    lines: dict[HtmlElement, int] = {}
    for block in kept:
        lines[block.element] = lines.get(block.element, 0) + len(block.text)
    weights = dict(lines)
    above: dict[HtmlElement, int] = {}
    for line, length in lines.items():
        parent = line.getparent()
        if parent is not None:
            above[parent] = above.get(parent, 0) + length
    for parent, length in above.items():  # few: most lines of an article stand side by side
        for node in (parent, *climb(parent)):
            weights[node] = weights.get(node, 0) + length
    whole = sum(lines.values())
    holder = root
    if kept:
        longest = max(kept, key=lambda block: len(block.text)).element
        for node in (longest, *climb(longest)):
            if weights[node] >= SHARE * whole and (node not in lines or node.tag in _TOP):
                holder = node
                break
    return holder, frozenset(weights)


def _behind(part: HtmlElement) -> HtmlElement | None:
    """The first element after a part; None when the page ends with it."""
    for node in (part, *climb(part)):
        following = node.getnext()
        if following is not None:
            return following
    return None


def _stop(blocks: Sequence[Block], kept: Sequence[Block]) -> HtmlElement | None:
    """The head of the teasers below the article, where its part ends."""
    if not kept:
        return None
    last = kept[-1]
    after = False
    for block in blocks:
        if after and is_head(block.text):
            return block.element
        after = after or block is last
    return None
