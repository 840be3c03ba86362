"""Writes pages of a site whose lists are filled by a script from a JSON file: the container itself is empty."""

from __future__ import annotations

import json
from collections.abc import Sequence

from demo.content import Article, Institution, OtherPage
from demo.markup.base import Listing, Markup, View, contact_lines, head, links, menu, references, share
from demo.markup.html import body, e, written

ENDPOINT = "/assets/data/news.json"


def endpoint(site: Institution, articles: Sequence[Article]) -> str:
    """What the list's script reads: every article with its address, date, title and category."""
    items = [
        {
            "id": article.number,
            "date": f"{article.published:%Y-%m-%d}",
            "category": article.topic,
            "title": article.title,
            "url": article.path,
            "summary": article.lead,
        }
        for article in articles
    ]
    return json.dumps({"site": site.short, "total": len(items), "items": items}, ensure_ascii=False, indent=1)


class Script(Markup):
    """A hand-built front end: pages are HTML, lists are data."""

    def frame(self, view: View, main: str) -> str:
        site = view.site
        undeclared = view.article is not None and view.article.charset is not None
        charset = "" if undeclared else '<meta charset="UTF-8">\n'
        return f"""<!DOCTYPE html>
<html lang="{view.language}">
<head>
{charset}{head(view)}
<link rel="stylesheet" href="/assets/css/common.css">
</head>
<body>
<header class="l-header"><p class="l-header__logo"><a href="/"><img src="/assets/img/logo.svg" alt="{e(site.name)}"></a></p>
<nav class="l-gnav" aria-label="{view.word("menu")}"><ul>
{links(menu(view), '<li class="l-gnav__item"><a href="{path}">{label}</a></li>')}
</ul></nav></header>
<main class="l-main">
{main}
</main>
<footer class="l-footer"><p class="l-footer__name">{e(site.name)}</p><p>{e(site.town)} {e(site.phone)}</p>
<ul class="l-footer__nav"><li><a href="/sitepolicy/">{view.word("legal")}</a></li><li><a href="/privacy/">{view.word("privacy")}</a></li></ul>
<p><small>© {e(site.short)}. {view.word("rights")}</small></p></footer>
<p class="c-pagetop"><a href="#">ページの先頭へ</a></p>
</body>
</html>
"""

    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        contact = ""
        if article.contact:
            lines = "".join(f"<dd>{line}</dd>" for line in contact_lines(article))
            contact = f'<dl class="c-contact"><dt>{view.word("contact")}</dt>{lines}</dl>'
        others = "".join(f'<li><a href="{one.path}">{e(one.title)}</a></li>' for one in related)
        return f"""<ol class="c-breadcrumb"><li><a href="/">{view.word("home")}</a></li><li><a href="{view.site.listing}">{e(view.site.news)}</a></li></ol>
<article class="p-news-detail">
<p class="p-news-detail__meta"><span class="p-news-detail__date">{article.published:%Y.%m.%d}</span><span class="c-label">{e(article.topic)}</span></p>
<h1 class="p-news-detail__title">{e(article.title)}</h1>
<div class="p-news-detail__body">
<p>{e(article.lead)}</p>
{body(article.text)}
{references(view, article)}
</div>
{contact}
{share(view)}
</article>
<section class="p-related"><h2>{view.word("related")}</h2><ul>{others}</ul></section>"""

    def listing(self, view: View, listing: Listing) -> str:
        return f"""<h1 class="c-heading">{e(listing.heading)}</h1>
<div id="news-list" class="p-news-list" data-src="{ENDPOINT}" data-per-page="10"></div>
<noscript>JavaScriptを有効にしてください。</noscript>
<script>
fetch("{ENDPOINT}").then(r => r.json()).then(data => {{
  const box = document.getElementById("news-list");
  box.innerHTML = data.items.map(n => `<a class="p-news-list__item" href="${{n.url}}"><time>${{n.date}}</time>${{n.title}}</a>`).join("");
}});
</script>"""

    def other(self, view: View, page: OtherPage) -> str:
        return f'<h1 class="c-heading">{e(page.title)}</h1>\n<div class="c-body">{body(page.text)}</div>'

    def home(self, view: View, newest: Sequence[Article]) -> str:
        top = newest[0]
        return f"""<section class="p-hero"><h1>{e(view.site.name)}</h1><p>{e(view.site.motto)}</p></section>
<section class="p-pickup"><h2>{view.word("latest")}</h2>
<a href="{top.path}"><span>{written(top.published, view.language)}</span> {e(top.title)}</a>
<p><a href="{view.site.listing}">{view.word("all")}</a></p></section>"""
