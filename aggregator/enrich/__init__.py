"""Turns what articles print of papers, institutions and people into the records behind them."""
