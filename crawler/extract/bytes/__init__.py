"""Turns the bytes of an answer into text."""
