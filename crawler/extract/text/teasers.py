"""Turns the blocks of a text into those of the article alone: the teasers that follow it are cut."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import islice, takewhile

from lxml.html import HtmlElement

from crawler.extract.blocks import Block

LONGEST_LEAD = 250  # characters

# How newsrooms head the teasers of other articles, in the languages of the catalogue.
HEADS = re.compile(
    r"^\W*(?:(?:à|a) lire (?:aussi|également|ensuite)|lire aussi|voir aussi|sur le même (?:sujet|thème)|"
    r"(?:nos )?autres actualités|"
    r"(?:ces|d.autres) (?:articles|actualités) .{0,30}|articles? (?:similaires|liés|associés|connexes|"
    r"récents)|actualités (?:liées|similaires|récentes)|"
    r"dans la même (?:catégorie|rubrique)|vous (?:aimerez|pourriez).{0,30}|découvrez aussi|en lien avec cet article|"
    r"read (?:more|next|also|on)|more (?:news|stories|articles|from .{1,40}|on this|like this|to explore)|"
    r"see also|related(?: .{1,25})?|"
    r"you (?:may|might) (?:also )?(?:like|be interested).{0,20}|also (?:read|of interest)|"
    r"recommended(?: for you| stories| articles| reading)?|"
    r"(?:latest|recent|other|similar|further|explore more|trending) (?:news|stories|articles|posts|"
    r"releases)|next (?:article|story|post)|"
    r"previous (?:article|story|post)|keep reading|don.t miss|what to read next|popular (?:posts|articles|stories)|"
    r"das könnte (?:sie|dich) .{0,30}|auch interessant|lesen sie (?:auch|mehr|hier).{0,40}|weitere (?:news|"
    r"meldungen|artikel|nachrichten|beiträge|themen|pressemitteilungen|informationen zum thema)|"
    r"mehr (?:zum thema|nachrichten|news|artikel|aus .{1,30})|ähnliche (?:artikel|beiträge|themen|"
    r"meldungen)|verwandte (?:artikel|themen|beiträge|nachrichten|inhalte)|"
    r"zum weiterlesen|passend dazu|mehr lesen|aktuelle (?:meldungen|nachrichten|beiträge)|neueste (?:beiträge|artikel)|"
    r"leggi anche|potrebbe(?:ro)? (?:anche )?interessart[ie].{0,20}|articoli (?:correlati|simili|recenti)|"
    r"altre (?:notizie|news)|"
    r"notizie correlate|ultime notizie|vedi anche|"
    r"también te puede(?:n)? interesar|te puede(?:n)? interesar|(?:lee|leer|lea) (?:también|más)|"
    r"(?:noticias|artículos|entradas|contenidos) (?:relacionad[oa]s|similares|recientes)|"
    r"más (?:noticias|sobre este tema)|otras noticias|últimas noticias|ver también|"
    r"leia (?:também|mais)|veja também|(?:notícias|artigos|posts) relacionad[oa]s|mais notícias|outras notícias|"
    r"lees (?:ook|meer|verder)|meer (?:nieuws|lezen|over .{1,30})|gerelateerde? .{2,20}|ander nieuws|"
    r"läs (?:också|mer|även|vidare)|relaterade .{2,20}|fler (?:nyheter|artiklar)|les (?:også|mer)|"
    r"flere nyheder|læs (?:også|mere)|relaterte? .{2,20}|"
    r"lue (?:myös|lisää)|aiheeseen liittyv.{2,20}|kapcsolódó (?:cikkek|hírek|tartalmak).{0,10}|"
    r"olvassa? (?:el )?(?:még|tovább|ezt is)|további hírek|ajánljuk még|"
    r"(?:czytaj|zobacz|przeczytaj) (?:też|także|również|więcej)|podobne (?:artykuły|wpisy)|"
    r"powiązane .{2,20}|(?:čtěte|přečtěte si) (?:také|též)|související .{2,20}|"
    r"další (?:články|zprávy|novinky)|súvisiace .{2,20}|pročitajte .{2,20}|povezan[ei] .{2,20}|citește și|"
    r"articole similare|"
    r"читайте (?:также|також)|похожие .{2,20}|другие новости|ilgili (?:haberler|yazılar|içerikler)|"
    r"bunlar da ilginizi .{0,20}|"
    r"διαβάστε (?:επίσης|ακόμη).{0,10}|σχετικά (?:άρθρα|νέα)|"
    r"関連(?:記事|ニュース|リンク|情報|ページ)|あわせて読みたい.{0,10}|こちらもおすすめ|他のニュース|"
    r"最新(?:記事|ニュース)|新着(?:記事|ニュース)|おすすめ(?:記事)?|"
    r"相关(?:新闻|文章|阅读|链接)|相關(?:新聞|文章|閱讀)|推荐(?:阅读|文章)|推薦閱讀|延伸閱讀|(?:上|"
    r"下)一(?:篇|页|頁|条)(?:\W.{0,60})?|更多(?:新闻|文章|新聞)|"
    r"관련\s?(?:기사|뉴스|글)|함께 보면 좋은.{0,10}|다른 (?:기사|소식)|اقرأ (?:أيضا|أيضًا|المزيد)|"
    r"مقالات ذات صلة|קראו (?:גם|עוד)|đọc thêm|tin (?:liên quan|khác)|xem thêm|baca juga|berita (?:terkait|"
    r"lainnya))"
    r"\s*[:：…»›>]*\s*$",
    re.IGNORECASE,
)
# Lines of the page around the text that extraction keeps now and then: sharing, newsletters, copyright.
NOISE = re.compile(
    r"^\W*(?:share(?: (?:this|on|via)\b.{0,60})?|partager(?: (?:sur|cet|cette|l)\b.{0,60})?|"
    r"teilen(?: (?:auf|sie)\b.{0,40})?|compartir.{0,40}|condividi.{0,40}|"
    r"tweet|facebook|twitter|linkedin|whatsapp|e-?mail|print(?: this(?: page)?)?|drucken|imprimer|imprimir|"
    r"stampa|copy link|"
    r"skip to (?:main )?content|subscribe(?: to .{1,60})?|sign up (?:for|to) (?:our|the) .{1,60}|"
    r"back to (?:top|news|overview).{0,20}|"
    r"zurück(?: zur .{1,30})?|nach oben|retour(?: (?:à|aux) .{1,30})?|volver(?: a .{1,30})?|torna (?:su|"
    r"alle .{1,20})|advertisement|anzeige|publicité|"
    r"loading\.*|previous|next|シェア|ツイート|印刷|一覧(?:へ|に戻る)|ページトップへ|©\s?.{0,100}|"
    r"copyright ©.{0,100}|all rights reserved\W*)$",
    re.IGNORECASE,
)


# How a line inside an article begins that leads to another one: "Lea también: …", "Read more | …".
LEADS = re.compile(
    r"^\W*(?:(?:vea|ver|lea|lee|leer|mire|mira|le[ií]a|veja|conozca) ?(?:también|tambien|además|más|mais|também)?|"
    r"(?:le|te) (?:puede|podría) interesar|(?:notas?|noticias?) relacionadas?|(?:à|a) (?:lire|voir)(?: aussi)?|"
    r"lire aussi|voir aussi|read(?: more| also| next)?|(?:see|watch) also|also read|related|watch|more|"
    r"(?:lesen|sehen) sie(?: auch)?|(?:mehr|auch) (?:dazu|zum thema|interessant|lesen)|lesetipp|leggi anche|vedi anche|"
    r"potrebbe interessarti|lees (?:ook|meer)|läs (?:också|även|mer)|les også|læs også|lue myös|"
    r"(?:zobacz|czytaj) (?:też|także|również)|čtěte také|читайте (?:также|також)|kapcsolódó|ilgili haber|関連記事|"
    r"相关阅读|延伸閱讀|관련\s?기사)\s*[:：|»>→]",
    re.IGNORECASE,
)
_MOST_LEVELS = 4  # a head, the box around it, and what a theme wraps around both
_WHOLE = frozenset(("body", "main", "article", "html"))
_MARKS = frozenset(":：|»>→")


def is_lead(line: str) -> bool:
    """Whether a line begins as those do that lead to another article: "Read more: …"."""
    return len(line) <= LONGEST_LEAD and not _MARKS.isdisjoint(line[:60]) and LEADS.match(line) is not None


def is_noise(line: str) -> bool:
    """Whether a line is a share bar, a print link, a copyright notice or the like."""
    return len(line) <= 160 and NOISE.match(line) is not None


def is_head(line: str) -> bool:
    """Whether a line heads teasers of other articles."""
    return 0 < len(line) <= 90 and HEADS.match(line.lstrip("#- ")) is not None


def without_teasers(lines: Sequence[Block]) -> list[Block]:
    """The lines of a text up to the head of its trailing teasers, without share bars and the like.

    The links of the lines tell a teaser (a linked title and an excerpt) from prose. A head in the middle of an article
    ("Read more:" and a link between two paragraphs) loses itself and its linked titles.
    """
    lines = [
        line
        for line in lines
        if line.text and not is_noise(line.text) and not (line.linked >= len(line.text) * 0.5 and is_lead(line.text))
    ]
    heads = [index for index, line in enumerate(lines) if is_head(line.text)]
    dropped: set[int] = set()
    for head in heads:
        if head and (_has_own_part(lines, head) or not _goes_on(lines[head + 1 :])):
            return [line for index, line in enumerate(lines[:head]) if index not in dropped]
        dropped.add(head)
        for index in range(head + 1, len(lines)):
            if not _is_link(lines[index]):
                break
            dropped.add(index)
    return [line for index, line in enumerate(lines) if index not in dropped]


def in_teaser_parts(blocks: Sequence[Block], chosen: Set[int]) -> set[int]:
    """The indices of the lines in parts of the page that a teaser head opens and that hold links.

    `blocks`: all lines of the page; `chosen`: the indices of those taken for the article. A head, its linked titles and
    their excerpts stand in a part of their own; the model often drops the first two and keeps an excerpt.
    """
    found: set[int] = set()
    if not chosen:
        return found
    for head in range(min(chosen) + 1, max(chosen)):
        block = blocks[head]
        if head in found or block.linked or not is_head(block.text):
            continue
        for part in islice(block.element.iterancestors(), _MOST_LEVELS):
            if part.tag in _WHOLE:
                break
            after = _run(blocks, range(head + 1, len(blocks)), part)
            links = sum(1 for index in after if blocks[index].linked >= len(blocks[index].text) * 0.6 > 6)
            if not links:
                continue
            before = _run(blocks, range(head - 1, -1, -1), part)
            if chosen.isdisjoint(before) and len(chosen & set(after)) <= 3 * links:
                found.update((head, *after))
            break
    return found


def _run(blocks: Sequence[Block], indices: range, part: HtmlElement) -> list[int]:
    """The first of the indices, as long as their lines stand inside `part`."""
    return list(
        takewhile(lambda index: part in (blocks[index].element, *blocks[index].element.iterancestors()), indices)
    )


def _has_own_part(lines: Sequence[Block], head: int) -> bool:
    """Whether a head, at least one link and all that follows stand in a part of the page that the text is not in."""
    part = lines[head].element.getparent()
    inside = [part is not None and part in line.element.iterancestors() for line in lines]
    follows = lines[head + 1 :]
    return not any(inside[:head]) and len(follows) > 1 and all(inside[head:]) and any(map(_is_link, follows))


def _is_link(line: Block) -> bool:
    return line.linked >= len(line.text) * 0.8


def _goes_on(lines: Sequence[Block]) -> bool:
    """Whether prose of the article follows a head: a full paragraph that is not the excerpt under a linked title."""
    excerpt = False
    titles = 0
    for line in lines:
        text = line.text
        if _is_link(line):
            excerpt = True
            titles += 1
        elif len(text) > 100 and not text.endswith(("...", "…", "[…]", "[...]")):
            if not excerpt or (titles == 1 and text[-1] in '.!?。”"»'):
                return True
            excerpt = False
    return False
