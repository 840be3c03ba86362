"""Turns the teasers beside and below an article into links to the other articles they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.alternates import absolute
from crawler.extract.blocks import Block
from crawler.extract.media.zone import is_head, names
from crawler.extract.tree import squeeze
from crawler.items import Link

MOST = 30
REACH = 60  # lines after a head in which its teasers stand
CLIMB = 8
LONGEST = 250  # characters of a title
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:related\w*|recommend\w*|similar\w*|read-?(?:more|next|also|on)|also-?(?:like|read|interesting)|"
    r"more-?(?:news|stories|articles|posts)|latest-?(?:news|posts|articles)|"
    r"recent-?(?:news|posts|articles|entries)|post-?nav\w*|"
    r"prev-?next|next-?(?:article|post|story)|further-?(?:news|reading)|weitere-?(?:artikel|news|meldungen|"
    r"beitraege)|verwandt\w*|"
    r"aehnlich\w*|articles-?(?:lies|similaires|associes)|a-lire\w*|lire-?aussi|correlat[iae]|relacionad[oa]s?|"
    r"gerelateerd\w*|"
    r"relaterad\w*|you-?may\w*|suggested\w*|siehe-?auch|see-?also)(?:[\s_-]|$)",
    re.IGNORECASE,
)
# One of these stands in every such name; looking for them is quick, and most names hold none.
_HINTS = (
    "relat", "recom", "simil", "read", "also", "more", "latest", "recent", "nav", "next", "further", "weiter",
    "verwandt", "aehnlich", "articles", "lire", "correlat", "relacionad", "gerelat", "may", "suggest", "siehe",
)  # fmt: skip
_FRAMES = frozenset(("footer", "header", "form"))
# Addresses of lists, people and services, in the words sites write into them.
_NO_ARTICLE = re.compile(
    r"/(?:tags?|categor(?:y|ies|ie|ia|ias|ía)|kategorien?|topics?|them(?:a|en?|es)|temas?|rubri(?:que|k|ken|c)s?|sections?|"
    r"authors?|autor(?:en|es|i)?|auteurs?|people|person(?:en)?|profiles?|staff|team|login|signin|sign-in|register|"
    r"registration|users?|account|search|suche|recherche|buscar|cerca|newsletters?|subscri\w{2,8}|abo|page/\d+|feeds?|"
    r"rss|share|sharer|contacts?|kontakt|impressum|imprint|privacy\S{0,20}|datenschutz\S{0,20}|"
    r"mentions-legales|cookies?|"
    r"archives?|archiv|jobs?|careers?|donate|shop|cart)(?:/|$|\?|\.\w{2,5}$)|"
    r"/(?:index|default|home)\.\w{2,5}$|\.(?:pdf|docx?|zip|jpe?g|png|gif|webp|mp[34]|ics)(?:$|\?)|"
    r"[?&](?:cat|category\w{0,4}|tag|author|s|q|search)=|wp-login|/wp-admin",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|linkedin|instagram|youtube|whatsapp|pinterest|tiktok|reddit|xing|t|"
    r"threads|mastodon|bsky|telegram|"
    r"flipboard|weibo|line|vk|tumblr|getpocket|outbrain|taboola|doubleclick|addthis|addtoany|sharethis|wa|"
    r"youtu|feedly)"
    r"\.(?:com|me|net|org|app|social|be|ru|co)$",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^\W*(?:(?:read|learn|see|find out|discover|view|show|load|get)?\s?"
    r"(?:more|all|the (?:full )?(?:story|article)|full (?:story|article)|details|on)"
    r"(?: (?:news|stories|articles|here|posts|press releases|about .{0,30}))?|read (?:the )?.{0,12}(?:story|"
    r"article|news)|"
    r"continue reading|weiterlesen|mehr(?: lesen| erfahren| dazu| infos?)?|zum artikel|zur meldung|"
    r"alle (?:anzeigen|.{3,20})|details|lire (?:la suite|plus|l.article)|en savoir plus|"
    r"voir (?:tout|plus|toutes? .{0,30})|tou(?:te)?s les .{3,30}|leer más|ver (?:más|todo|todas .{0,20})|"
    r"leggi (?:tutto|di più)|scopri di più|continua(?: a leggere)?|vai .{0,20}|leia mais|saiba mais|ver tudo|"
    r"lees (?:verder|meer)|läs mer|les mer|læs mere|lue lisää|czytaj (?:więcej|dalej)|więcej|číst (?:dále|více)|více|"
    r"tovább(?:olvas.{0,8})?|bővebben|подробнее|читать далее|devamı.{0,10}|続きを読む|もっと見る|詳(?:しく|細).{0,6}|"
    r"一覧.{0,6}|更多|查看.{0,4}|阅读.{0,4}|더보기|اقرأ المزيد|home|accueil|startseite|back|next|previous|"
    r"zurück|weiter|vor|"
    r"suivant|précédent|share|(?:\d+ )?(?:comments?|kommentare?)|\d+ min(?:utes?)?.{0,8})\W*$",
    re.IGNORECASE,
)
_SLUG = re.compile(r"\d|(?:-[^/?-]{1,60}){2}|(?:_[^/?_]{1,60}){2}|%|/[^/]{1,100}/[^/]{1,100}/[^/]{1,100}/[^/]")
_EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_DATE = re.compile(r"^[\W\d]*(?:\w{3,12}\.?[\W\d]+){0,2}$")
_TRACKING = re.compile(r"[?&](?:utm_\w+|at_\w+|ref|source|campaign|fbclid|cid|icid|wt\w*)=[^&#]*", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    """The titles one address is given; `heading`: whether the title kept is one."""

    title: str
    heading: bool


@dataclass(slots=True)
class _Reader:
    url: str
    here: str
    found: dict[str, _Found] = field(default_factory=dict)
    named: dict[HtmlElement, bool | None] = field(default_factory=dict)
    last_heading: str = ""

    def take(self, block: Block, *, own_site: bool) -> None:
        """The links of one line, under the head of teasers or in a part called so."""
        links = list(_links(block))
        if not links and block.tag in _HEADINGS:
            self.last_heading = block.text
        for link, text in links:
            address = self.address(link, own_site)
            if address is None:
                continue
            heading = block.tag in _HEADINGS
            if not _is_title(text):
                if not self.last_heading or address in self.found or not _GENERIC.match(text):
                    continue
                text, heading = self.last_heading, True  # a headline, an excerpt and "read more"
            self.last_heading = ""
            if len(text) < 23 and not _SLUG.search(address.split("://", 1)[-1]):
                continue  # a short name and a short address: a section of the site
            known = self.found.get(address)
            if known is None or (heading and not known.heading):
                self.found[address] = _Found(text[:LONGEST], heading)

    def address(self, link: HtmlElement, own_site: bool) -> str | None:
        """The address of another article; None for this page, lists of articles, people, services and other sites."""
        href = (link.get("href") or "").strip()
        if not href or href.startswith(("#", "mailto:", "tel:", "javascript:")) or len(href) > 1_500:
            return None
        address = absolute(self.url, href)
        if address is None:
            return None
        address = _TRACKING.sub("", address.split("#", 1)[0])
        parts = urlsplit(address)
        host = parts.hostname or ""
        if _same_page(address) == self.here or parts.path in ("", "/") or _SOCIAL.search(host):
            return None
        if _NO_ARTICLE.search(f"{parts.path}?{parts.query}" if parts.query else parts.path):
            return None
        if own_site and host.split(".")[-2:] != (urlsplit(self.url).hostname or "").split(".")[-2:]:
            return None
        return address

    def in_named_part(self, block: Block) -> bool:
        """Whether a line stands in a part that its template calls related articles, and in no menu, head or foot."""
        chain: list[HtmlElement] = []
        verdict: bool | None = None
        for element in (block.element, *islice(block.element.iterancestors(), 14)):
            if element in self.named:
                verdict = self.named[element]
                break
            chain.append(element)
            if element.tag in _FRAMES:
                verdict = False
                break
            if element.tag in ("body", "main", "html"):
                break
            if is_named(names(element)) and element.tag != "article":
                verdict = not any(up.tag in _FRAMES for up in islice(element.iterancestors(), 20))
                break
        for element in chain:
            self.named[element] = verdict
        return bool(verdict)


@lru_cache(maxsize=4_096)
def is_named(called: str) -> bool:
    """Whether a template's name for a part says that it holds related articles."""
    small = called.lower()
    return any(hint in small for hint in _HINTS) and _NAMED.search(called) is not None


