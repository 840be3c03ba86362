"""Writes pages as TYPO3 does with the news extension: content elements with ids, microdata, a list with teasers."""

from __future__ import annotations

from collections.abc import Sequence

from demo.content import Article, OtherPage
from demo.markup.base import Listing, Markup, View, contact_lines, head, links, menu, pager, references, share
from demo.markup.html import body, e, written


class Typo3(Markup):
    """TYPO3 12 with fluid_styled_content and the news extension."""

    def frame(self, view: View, main: str) -> str:
        site, extra = view.site, '<meta name="generator" content="TYPO3 CMS">'
        if view.article is not None:
            extra += (
                f'\n<meta property="og:title" content="{e(view.title)}">\n<meta property="og:type" content="article">'
                f'\n<meta property="og:url" content="{e(view.url)}">'
            )
        return f"""<!DOCTYPE html>
<html lang="{view.language}">
<head>
<meta charset="utf-8">
<!--
	This website is powered by TYPO3 - inspiring people to share!
-->
{head(view, extra)}
<link rel="stylesheet" href="/typo3temp/assets/css/7015c8c4ac5ff815b57530b221005fc6.css?1700000000" media="all">
</head>
<body id="p{len(view.path)}" class="page-{len(view.path)} pagelevel-2 layout-default">
<a class="visually-hidden-focusable" href="#page-content">{view.word("skip")}</a>
<header id="page-header" class="navbar navbar-mainnavigation"><div class="container">
<a class="navbar-brand" href="/">{e(site.name)}</a>
<nav aria-label="{view.word("menu")}" id="mainnavigation"><ul class="navbar-nav">
{links(menu(view), '<li class="nav-item"><a class="nav-link" href="{path}" title="{label}"><span>{label}</span></a></li>')}
</ul></nav></div></header>
<nav class="breadcrumb-section" aria-label="Brotkrümelnavigation"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="/">{view.word("home")}</a></li>
<li class="breadcrumb-item"><a href="{site.listing}">{e(site.news)}</a></li></ol></nav>
<main id="page-content" class="bp-page-content main-section"><!--TYPO3SEARCH_begin-->
{main}
<!--TYPO3SEARCH_end--></main>
<footer id="page-footer"><div class="container"><address>{e(site.name)}<br>{e(site.town)}<br>{e(site.phone)}</address>
<ul class="footer-nav"><li><a href="/impressum">{view.word("legal")}</a></li><li><a href="/datenschutz">{view.word("privacy")}</a></li>
<li><a href="/newsletter">{view.word("newsletter")}</a></li></ul></div></footer>
<div class="cookieconsent" role="dialog"><p>{view.word("cookies")}</p><a class="cc-btn cc-allow">{view.word("accept")}</a>
<a class="cc-btn cc-deny">{view.word("refuse")}</a></div>
</body>
</html>
"""

    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        when = article.published
        embargo = f'<p class="embargo"><strong>{e(article.embargo)}</strong></p>' if article.embargo else ""
        author = (
            f'<span class="news-list-author" itemprop="author">{e(article.author)}</span>' if article.author else ""
        )
        contact = ""
        if article.contact:
            inner = "<br>".join(contact_lines(article))
            contact = f'<div class="frame frame-default frame-type-textmedia"><h3>{view.word("contact")}</h3><p>{inner}</p></div>'
        return f"""<div id="c{article.number + 2200}" class="frame frame-default frame-type-news_newsdetail frame-layout-0"><div class="news news-single">
<div class="article" itemscope="itemscope" itemtype="http://schema.org/Article">
<div class="header">
<p class="news-meta"><time itemprop="datePublished" datetime="{when:%Y-%m-%d}">{when:%d.%m.%Y}</time> {author}</p>
<h1 itemprop="headline">{e(article.title)}</h1>
</div>
{embargo}
<div class="teaser-text" itemprop="description"><p>{e(article.lead)}</p></div>
<div class="news-text-wrap" itemprop="articleBody">
{body(article.text)}
{references(view, article)}
</div>
{contact}
<div class="news-backlink-wrap"><a href="{view.site.listing}">Zurück zur Übersicht</a></div>
{share(view)}
<div class="news-related-wrap"><div class="news-related news-related-news"><h4>{view.word("related")}</h4><ul>
{"".join(f'<li><span class="news-related-news-date">{one.published:%d.%m.%Y}</span> <a href="{one.path}" title="{e(one.title)}">{e(one.title)}</a><p>{e(one.lead)}</p></li>' for one in related)}
</ul></div></div>
</div></div></div>"""

    def listing(self, view: View, listing: Listing) -> str:
        items = "\n".join(self._item(view, one) for one in listing.articles)
        return f"""<div id="c88" class="frame frame-default frame-type-news_pi1"><header><h1>{e(listing.heading)}</h1></header>
<div class="news"><div class="news-list-view" id="news-container-88">
{items}
{pager(view, listing, kind="page-navigation")}
</div></div></div>"""

    def other(self, view: View, page: OtherPage) -> str:
        return (
            f'<div id="c{len(page.title)}" class="frame frame-default frame-type-text frame-layout-0"><div class="frame-container">'
            f"<header><h1>{e(page.title)}</h1></header>{body(page.text)}</div></div>"
        )

    def _item(self, view: View, one: Article) -> str:
        return f"""<div class="article articletype-0" itemscope="itemscope" itemtype="http://schema.org/Article">
<div class="header"><h3><a title="{e(one.title)}" href="{one.path}"><span itemprop="headline">{e(one.title)}</span></a></h3></div>
<div class="teaser-text"><div itemprop="description"><p>{e(one.lead)}</p></div><a class="more" title="{e(one.title)}" href="{one.path}">{view.word("more")}</a></div>
<div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="{one.published:%Y-%m-%d}">{written(one.published, "de")}</time></span></p></div>
</div>"""
