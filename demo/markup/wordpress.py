"""Writes pages as WordPress does with a block theme: wp-block classes, JSON-LD of an SEO plugin, term links."""

from __future__ import annotations

import json
from collections.abc import Sequence

from demo.content import Article, OtherPage
from demo.markup.base import Listing, Markup, View, caption, contact_lines, head, links, menu, pager, references, share
from demo.markup.html import body, e, written


def graph(view: View, article: Article) -> str:
    """The JSON-LD graph that SEO plugins put on a post."""
    said = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Article",
                "@id": f"{view.url}#article",
                "headline": article.title,
                "datePublished": article.published.isoformat(),
                "dateModified": (article.modified or article.published).isoformat(),
                "author": {"@type": "Person", "name": article.author or view.site.short},
                "publisher": {"@id": f"{view.site.origin}/#organization"},
                "inLanguage": view.language,
                "articleSection": [view.site.news],
            },
            {"@type": "WebPage", "@id": view.url, "url": view.url, "name": f"{article.title} - {view.site.short}"},
            {"@type": "Organization", "@id": f"{view.site.origin}/#organization", "name": view.site.name},
        ],
    }
    return json.dumps(said, ensure_ascii=False).replace("</", "<\\/")


def open_graph(view: View, article: Article) -> str:
    """The og: and article: lines of a post."""
    lines = [
        ("og:locale", view.language),
        ("og:type", "article"),
        ("og:title", f"{article.title} - {view.site.short}"),
        ("og:description", article.lead),
        ("og:url", view.url),
        ("og:site_name", view.site.name),
        ("article:published_time", article.published.isoformat()),
        ("article:modified_time", (article.modified or article.published).isoformat()),
    ]
    return "\n".join(f'<meta property="{name}" content="{e(value)}">' for name, value in lines)


class WordPress(Markup):
    """A block theme of the kind that ships with WordPress."""

    def frame(self, view: View, main: str) -> str:
        site, extra = view.site, ""
        if view.article is not None:
            said = graph(view, view.article)
            extra = (
                f"{open_graph(view, view.article)}\n"
                f'<script type="application/ld+json" class="yoast-schema-graph">{said}</script>'
            )
        kind = "single single-post" if view.article else "page"
        return f"""<!DOCTYPE html>
<html lang="{view.language}">
<head>
<meta charset="UTF-8">
{head(view, extra)}
<meta name="generator" content="WordPress 6.8.3">
<link rel="stylesheet" id="wp-block-library-css" href="/wp-includes/css/dist/block-library/style.min.css" media="all">
<link rel="https://api.w.org/" href="{site.origin}/wp-json/">
</head>
<body class="{kind} wp-embed-responsive wp-theme-twentytwentyfive">
<a class="skip-link screen-reader-text" href="#wp--skip-link--target">{view.word("skip")}</a>
<div class="wp-site-blocks">
<header class="wp-block-template-part"><div class="wp-block-group alignwide is-layout-flex">
<p class="wp-block-site-title"><a href="/" rel="home">{e(site.name)}</a></p>
<nav class="wp-block-navigation is-responsive" aria-label="{view.word("menu")}">
<ul class="wp-block-navigation__container">
{links(menu(view), '<li class="wp-block-navigation-item"><a href="{path}"><span>{label}</span></a></li>')}
</ul></nav>
</div></header>
<main class="wp-block-group is-layout-constrained" id="wp--skip-link--target">
{main}
</main>
<footer class="wp-block-template-part"><div class="wp-block-columns">
<p>{e(site.name)} · {e(site.town)} · {e(site.phone)}</p>
<p><a href="/?s=">{view.word("search")}</a> · <a href="/legal/">{view.word("legal")}</a></p>
<form class="newsletter"><label>{view.word("newsletter")} <input type="email" name="mail"></label></form>
</div></footer>
</div>
<div id="cookie-notice" role="dialog" class="cookie-notice-hidden"><p>{view.word("cookies")}</p>
<button>{view.word("accept")}</button><button>{view.word("refuse")}</button></div>
</body>
</html>
"""

    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        def dress(tag: str, inner: str) -> str:
            if tag in ("h2", "ul"):
                return f'<{tag} class="wp-block-{"heading" if tag == "h2" else "list"}">{inner}</{tag}>'
            return (
                f'<blockquote class="wp-block-quote">{inner}</blockquote>' if tag == "blockquote" else f"<p>{inner}</p>"
            )

        embargo = (
            f'<p class="has-text-align-center"><strong>{e(article.embargo)}</strong></p>' if article.embargo else ""
        )
        figure = ""
        if article.caption:
            figure = (
                f'<figure class="wp-block-image size-large"><img src="/wp-content/uploads/{article.slug}.jpg" alt="">'
                f'<figcaption class="wp-element-caption">{caption(article)}</figcaption></figure>'
            )
        contact = ""
        if article.contact:
            inner = "<br>".join(contact_lines(article))
            contact = (
                f'<div class="wp-block-group press"><p><strong>{view.word("contact")}</strong><br>{inner}</p></div>'
            )
        return f"""<div class="wp-block-group">
<h1 class="wp-block-post-title">{e(article.title)}</h1>
<div class="wp-block-post-date"><time datetime="{article.published.isoformat()}">{written(article.published, view.language)}</time></div>
<div class="taxonomy-post_tag wp-block-post-terms"><a href="/tag/{article.topic}/" rel="tag">{e(article.topic)}</a></div>
</div>
<div class="entry-content wp-block-post-content is-layout-constrained">
{embargo}
<p class="has-medium-font-size"><strong>{e(article.lead)}</strong></p>
{figure}
{body(article.text, dress)}
{references(view, article)}
{contact}
{share(view)}
</div>
<aside class="wp-block-group related"><h2 class="wp-block-heading">{view.word("related")}</h2>
<div class="wp-block-query"><ul class="wp-block-post-template">
{"".join(self._card(view, one, "h3") for one in related)}
</ul></div></aside>"""

    def listing(self, view: View, listing: Listing) -> str:
        cards = "\n".join(self._card(view, one, "h2") for one in listing.articles)
        return f"""<h1 class="wp-block-query-title">{e(listing.heading)}</h1>
<div class="wp-block-query is-layout-flow"><ul class="wp-block-post-template is-layout-grid columns-3">
{cards}
</ul>
{pager(view, listing, kind="wp-block-query-pagination")}
</div>"""

    def other(self, view: View, page: OtherPage) -> str:
        return (
            f'<h1 class="wp-block-post-title">{e(page.title)}</h1>\n'
            f'<div class="entry-content wp-block-post-content">{body(page.text)}</div>'
        )

    def _card(self, view: View, one: Article, tag: str) -> str:
        return f"""<li class="wp-block-post post type-post status-publish">
<{tag} class="wp-block-post-title"><a href="{view.site.origin}{e(one.path)}" target="_self">{e(one.title)}</a></{tag}>
<div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__excerpt">{e(one.lead[:140])}…</p></div>
<div class="wp-block-post-date"><time datetime="{one.published.isoformat()}">{written(one.published, view.language)}</time></div>
</li>"""
