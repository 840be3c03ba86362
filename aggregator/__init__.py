"""Turns scraped articles into articles, duplicates and stories, and runs the nights."""
