"""Writes pages as Plone does: Barceloneta columns, portlets, a byline with the date, batches by b_start:int."""

from __future__ import annotations

from collections.abc import Sequence

from demo.content import Article, OtherPage
from demo.markup.base import Listing, Markup, View, caption, contact_lines, head, links, menu, pager, references, share
from demo.markup.html import body, e


class Plone(Markup):
    """Plone 6 classic with Dublin Core in the head and a summary view for its folders."""

    def frame(self, view: View, main: str) -> str:
        site, extra = view.site, '<meta name="generator" content="Plone - https://plone.org/">'
        if view.article is not None:
            when = view.article.published
            extra += (
                f'\n<meta name="DC.date.created" content="{when.isoformat()}">'
                f'\n<meta name="DC.date.modified" content="{(view.article.modified or when).isoformat()}">'
                f'\n<meta name="DC.type" content="Nachricht">\n<meta name="DC.language" content="{view.language}">'
            )
        kind = (
            "template-newsitem_view portaltype-news-item"
            if view.article
            else "template-document_view portaltype-document"
        )
        return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="{view.language}" xml:lang="{view.language}">
<head>
<meta charset="utf-8">
{head(view, extra)}
</head>
<body id="visual-portal-wrapper" class="frontend icons-on {kind} site-Plone thumbs-on userrole-anonymous viewpermission-view">
<div class="outer-wrapper">
<header id="content-header"><a id="portal-logo" href="/">{e(site.name)}</a>
<div id="portal-searchbox"><form action="/@@search"><input name="SearchableText"><button>{view.word("search")}</button></form></div></header>
<div id="mainnavigation-wrapper"><nav id="portal-globalnav-wrapper"><ul id="portal-globalnav" class="plone-nav">
{links(menu(view), '<li><a href="{path}" class="state-published nav-link">{label}</a></li>')}
</ul></nav></div>
<div id="main-container" class="container"><nav id="portal-breadcrumbs"><ol class="breadcrumb"><li id="breadcrumbs-home"><a href="/">{view.word("home")}</a></li></ol></nav>
<div class="row"><main id="main-content"><div id="content-core-wrapper">
{main}
</div></main>
<div id="portal-column-two"><aside class="portlet portletNews"><h2 class="portletHeader">Institut</h2>
<p>{e(site.motto)}</p></aside></div></div></div>
<footer id="portal-footer-wrapper"><div id="portal-footer"><p>{e(site.name)} · {e(site.town)} · {e(site.phone)}</p>
<ul id="portal-siteactions"><li><a href="/sitemap">Übersicht</a></li><li><a href="/impressum">{view.word("legal")}</a></li>
<li><a href="/barrierefreiheit">{view.word("access")}</a></li></ul></div></footer>
</div></body>
</html>
"""

    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        contact = ""
        if article.contact:
            contact = f"<p><b>{view.word('contact')}</b></p><p>{'<br>'.join(contact_lines(article))}</p>"
        lead_image = ""
        if article.caption:
            lead_image = (
                f'<section id="section-leadimage"><figure class="newsImageContainer"><img src="{article.path}/@@images/image.jpeg" '
                f'alt="" class="newsImage"><figcaption>{caption(article)}</figcaption></figure></section>'
            )
        teasers = "".join(
            f'<article class="entry"><h3><a href="{one.path}" class="state-published url">{e(one.title)}</a></h3><p>{e(one.lead)}</p></article>'
            for one in related
        )
        embargo = f"<p><strong>{e(article.embargo)}</strong></p>" if article.embargo else ""
        by = f'von <span class="documentAuthor">{e(article.author)}</span> — ' if article.author else ""
        return f"""<article id="content">
<header><section id="viewlet-above-content-title"></section>
<h1 class="documentFirstHeading">{e(article.title)}</h1>
<section id="viewlet-below-content-title"><div class="documentByLine" id="plone-document-byline">{by}<span class="documentPublished">veröffentlicht {article.published:%d.%m.%Y %H:%M}</span></div></section>
{embargo}
<p class="documentDescription lead">{e(article.lead)}</p>
</header>
<div id="content-core">{lead_image}<div id="parent-fieldname-text">
{body(article.text)}
{references(view, article)}
{contact}
</div></div>
<footer><div id="viewlet-below-content">{share(view)}
<section class="relatedItems"><h2>{view.word("related")}</h2>{teasers}</section></div></footer>
</article>"""

    def listing(self, view: View, listing: Listing) -> str:
        entries = "\n".join(
            f'<article class="entry"><header><span class="summary"><a href="{view.site.origin}{one.path}" '
            f'class="contenttype-news-item state-published url" title="News Item">{e(one.title)}</a></span>'
            f'<div class="documentByLine"><span class="documentPublished"><span>veröffentlicht</span> '
            f"{one.published:%d.%m.%Y %H:%M}</span></div></header>"
            f'<p class="description discreet">{e(one.lead)}</p></article>'
            for one in listing.articles
        )
        return f"""<article id="content"><header><h1 class="documentFirstHeading">{e(listing.heading)}</h1></header>
<div id="content-core"><div class="entries">
{entries}
</div>
{pager(view, listing, kind="pagination")}
</div></article>"""

    def other(self, view: View, page: OtherPage) -> str:
        return (
            f'<article id="content"><header><h1 class="documentFirstHeading">{e(page.title)}</h1></header>\n'
            f'<div id="content-core"><div id="parent-fieldname-text">{body(page.text)}</div></div></article>'
        )