def find_related(blocks: Sequence[Block], kept: Sequence[Block], url: str) -> tuple[Link, ...]:
    """Other articles that a page names: below "Read more" and the like in many languages, in parts that are called
    related, and in lines such as "See also: …". Titles as printed; each address once, at most MOST. `url`: of the page.
    """
    reader = _Reader(url, _same_page(url))
    own = {id(block) for block in kept}
    left, level = 0, 7
    first = next((index for index, block in enumerate(blocks) if id(block) in own), 0)
    for block in blocks[first:]:  # what stands above the article is the site's menu
        more = reader.last_heading and block.linked >= 0.8 * len(block.text)  # "Read more" below a headline
        if len(block.text) <= 90 and is_head(block.text) and not more and not (id(block) in own and block.is_prose):
            left, level = REACH, _HEADINGS.get(block.tag, 7)
            reader.last_heading = ""
            continue
        inline = _after_label(block)
        if inline:
            reader.take(block, own_site=False)
        elif left:
            left = left - 1 if not _ends(block, own, level) else 0
            if left and id(block) not in own:
                reader.take(block, own_site=False)
        elif _may_name(block, reader.last_heading) and id(block) not in own and reader.in_named_part(block):
            reader.take(block, own_site=True)
        if len(reader.found) >= MOST:
            break
    return tuple(Link(url=address, title=found.title) for address, found in reader.found.items())[:MOST]


