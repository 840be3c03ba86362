"""Turns an address into the clock its newsroom prints: the time zone of the country in its host name."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

# Countries where one clock holds for (nearly) everybody, by the last part of a host name.
_TABLE = """
    ad Europe/Andorra  ae Asia/Dubai  al Europe/Tirane  am Asia/Yerevan  ar America/Argentina/Buenos_Aires
    at Europe/Vienna  az Asia/Baku  ba Europe/Sarajevo  bd Asia/Dhaka  be Europe/Brussels  bg Europe/Sofia
    bo America/La_Paz  br America/Sao_Paulo  by Europe/Minsk  cat Europe/Madrid  ch Europe/Zurich  cl America/Santiago
    cn Asia/Shanghai   cr America/Costa_Rica  cu America/Havana  cy Asia/Nicosia  cz Europe/Prague
    de Europe/Berlin  dk Europe/Copenhagen  do America/Santo_Domingo  dz Africa/Algiers  ec America/Guayaquil
    ee Europe/Tallinn  eg Africa/Cairo  es Europe/Madrid  et Africa/Addis_Ababa  eus Europe/Madrid  fi Europe/Helsinki
    fr Europe/Paris  gal Europe/Madrid  ge Asia/Tbilisi  gh Africa/Accra  gr Europe/Athens  gt America/Guatemala
    hk Asia/Hong_Kong  hr Europe/Zagreb  hu Europe/Budapest  ie Europe/Dublin  il Asia/Jerusalem  in Asia/Kolkata
    iq Asia/Baghdad  ir Asia/Tehran  is Atlantic/Reykjavik  it Europe/Rome  jo Asia/Amman  jp Asia/Tokyo
    ke Africa/Nairobi  kr Asia/Seoul  kw Asia/Kuwait  lb Asia/Beirut  li Europe/Vaduz  lk Asia/Colombo
    lt Europe/Vilnius  lu Europe/Luxembourg  lv Europe/Riga  ma Africa/Casablanca  md Europe/Chisinau
    mk Europe/Skopje  mt Europe/Malta  my Asia/Kuala_Lumpur  ng Africa/Lagos  nl Europe/Amsterdam
    no Europe/Oslo  np Asia/Kathmandu  nz Pacific/Auckland  om Asia/Muscat  pe America/Lima  ph Asia/Manila
    pk Asia/Karachi  pl Europe/Warsaw  pt Europe/Lisbon  py America/Asuncion  qa Asia/Qatar  ro Europe/Bucharest
    rs Europe/Belgrade  sa Asia/Riyadh  se Europe/Stockholm  sg Asia/Singapore  si Europe/Ljubljana
    sk Europe/Bratislava  th Asia/Bangkok  tn Africa/Tunis  tr Europe/Istanbul  tw Asia/Taipei  tz Africa/Dar_es_Salaam
    ua Europe/Kyiv  ug Africa/Kampala  uk Europe/London  uy America/Montevideo  ve America/Caracas  vn Asia/Ho_Chi_Minh
    za Africa/Johannesburg  zw Africa/Harare
"""
_WORDS = _TABLE.split()
ZONES = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))


@lru_cache(maxsize=256)
def zone_of(url: str) -> ZoneInfo | None:
    """The zone of the country an address belongs to; None for a host of no country or of one with many clocks."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    name = ZONES.get(host.rstrip(".").rsplit(".", 1)[-1])
    return ZoneInfo(name) if name else None


def offset_at(zone: ZoneInfo, moment: datetime) -> timedelta:
    """How far that zone's clock is before UTC at an aware moment."""
    return moment.astimezone(zone).utcoffset() or timedelta()
