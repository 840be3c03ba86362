"""Turns web addresses as they are written into one spelling each, and tells what an address alone says of a page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from courlan import extract_domain

LONGEST = 2000  # characters; longer addresses are session dumps or traps, and servers cut them about there

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = frozenset("!$&'()*+,;=:@/%[]|")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/\[\]|]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_SPACE = re.compile(r"[\t\r\n\x00]")

# Parameters that only tell the site how the reader came, or which visit this is; the page is the same without them.
_TRACKING = re.compile(
    r"^(?:utm_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium|content)|piwik_\w+|matomo_\w+|at_(?:campaign|medium|custom\d)"
    r"|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)|hs[CA]ta\w*|mkt_tok|oly_(?:enc|anon)_id"
    r"|wt_?mc|xtor|xt[_a-z]*src|s_cid|ns_(?:campaign|mchannel|source)|_ga|_gl|vero_id|spm|share_?(?:from|source|token)"
    r"|phpsessid|jsessionid|aspsessionid\w*|sessionid|sid|cfid|cftoken|replytocom)$",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)

# Hosts whose owners lend their sub-domains to strangers: there the site is one label deeper than the registered domain.
_LENT = (
    "github.io",
    "gitlab.io",
    "netlify.app",
    "pages.dev",
    "vercel.app",
    "herokuapp.com",
    "web.app",
    "firebaseapp.com",
    "wordpress.com",
    "blogspot.com",
    "azurewebsites.net",
    "readthedocs.io",
    "hypotheses.org",
    "substack.com",
    "medium.com",
    "tumblr.com",
    "weebly.com",
    "wixsite.com",
    "webflow.io",
    "jimdofree.com",
    "altervista.org",
    "over-blog.com",
    "hatenablog.com",
    "sakura.ne.jp",
)


@lru_cache(maxsize=4096)  # an address is compared many times while it is being asked for
@lru_cache(maxsize=16_384)
def normalize_address(url: str) -> str:
    """One spelling for one address: absolute http(s), no fragment, no tracking or session parameters.

    Scheme and host in lower case (host in IDNA), default port away, dot segments resolved, percent-encoding unified
    (RFC 3986 section 6.2.2, UTF-8 for what is not ASCII). The order of parameters, the trailing slash and the scheme
    stay, because servers do tell them apart. Raises ValueError when it is no http(s) address.
    """
    text = _SPACE.sub("", url.strip())
    if len(text) > LONGEST:
        raise ValueError(f"address of {len(text)} characters: {text[:80]!r}…")
    parts = urlsplit(text)
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an http or https address: {text[:200]!r}")
    host = _host(parts.hostname)
    port = parts.port
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    path = _unify(_PATH_SESSION.sub("", _without_dots(parts.path or "/")))
    address = urlunsplit((scheme, host, path, _query(parts.query), ""))
    if len(address) > LONGEST:  # percent-encoding makes nine characters of one
        raise ValueError(f"address of {len(address)} characters: {address[:80]!r}…")
    return address


def resolve_address(base: str, href: str) -> str | None:
    """The normalized address a link on page `base` leads to; None when it leads to no web page (mailto:, #, broken)."""
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    try:
        return normalize_address(urljoin(base, href))
    except ValueError:
        return None


def address_key(url: str) -> str:
    """A key equal for spellings that servers treat alike: scheme, `www.`, index files and the last slash left out.

    For telling whether two addresses are one page when deciding what to fetch; never fetch the key itself.
    """
    parts = urlsplit(normalize_address(url))
    path = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", "/", parts.path, flags=re.IGNORECASE).rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{path}{query}"


@lru_cache(maxsize=4096)
def site_of(host: str) -> str:
    """The part of a host name that one owner holds (`news.example.ac.uk` → `example.ac.uk`), from a bundled list."""
    host = host.lower().rstrip(".").partition(":")[0]
    for lent in _LENT:
        if host.endswith("." + lent):
            return ".".join(host.split(".")[-(lent.count(".") + 2) :])
    found = extract_domain(f"http://{host}/")
    if found:
        return str(found)
    # Not on the list: an IP address, a name of the local network or of an invented top-level domain.
    if host.replace(".", "").isdigit() or "." not in host:
        return host
    return ".".join(host.split(".")[-2:])


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one host family: equal hosts, or hosts below one registered domain."""
    first, second = urlsplit(one).hostname, urlsplit(other).hostname
    if not first or not second:
        return False
    return first == second or site_of(first) == site_of(second)


_DAY_PATH = re.compile(
    r"(?:^|[/_-])(?:19[89]\d|20[0-4]\d)[/_-](?:0?[1-9]|1[0-2])(?:[/_-](?:0?[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)"
    r"|(?:^|[/_-])(?:19[89]\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_NUMBERED = re.compile(r"(?:^|[/_,=-])[a-z]{0,8}\d{3,}(?:[/_,.-][^/]*)?$", re.IGNORECASE)
_ID_PARAMETER = re.compile(
    r"(?:^|&)(?:\w*?(?:id|idx|no|num|seq|wr_id|article|news|post|item|nid|story|press|uid)(?:%5d|\])?)=\d+",
    re.IGNORECASE,
)


def article_likeness(url: str) -> float:
    """How much an address alone looks like that of one article, 0..1: a date, a number or a long slug in it.

    Content systems of every language make article addresses from a date, a running number or the words of the title,
    while sections are named with one or two words.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    last = path.rsplit("/", 1)[-1]
    stem = re.sub(r"\.(?:html?|php|aspx?|jsp|do|action|shtml|xhtml)$", "", last, flags=re.IGNORECASE)
    score = 0.0
    if _DAY_PATH.search(path):
        score = 0.6
    words = [word for word in re.split(r"[-_+]|%20", stem) if word]
    if len(words) >= 4 or len(stem) >= 28:
        score = max(score, 0.6) + 0.2
    elif len(words) == 3:
        score = max(score + 0.2, 0.4)
    elif len(words) == 2:
        score = max(score + 0.1, 0.2)
    if _NUMBERED.search(path) or _ID_PARAMETER.search(parts.query):
        score = max(score, 0.5) + 0.1
    return min(score, 1.0)


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"not a host name: {host!r}") from error


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4; empty segments stay, some servers tell them apart."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    joined = "/".join(kept)
    return joined if joined.startswith("/") else "/" + joined


def _unify(text: str, extra: str = "") -> str:
    if _PLAIN.fullmatch(text):
        return text

    def decode(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    text = _ESCAPE.sub(decode, text)
    out = []
    for index, char in enumerate(text):
        if char == "%" and not _ESCAPE.match(text, index):
            out.append("%25")
        elif char in _UNRESERVED or char in _KEPT or char in extra:
            out.append(char)
        else:
            out.extend(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
    return "".join(out)


def _query(query: str) -> str:
    if not query:
        return ""
    kept = []
    for pair in query.split("&"):
        name = pair.partition("=")[0]
        if pair and not _TRACKING.match(name):
            kept.append(_unify(pair, "?"))
    return "&".join(kept)


def parameters(url: str) -> dict[str, str]:
    """The parameters of an address, the last of each name, names in lower case."""
    return {name.lower(): value for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
