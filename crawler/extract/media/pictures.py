"""Turns an img element into the address of its largest file, and an address into the picture it shows at any size."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extract.tree import attribute

SMALL = 100  # pixels; smaller pictures are icons and portraits of authors
WIDEST = 4_000  # pixels
LONGEST_SET = 8_000  # characters of a srcset
ORNAMENT = re.compile(
    r"(?:^|[/_.\- ])(?:logos?|icons?|sprite|pixel|spacer|blank|avatars?|placeholder|loader|loading|spinner|badges?|"
    r"buttons?|"
    r"gravatar|emojis?|flags?|favicon|transparent|dummy|arrow|bullet|headshots?|no-?image|matomo|piwik|"
    r"facebook|twitter|linkedin|"
    r"instagram|youtube|whatsapp|rss)"
    r"(?:[/_.\- ]|\d|$)|1x1|\.(?:svg|ico)(?:\?|$)|(?<![a-z])logo|logo[-_]?\d{2}|(?-i:[a-z]Logo)",
    re.IGNORECASE,
)
_TRACKERS = (
    "doubleclick", "google-analytics", "googleanalytics", "googletagmanager", "facebook.com/tr", "scorecardresearch",
    "vgwort.de", "wp-smiley", "gravatar.com", "feedburner", "adserver", "etracker", "chartbeat", "quantserve",
)  # fmt: skip
_COUNTER = re.compile(
    r"[/.](?:matomo|piwik|analytics|counter\d?|stats?|statistics?|track(?:ing|er)?|beacon|ads?|pixel|b\.gif|emoji)[/.?]"
)
_BETWEEN = re.compile(r"(?<=\d[wx]),\s*|,\s+")
_IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp|jfif|jpg2)$", re.IGNORECASE)
# Parts of a file name and of a query that say in which size or form a picture is sent.
_SIZE_IN_NAME = re.compile(
    r"[-_.](?:\d{2,4}x\d{1,4}|\d{2,4}x|x\d{2,4}|scaled|thumb(?:nail)?|small|medium|large|full|original|e\d{10,13}|"
    r"hu_?[0-9a-f]{8,40}(?:_\d{2,7})?(?:_[\w-]{1,40})?|w\d{2,4}|h\d{2,4}|\d{2,4}w|\d{3,4}px|@\dx|rotated|"
    r"crop(?:ped)?|web|mobile|desktop|teaser|hero|header|banner|square|landscape|portrait)(?=$|[-_.@])",
    re.IGNORECASE,
)
_SIZE_KEYS = re.compile(
    r"^(?:w|h|width|height|size|q|quality|fit|crop|auto|fm|format|itok|f|c|ixlib|ixid|resize|v|ver|version|"
    r"strip|rect|dpr|"
    r"cs|sig|s|t|ts|hash|rev|fl|op|ssl|zoom|scale|mw|mh|maxwidth|maxheight|max_w|max_h|la|iar|as|sc|cx|cy|cw|"
    r"ch|force|imwidth|"
    r"imdensity|impolicy|type|sharp|gravity|mode|anchor|ulb|profile|rendition|preset|transform|_)$",
    re.IGNORECASE,
)
# How NextGEN, SPIP and others mark one form of a picture: before its name, or behind it.
_FORM = re.compile(
    r"^(?:thumbs?|small|medium|large|preview)_(?=.{3})|(?:-(?=[0-9]{0,4}[a-f])(?=[a-f]{0,4}[0-9])[0-9a-f]{5}){1,3}$|"
    r"(?<=\d)(?:\.\d){1,2}$"
)
_HASH = re.compile(r"_[0-9a-f]{10}$")
_GENERIC = re.compile(
    r"^(?:image|images|img|download|file|newsimage|photo|picture|view|content|main|index|media|original|"
    r"default|getimage)\d{0,2}$"
)


def source(picture: HtmlElement) -> str:
    """The address of a picture as the page writes it, the largest one; lazy loaders keep it beside a placeholder."""
    sets = [picture.get(name) for name in ("data-srcset", "data-lazy-srcset", "srcset")]
    for parent in islice(picture.iterancestors(), 8):
        if parent.tag == "picture":
            sets += [each.get(name) for each in islice(parent.iter("source"), 12) for name in ("data-srcset", "srcset")]
            break
        if parent.tag not in ("source", "noscript", "span"):
            break
    plain = ""
    for name in ("data-src", "data-lazy-src", "data-original", "data-hi-res-src", "data-full-src", "data-lazy", "src"):
        value = attribute(picture, name)
        if (
            value
            and not value.startswith(("data:", "blob:", "about:"))
            and not (name == "src" and _is_placeholder(value))
        ):
            plain = value
            break
    widest = max((c for value in sets if value for c in _candidates(value[:LONGEST_SET].strip())), default=None)
    return widest[1] if widest and widest[0] > 1 else plain or (widest[1] if widest else "")


def _candidates(srcset: str) -> list[tuple[float, str]]:
    """Width, or density, and address of each file a srcset offers; none wider than WIDEST."""
    found = []
    for candidate in _BETWEEN.split(srcset)[:40]:
        address, _, size = candidate.strip().rpartition(" ")
        number = size[:-1]
        if not address or address.startswith("data:") or not number.replace(".", "", 1).isdecimal():
            continue
        width = float(number) if size[-1] == "w" else float(number) * 10
        if width <= WIDEST:
            found.append((width, address))
    if not found and not srcset.startswith("data:"):
        found.append((1.0, srcset.split(" ")[0].rstrip(",")))
    return found


def _is_placeholder(value: str) -> bool:
    return any(
        word in value.lower() for word in ("placeholder", "blank.", "spacer", "lazy", "pixel.", "transparent", "1x1")
    )


def is_tracker(address: str) -> bool:
    """Whether an address is that of a counter or an advertisement."""
    small = address[:600].lower()
    return any(name in small for name in _TRACKERS) or _COUNTER.search(small) is not None


def is_ornament(picture: HtmlElement, address: str) -> bool:
    """Whether a picture is an icon, a logo, a counter or the like, by its file, its size or its names."""
    if _too_small(picture) or is_tracker(address):
        return True
    parts = _parts(address)
    if ORNAMENT.search(parts[0]) or ORNAMENT.search(parts[1]):
        return True
    names = f" {attribute(picture, 'class', 300)} ".lower()
    return any(name in names for name in ("avatar", "logo", "icon", "emoji", "smiley", "gravatar", "sprite"))


def _parts(address: str) -> tuple[str, str]:
    """The last folder and the file name of an address."""
    try:
        pieces = urlsplit(address).path.rsplit("/", 2)
    except ValueError:
        return "", ""
    return (unquote(pieces[-2]) if len(pieces) > 2 else ""), unquote(pieces[-1])


def _too_small(picture: HtmlElement) -> bool:
    for side in ("width", "height"):
        value = attribute(picture, side, 20).removesuffix("px")
        if value.isascii() and value.isdigit() and int(value) < SMALL:
            return True
    return False


def picture_key(url: str) -> str:
    """What is the same for every size in which a site sends one picture: its name, or its number in a data base."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, max_num_fields=60) if 0 < len(parts.query) < 2_000 else []
    except ValueError:
        return url
    for name, value in query:
        if name in ("url", "src", "image", "img", "u") and ("/" in value or _IMAGE_NAME.search(value)) and value != url:
            return picture_key(value.split("?", 1)[0])
    path = unquote(parts.path)
    inner = path.rfind("http://") if "http://" in path else path.rfind("https://")
    if inner > 0:
        path = path[inner:]
    folders, _, name = path.rstrip("/").rpartition("/")
    stem = _IMAGE_NAME.sub("", name.lower())
    stem = _IMAGE_NAME.sub("", stem)
    if stem.startswith("csm_"):  # TYPO3 writes a hash behind each size
        stem = _HASH.sub("", stem[4:])
    stem = _SIZE_IN_NAME.sub("", _FORM.sub("", stem)) or stem
    told = "&".join(f"{key}={value}" for key, value in query if not _SIZE_KEYS.match(key))
    if not _IMAGE_NAME.search(name) and told:
        return f"{stem}?{told.lower()}"
    return f"{folders.rsplit('/', 1)[-1].lower()}/{stem}" if _GENERIC.match(stem) or len(stem) < 3 else stem
