"""Writes pages as a small hospital makes them by hand: tables, dates in words, no metadata, no classes that mean much."""

from __future__ import annotations

from collections.abc import Sequence

from demo.content import Article, OtherPage
from demo.markup.base import Listing, Markup, View, contact_lines, menu, references
from demo.markup.html import body, e, written


class Plain(Markup):
    """HTML written in an editor and copied from page to page."""

    def frame(self, view: View, main: str) -> str:
        site = view.site
        items = " | ".join(f'<a href="{e(path)}">{e(label)}</a>' for path, label in menu(view))
        feeds = "".join(f'<link rel="alternate" type="{kind}" href="{e(path)}">\n' for kind, path in view.feeds)
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html lang="{view.language}">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{e(site.name)}</title>
{feeds}<link rel="stylesheet" href="/style.css">
</head>
<body>
<table width="960" align="center" id="page">
<tr><td colspan="2"><a href="/"><img src="/images/bandeau.gif" alt="{e(site.name)}" width="960" height="120"></a></td></tr>
<tr><td colspan="2" id="menu">{items}</td></tr>
<tr><td id="contenu" valign="top">
{main}
</td>
<td id="colonne" width="200" valign="top"><p><b>{e(site.short)}</b><br>{e(site.town)}<br>{e(site.phone)}</p>
<p><a href="/plan.html">{view.word("access")}</a></p></td></tr>
<tr><td colspan="2" id="pied">{e(site.name)} - {view.word("rights")}</td></tr>
</table>
</body>
</html>
"""

    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        contact = ""
        if article.contact:
            contact = f"<p><u>{view.word('contact')}</u><br>{'<br>'.join(contact_lines(article))}</p>"
        others = "<br>\n".join(f'&gt; <a href="{e(one.path)}">{e(one.title)}</a>' for one in related)
        return f"""<h1>{e(article.title)}</h1>
<p><i>{view.word("published")} {written(article.published, view.language)}</i></p>
<p><b>{e(article.lead)}</b></p>
{body(article.text)}
{references(view, article)}
{contact}
<hr>
<p><b>{view.word("related")}</b><br>
{others}</p>"""

    def listing(self, view: View, listing: Listing) -> str:
        rows = "\n".join(
            f'<tr><td nowrap valign="top">{one.published:%d/%m/%Y}</td><td><a href="{e(one.path)}">{e(one.title)}</a><br>'
            f"{e(one.lead)}</td></tr>"
            for one in listing.articles
        )
        pages = " ".join(
            f"<b>{number}</b>" if number == listing.number else f'<a href="{e(path)}">{number}</a>'
            for number, path in enumerate(listing.paths, 1)
        )
        return f"""<h1>{e(listing.heading)}</h1>
<table class="liste">
{rows}
</table>
<p align="center">{view.word("page")} : {pages}</p>"""

    def other(self, view: View, page: OtherPage) -> str:
        return f"<h1>{e(page.title)}</h1>\n{body(page.text)}"
