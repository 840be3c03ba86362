"""Turns news.db into the reporter's site: Datasette with our own pages, through its public plugin hooks only."""
