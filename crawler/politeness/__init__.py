"""Keeps the crawler a good guest: robots, delays, Retry-After, validators, budgets, and the address guard."""
