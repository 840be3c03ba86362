"""Names the content systems: the word in a content file → the markup that writes its pages."""

from __future__ import annotations

from demo.markup.aem import Aem
from demo.markup.base import Markup
from demo.markup.divi import Divi
from demo.markup.drupal import Drupal
from demo.markup.plain import Plain
from demo.markup.plone import Plone
from demo.markup.script import Script
from demo.markup.typo3 import Typo3
from demo.markup.wordpress import WordPress

SYSTEMS: dict[str, Markup] = {
    "aem": Aem(),
    "divi": Divi(),
    "drupal": Drupal(),
    "plain": Plain(),
    "plone": Plone(),
    "script": Script(),
    "typo3": Typo3(),
    "wordpress": WordPress(),
}
