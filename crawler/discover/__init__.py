"""From a home address to the articles of a newsroom.

What is true of sites of every language and system, and so decides here:

- Sites say where their news are: a feed in the head of the page, a link called "News" in the language of the page,
  a sitemap in robots.txt. They are asked in that order; guesses at well-known addresses come last and only when
  nothing else gave anything, because each costs a request.
- A list repeats one shape of block: a link, a title, a day. The shape is found by the page's own repetition, so no
  list of selectors ages. The same few targets in block after block are labels; a block in a menu or a footer is
  navigation; a list prints the day of all its entries or of none.
- An address says what a page is: dates, numbers and words of a title make an article, one or two words a section.
  The articles of a newsroom lie in one or a few sections. A feed or sitemap of the whole site is believed about the
  sections that the lists of news point to, or that are called news, and about nothing else.
- Every language version of a list is a list of its own, found by hreflang, by the name of the language, or by an
  address that differs in nothing but the language.
- Events, people, papers and archives cut by tag or author are lists too, and not of news; their sections are named as
  such in every language.
- On later nights only the doors that gave news are asked, and a second page only when the first brought something
  new. When all of them are dead or silent, discovery begins again.
"""
