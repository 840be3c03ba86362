"""Writes pages as WordPress does with the Divi theme: et_pb sections and modules, shortcode columns, teaser blurbs."""

from __future__ import annotations

from collections.abc import Sequence

from demo.content import Article, OtherPage
from demo.markup.base import Listing, Markup, View, contact_lines, head, links, menu, pager, references, share
from demo.markup.html import body, e, written
from demo.markup.wordpress import graph, open_graph


class Divi(Markup):
    """Divi Builder: every part is a numbered section, row, column and module."""

    def frame(self, view: View, main: str) -> str:
        site, extra = view.site, ""
        if view.article is not None:
            extra = (
                f"{open_graph(view, view.article)}\n"
                f'<script type="application/ld+json" class="yoast-schema-graph">{graph(view, view.article)}</script>'
            )
        kind = "post-template-default single single-post" if view.article else "page-template-default page"
        return f"""<!DOCTYPE html>
<html lang="{view.language}-FR">
<head>
<meta charset="UTF-8" />
{head(view, extra)}
<meta content="Divi v.4.27.4" name="generator"/>
<link rel="pingback" href="{site.origin}/xmlrpc.php" />
<script>document.documentElement.className = 'js';</script>
</head>
<body class="{kind} et_pb_button_helper_class et_fixed_nav et_show_nav et_pb_gutter et_divi_theme et-db">
<div id="page-container">
<header id="main-header" data-height-onload="66"><div class="container clearfix et_menu_container">
<div class="logo_container"><a href="/"><img src="/wp-content/uploads/logo.png" alt="{e(site.name)}" id="logo"></a></div>
<div id="et-top-navigation"><nav id="top-menu-nav"><ul id="top-menu" class="nav">
{links(menu(view), '<li class="menu-item menu-item-type-post_type"><a href="{path}">{label}</a></li>')}
</ul></nav></div>
</div></header>
<div id="et-main-area">
<div id="main-content">
{main}
</div>
<footer id="main-footer"><div id="footer-widgets" class="clearfix">
<div class="footer-widget"><h4 class="title">{e(site.short)}</h4><div class="textwidget"><p>{e(site.town)}<br>{e(site.phone)}</p></div></div>
<div class="footer-widget"><h4 class="title">{view.word("follow")}</h4><ul class="et-social-icons">
<li><a href="http://share.example/univ-sequane" class="icon"><span>LinkedIn</span></a></li></ul></div>
</div>
<div id="footer-bottom"><ul class="bottom-nav"><li><a href="/mentions-legales/">{view.word("legal")}</a></li>
<li><a href="/accessibilite/">{view.word("access")}</a></li></ul><p id="footer-info">© {e(site.name)}. {view.word("rights")}</p></div>
</footer>
</div></div>
<div id="tarteaucitronRoot"><div id="tarteaucitronAlertBig"><span>{view.word("cookies")}</span>
<button>{view.word("accept")}</button><button>{view.word("refuse")}</button></div></div>
</body></html>
"""

    def article(self, view: View, article: Article, related: Sequence[Article]) -> str:
        day = written(article.published, view.language)
        contact = ""
        if article.contact:
            contact = self._module(
                2, "text", f"<h4>{view.word('contact')}</h4><p>{'<br />'.join(contact_lines(article))}</p>"
            )
        blurbs = "\n".join(self._blurb(number, one) for number, one in enumerate(related))
        return f"""<article id="post-{article.number + 4100}" class="post-{article.number + 4100} post type-post status-publish hentry">
<div class="entry-content"><div id="et-boc" class="et-boc"><div class="et-l et-l--post"><div class="et_builder_inner_content et_pb_gutters3">
<div class="et_pb_section et_pb_section_0 et_pb_with_background et_section_regular"><div class="et_pb_row et_pb_row_0">
<div class="et_pb_column et_pb_column_4_4 et_pb_column_0">
<div class="et_pb_module et_pb_post_title et_pb_post_title_0"><div class="et_pb_title_container">
<h1 class="entry-title">{e(article.title)}</h1>
<p class="et_pb_title_meta_container"><span class="published">{day}</span> | <a href="/category/{article.topic}/" rel="category tag">{e(article.topic.capitalize())}</a></p>
</div></div></div></div></div>
<div class="et_pb_section et_pb_section_1 et_section_regular"><div class="et_pb_row et_pb_row_1"><div class="et_pb_column et_pb_column_2_3">
{self._module(0, "text", f"<p><strong>{e(article.lead)}</strong></p>")}
{self._module(1, "text", body(article.text))}
{references(view, article)}
{contact}
{share(view)}
</div></div></div>
<div class="et_pb_section et_pb_section_3 et_section_regular"><div class="et_pb_row et_pb_row_3">
{self._module(3, "text", f"<h2>{view.word('related')}</h2>")}
<div class="et_pb_module et_pb_blog_0 et_pb_blog_grid_wrapper"><div class="et_pb_blog_grid clearfix">
{blurbs}
</div></div>
</div></div>
</div></div></div></div></article>"""

    def listing(self, view: View, listing: Listing) -> str:
        posts = "\n".join(self._post(view, one) for one in listing.articles)
        return f"""<div class="et_pb_section et_pb_section_0"><div class="et_pb_row">
{self._module(0, "text", f"<h1>{e(listing.heading)}</h1>")}
<div class="et_pb_module et_pb_blog_0 et_pb_posts et_pb_bg_layout_light"><div class="et_pb_ajax_pagination_container">
{posts}
<div>{pager(view, listing, kind="pagination clearfix")}</div>
</div></div></div></div>"""

    def other(self, view: View, page: OtherPage) -> str:
        return (
            '<article class="page type-page status-publish hentry"><div class="entry-content"><div class="et_pb_section">'
            f"{self._module(0, 'text', f'<h1>{e(page.title)}</h1>')}{self._module(1, 'text', body(page.text))}"
            "</div></div></article>"
        )

    def _module(self, number: int, kind: str, inner: str) -> str:
        return (
            f'<div class="et_pb_module et_pb_{kind} et_pb_{kind}_{number} et_pb_text_align_left et_pb_bg_layout_light">'
            f'<div class="et_pb_text_inner">{inner}</div></div>'
        )

    def _post(self, view: View, one: Article) -> str:
        return f"""<article id="post-{one.number + 4100}" class="et_pb_post clearfix et_pb_blog_item_0 post type-post hentry">
<a href="{view.site.origin}{one.path}" class="entry-featured-image-url"><img src="/wp-content/uploads/{one.slug}.jpg" alt="{e(one.title)}"></a>
<h2 class="entry-title"><a href="{view.site.origin}{one.path}">{e(one.title)}</a></h2>
<p class="post-meta"><span class="published">{written(one.published, view.language)}</span></p>
<div class="post-content"><div class="post-content-inner"><p>{e(one.lead[:180])}...</p></div><a href="{view.site.origin}{one.path}" class="more-link">{view.word("more")}</a></div>
</article>"""

    def _blurb(self, number: int, one: Article) -> str:
        return f"""<article class="et_pb_post clearfix et_pb_no_thumb et_pb_blog_item_{number} post type-post hentry">
<h3 class="entry-title"><a href="{one.path}">{e(one.title)}</a></h3>
<div class="post-content"><div class="post-content-inner"><p>{e((one.lead + " " + one.text)[:260].rsplit(" ", 1)[0])}...</p></div></div></article>"""
