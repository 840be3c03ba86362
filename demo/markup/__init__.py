"""Turns articles and pages into HTML after the markup of seven content systems and one made by hand."""
