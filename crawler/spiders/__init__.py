"""Spiders: one base, one made from each record, and a small module for each odd source."""
