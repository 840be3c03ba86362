"""Writes pages as Adobe Experience Manager does: cmp- core components, data layers, grids of columns."""

from __future__ import annotations

import json
from collections.abc import Sequence

from demo.content import Article, OtherPage
from demo.markup.base import Listing, Markup, View, caption, contact_lines, head, links, menu, pager, references, share
from demo.markup.html import body, e, written


class Aem(Markup):
    """AEM core components with a NewsArticle in JSON-LD."""

    def frame(self, view: View, main: str) -> str:
        site, extra = view.site, '<meta name="template" content="news-article-page"/>'
        if view.article is not None:
            said = {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": view.article.title,
                "description": view.article.lead,
                "datePublished": view.article.published.isoformat(),
                "author": [{"@type": "Person", "name": view.article.author or site.short}],
                "mainEntityOfPage": view.url,
            }
            extra += f'\n<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>'
        return f"""<!DOCTYPE HTML>
<html lang="{view.language}-GB">
<head>
<meta charset="UTF-8"/>
{head(view, extra)}
<link rel="stylesheet" href="/etc.clientlibs/site/clientlibs/clientlib-base.lc-4f2a-lc.min.css" type="text/css"/>
</head>
<body class="page basicpage" id="page-{abs(hash_of(view.path)):x}" data-cmp-data-layer-enabled>
<div class="root container responsivegrid"><div class="cmp-container"><div class="aem-Grid aem-Grid--12 aem-Grid--default--12">
<div class="experiencefragment aem-GridColumn"><header class="cmp-experiencefragment cmp-experiencefragment--header">
<nav class="cmp-navigation" itemscope itemtype="http://schema.org/SiteNavigationElement" aria-label="{view.word("menu")}">
<ul class="cmp-navigation__group">
{links(menu(view), '<li class="cmp-navigation__item cmp-navigation__item--level-0"><a href="{path}" class="cmp-navigation__item-link">{label}</a></li>')}
</ul></nav></header></div>
<main class="container responsivegrid aem-GridColumn"><div class="cmp-container">
<nav class="cmp-breadcrumb"><ol class="cmp-breadcrumb__list"><li class="cmp-breadcrumb__item"><a href="/">{view.word("home")}</a></li>
<li class="cmp-breadcrumb__item"><a href="{site.listing}">{e(site.news)}</a></li></ol></nav>
{main}
</div></main>
<div class="experiencefragment aem-GridColumn"><footer class="cmp-experiencefragment cmp-experiencefragment--footer">
<div class="text"><div class="cmp-text"><p>{e(site.name)}, {e(site.town)} | {e(site.phone)}</p>
<p><a href="/legal.html">{view.word("legal")}</a> | <a href="/accessibility.html">{view.word("access")}</a></p></div></div></footer></div>
</div></div></div>
<div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" role="region"><div id="onetrust-policy-text">{view.word("cookies")}</div>
<button id="onetrust-accept-btn-handler">{view.word("accept")}</button><button>{view.word("refuse")}</button></div></div>
</body>
</html>
"""

    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        def dress(tag: str, inner: str) -> str:
            if tag == "h2":
                return f'<div class="title"><div class="cmp-title"><h2 class="cmp-title__text">{inner}</h2></div></div>'
            return f"<{tag}>{inner}</{tag}>"

        embargo = (
            f'<div class="text"><div class="cmp-text"><p>{e(article.embargo)}</p></div></div>'
            if article.embargo
            else ""
        )
        contact = ""
        if article.contact:
            inner = "<br/>".join(contact_lines(article))
            contact = f'<div class="text contact"><div class="cmp-text"><h3>{view.word("contact")}</h3><p>{inner}</p></div></div>'
        image = ""
        if article.caption:
            image = (
                f'<div class="image"><figure class="cmp-image" itemscope><img src="/content/dam/news/{article.slug}.jpeg" '
                f'class="cmp-image__image" alt=""/><figcaption class="cmp-image__title">{caption(article)}'
                "</figcaption></figure></div>"
            )
        return f"""<div class="title"><div class="cmp-title"><h1 class="cmp-title__text">{e(article.title)}</h1></div></div>
<div class="byline"><p class="cmp-byline__date">{written(article.published, view.language)}</p></div>
{embargo}
<div class="text intro"><div class="cmp-text"><p class="lead"><b>{e(article.lead)}</b></p></div></div>
{image}
<div class="text"><div class="cmp-text">
{body(article.text, dress)}
{references(view, article)}
</div></div>
{contact}
<div class="sharing">{share(view)}</div>
<div class="list related"><h2 class="cmp-title__text">{view.word("related")}</h2><ul class="cmp-list">
{self._items(view, related)}
</ul></div>"""

    def listing(self, view: View, listing: Listing) -> str:
        return f"""<div class="title"><div class="cmp-title"><h1 class="cmp-title__text">{e(listing.heading)}</h1></div></div>
<div class="list"><ul class="cmp-list" data-cmp-data-layer='{{"list-1":{{"@type":"site/components/list"}}}}'>
{self._items(view, listing.articles)}
</ul></div>
{pager(view, listing)}
<button class="cmp-list__load-more" data-cmp-src="/bin/site/newslist" type="button">{view.word("more")}</button>"""

    def other(self, view: View, page: OtherPage) -> str:
        return (
            f'<div class="title"><div class="cmp-title"><h1 class="cmp-title__text">{e(page.title)}</h1></div></div>\n'
            f'<div class="text"><div class="cmp-text">{body(page.text)}</div></div>'
        )

    def _items(self, view: View, articles: Sequence[Article]) -> str:
        return "\n".join(
            f'<li class="cmp-list__item"><article><a class="cmp-list__item-link" href="{one.path}">'
            f'<span class="cmp-list__item-title">{e(one.title)}</span>'
            f'<span class="cmp-list__item-date">{written(one.published, view.language)}</span></a>'
            f'<span class="cmp-list__item-description">{e(one.lead)}</span></article></li>'
            for one in articles
        )


def hash_of(path: str) -> int:
    """A number for an element id that is the same in every process."""
    return sum((place + 1) * ord(letter) for place, letter in enumerate(path))
