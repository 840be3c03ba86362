"""Turns a block of a page into the lines a reader sees in it, with the mail addresses that its links hold or hide."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.tree import BLOCKS, HIDDEN_TAGS, squeeze

_AT = r"(?:@|\s?\(at\)\s?|\s?\[at\]\s?|\s?\(@\)\s?|\s?\{at\}\s?|\s?\[@\]\s?|\s?<at>\s?| AT )"
_DOT = r"(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?|\s?\{dot\}\s?|\s?\(punkt\)\s?| DOT )"
MAIL = re.compile(
    rf"[\w+\-]{{1,64}}(?:\.[\w+\-]{{1,64}}){{0,4}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}}", re.ASCII
)
_HIDDEN_MAIL = re.compile(r"\[email[\s\xa0]?protected\]|\[\s?protected\]")
_PROTECTED = "/cdn-cgi/l/email-protection#"
MAX = 2_000  # characters of one block


def lines_of(block: Block) -> list[str]:
    """The lines of a block, cut at line breaks; full-width letters and digits as the usual ones."""
    element = block.element
    if len(block.text) > MAX:
        return [block.text]
    if any(child.tag in BLOCKS for child in element.iterdescendants()):  # its element holds other blocks too
        lines = [_shown(block.text, _hidden_in(element, block.text))]
    else:
        lines = _walk(element)
    return [unicodedata.normalize("NFKC", line).replace("‑", "-") for line in lines if line]


def _walk(element: HtmlElement) -> list[str]:
    lines: list[str] = []
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag in HIDDEN_TAGS:
                continue
            if node.tag == "br":
                lines.append("".join(pieces))
                pieces = []
            elif node.text:
                pieces.append(node.text)
        else:
            secret = _secret(node)
            if secret and secret.lower() not in "".join(pieces).lower():
                pieces.append(f" {secret}")
            if node.tail and node is not element:
                pieces.append(node.tail)
    lines.append("".join(pieces))
    return [squeeze(_HIDDEN_MAIL.sub(" ", line)) for line in lines]


def _secret(node: HtmlElement) -> str | None:
    """The mail address or telephone number that a link leads to, or that Cloudflare has hidden in an attribute."""
    hidden = node.get("data-cfemail")
    if hidden:
        return uncover(hidden)
    href = (node.get("href") or "")[:400] if node.tag == "a" else ""
    folded = href.lower()
    if _PROTECTED in folded:
        return uncover(href[folded.index(_PROTECTED) + len(_PROTECTED) :].split("?", 1)[0])
    if folded.startswith("mailto:"):
        mail = unquote(href[7:].split("?", 1)[0]).strip()
        return mail if MAIL.fullmatch(mail) else None
    if folded.startswith("tel:") and not any(char.isdigit() for char in "".join(node.itertext())):
        return unquote(href[4:].split(";", 1)[0]).strip()[:30]
    return None


def uncover(code: str) -> str | None:
    """The mail address behind Cloudflare's code: hexadecimal pairs, each mixed (exclusive or) with the first."""
    try:
        data = bytes.fromhex(code[:400])
    except ValueError:
        return None
    mail = bytes(byte ^ data[0] for byte in data[1:]).decode("utf-8", "replace") if data else ""
    return mail if MAIL.fullmatch(mail) else None


def _hidden_in(element: HtmlElement, text: str) -> list[str]:
    """What the links whose words stand in a line lead to; at most 20 links are looked at."""
    found = []
    for _, node in zip(range(20), element.iter("a", "span"), strict=False):
        words = squeeze("".join(node.itertext()))
        secret = _secret(node) if words and words in text else None
        if secret:
            found.append(secret)
    return list(dict.fromkeys(found))


def _shown(text: str, hidden: list[str]) -> str:
    text = _HIDDEN_MAIL.sub(" ", text)
    missing = [mail for mail in hidden if mail.lower() not in text.lower()]
    return squeeze(" ".join((text, *missing[:3])))
