"""Writes pages as Drupal 10 does: regions, blocks, nodes by view mode, fields with their own wrappers."""

from __future__ import annotations

from collections.abc import Sequence

from demo.content import Article, OtherPage
from demo.markup.base import Listing, Markup, View, contact_lines, head, links, menu, pager, references, share
from demo.markup.html import american, body, e, written


class Drupal(Markup):
    """A Drupal 10 site with the Metatag module and a view for the news."""

    def frame(self, view: View, main: str) -> str:
        site, extra = view.site, '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)" />'
        if view.article is not None:
            when = view.article.published.isoformat()
            extra += (
                f'\n<meta property="og:type" content="article" />'
                f'\n<meta property="og:title" content="{e(view.title)}" />'
                f'\n<meta property="og:description" content="{e(view.description)}" />'
                f'\n<meta property="article:published_time" content="{when}" />'
            )
            if view.article.doi:
                extra += f'\n<meta name="citation_doi" content="{e(view.article.doi)}" />'
        return f"""<!DOCTYPE html>
<html lang="{view.language}" dir="ltr" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="utf-8" />
{head(view, extra)}
</head>
<body class="path-node page-node-type-{"news" if view.article else "page"}">
<a href="#main-content" class="visually-hidden focusable skip-link">{view.word("skip")}</a>
<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas>
<div class="layout-container">
<header role="banner"><div class="region region-header">
<div class="block block-system block-system-branding-block"><a href="/" rel="home">{e(site.name)}</a></div>
<nav role="navigation" aria-labelledby="block-main-menu" class="block block-menu navigation menu--main">
<h2 class="visually-hidden" id="block-main-menu">{view.word("menu")}</h2>
<ul class="menu">
{links(menu(view), '<li class="menu-item"><a href="{path}" data-drupal-link-system-path="{path}">{label}</a></li>')}
</ul></nav>
</div></header>
<main role="main"><a id="main-content" tabindex="-1"></a>
<div class="layout-content"><div class="region region-content">
<div data-drupal-messages-fallback class="hidden"></div>
{main}
</div></div></main>
<footer role="contentinfo"><div class="region region-footer">
<div class="block block-block-content"><div class="field field--name-body"><p>{e(site.name)}, {e(site.town)}. {e(site.phone)}</p></div></div>
<ul class="menu"><li><a href="/user/login">Login</a></li><li><a href="/legal">{view.word("legal")}</a></li>
<li><a href="/privacy">{view.word("privacy")}</a></li></ul>
</div></footer>
</div></div>
<div id="sliding-popup" class="eu-cookie-compliance-banner"><p>{view.word("cookies")}</p>
<button class="agree-button">{view.word("accept")}</button><button class="decline-button">{view.word("refuse")}</button></div>
</body>
</html>
"""

    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        when = article.published
        day = american(when) if view.site.country == "US" else written(when, view.language)
        embargo = (
            f'<div class="field field--name-field-embargo"><p><b>{e(article.embargo)}</b></p></div>'
            if article.embargo
            else ""
        )
        contact = ""
        if article.contact:
            inner = "".join(f'<div class="field__item">{line}</div>' for line in contact_lines(article))
            contact = (
                '<div class="field field--name-field-press-contact field--label-above">'
                f'<div class="field__label">{view.word("contact")}</div><div class="field__items">{inner}</div></div>'
            )
        rows = "\n".join(
            f'<div class="views-row"><div class="views-field views-field-title"><span class="field-content">'
            f'<a href="{one.path}" hreflang="{view.language}">{e(one.title)}</a></span></div>'
            f'<div class="views-field views-field-field-lead"><div class="field-content">{e(one.lead)}</div></div></div>'
            for one in related
        )
        author = (
            f'<div class="field field--name-field-author field__item">{e(article.author)}</div>'
            if article.author
            else ""
        )
        return f"""<div class="block block-core block-page-title-block"><h1 class="page-title"><span class="field field--name-title">{e(article.title)}</span></h1></div>
<article data-history-node-id="{article.number + 700}" class="node node--type-news node--view-mode-full">
<div class="node__content">
<div class="field field--name-field-date field--type-datetime field__item"><time datetime="{when.isoformat()}" class="datetime">{day}</time></div>
{author}
{embargo}
<div class="field field--name-field-lead field--type-text-long field__item"><p>{e(article.lead)}</p></div>
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field__item">
{body(article.text)}
</div>
{references(view, article)}
{contact}
{share(view)}
</div></article>
<div class="views-element-container block block-views"><h2>{view.word("related")}</h2><div class="view view-related view-display-id-block_1">
<div class="view-content">
{rows}
</div></div></div>"""

    def listing(self, view: View, listing: Listing) -> str:
        rows = "\n".join(self._row(view, one) for one in listing.articles)
        years = "".join(f'<option value="{year}">{year}</option>' for year in (2026, 2025, 2024, 2022))
        return f"""<div class="block block-core block-page-title-block"><h1 class="page-title">{e(listing.heading)}</h1></div>
<div class="views-element-container"><div class="view view-news view-id-news view-display-id-page_1">
<div class="view-filters"><form class="views-exposed-form" action="{view.site.listing}" method="get"><select name="year">{years}</select>
<input type="submit" value="OK"></form></div>
<div class="view-content">
{rows}
</div>
{pager(view, listing, kind="pager")}
</div></div>"""

    def other(self, view: View, page: OtherPage) -> str:
        return f"""<div class="block block-core block-page-title-block"><h1 class="page-title">{e(page.title)}</h1></div>
<article class="node node--type-page node--view-mode-full"><div class="node__content">
<div class="clearfix text-formatted field field--name-body">{body(page.text)}</div></div></article>"""

    def _row(self, view: View, one: Article) -> str:
        when = american(one.published) if view.site.country == "US" else written(one.published, view.language)
        href = one.moved_from[0] if one.moved_from else one.path
        return f"""<div class="views-row"><article class="node node--type-news node--promoted node--view-mode-teaser">
<h2 class="node__title"><a href="{href}" rel="bookmark"><span class="field field--name-title">{e(one.title)}</span></a></h2>
<div class="node__content"><div class="field field--name-field-date field__item"><time datetime="{one.published.isoformat()}">{when}</time></div>
<div class="field field--name-field-lead field__item">{e(one.lead)}</div>
<ul class="links inline"><li class="node-readmore"><a href="{href}" rel="tag" title="{e(one.title)}">{view.word("more")}</a></li></ul></div>
</article></div>"""