def _may_name(block: Block, heading: str) -> bool:
    """A quick look at a line before a closer one: most lines beside an article are short entries of menus."""
    if len(block.text) < 15 and block.text.isascii() and not heading:
        return False
    return block.linked > 0 or block.tag in _HEADINGS


def _ends(block: Block, own: set[int], level: int) -> bool:
    """Whether a line ends the teasers under a head: the article goes on, or another part of the page begins."""
    if id(block) in own and block.is_prose:
        return True
    if any(up.tag in _FRAMES for up in islice(block.element.iterancestors(), 6)) or block.tag == "footer":
        return True
    return not block.linked and _HEADINGS.get(block.tag, 7) <= min(level, 6) and len(block.text) < 60


def _after_label(block: Block) -> bool:
    """Whether a line is a label and a link: "Read also: A new ward"."""
    at = block.text.find(":", 4, 60)
    if at < 0 or not block.linked or not is_head(block.text[: at + 1]):
        return False
    rest = len(block.text) - at - 1
    return rest > 12 and block.linked >= 0.6 * rest


def _links(block: Block) -> Iterator[tuple[HtmlElement, str]]:
    """The links of a line, each with its words in that line."""
    if not block.linked:
        return
    spoken: dict[HtmlElement, list[str]] = {}
    for text, element in block.pieces:
        link = next((up for up in (element, *islice(element.iterancestors(), CLIMB)) if up.tag == "a"), None)
        if link is not None:
            spoken.setdefault(link, []).append(text)
    for link, texts in spoken.items():
        yield link, squeeze("".join(texts))


def _is_title(text: str) -> bool:
    """Whether words may be the title of an article: some words, no "read more", no date."""
    if len(text) > 400 or _GENERIC.match(text) or _DATE.match(text):
        return False
    if _EAST.search(text):
        return len(text) >= 8
    return len(text) >= 15 and len(text.split()) >= 3


def _same_page(url: str) -> str:
    return _TRACKING.sub("", url.split("#", 1)[0]).split("://", 1)[-1].removeprefix("www.").rstrip("/").lower()
