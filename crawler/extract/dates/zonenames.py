"""The names of time zones as notices print them, each turned into hours before UTC or into a zone of the IANA list."""

# ruff: noqa: E501 - names in rows read as a table

from __future__ import annotations

# Zones as notices print them, in hours before UTC. Where a code has two meanings the one with the later moment.
OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "cet": 1, "mez": 1, "met": 1, "wat": 1, "eet": 2, "sast": 2, "cat": 2,
    "msk": 3, "мск": 3, "eat": 3, "trt": 3, "gst": 4, "pkt": 5, "ist": 1, "ict": 7, "wib": 7, "sgt": 8, "hkt": 8, "awst": 8,
    "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "nzst": 12, "est": -5, "cst": -6, "mst": -7, "pst": -8, "akst": -9,
    "hst": -10, "brt": -3, "art": -3, "clt": -4, "cot": -5, "nst": -3.5, "ast": -4,
}  # fmt: skip
# Summer time, with the zone that tells whether it holds: "EDT" in December is a slip for the later EST.
SUMMER = {
    "bst": (1, "Europe/London"), "west": (1, "Europe/Lisbon"), "cest": (2, "Europe/Berlin"), "mesz": (2, "Europe/Berlin"),
    "eest": (3, "Europe/Athens"), "edt": (-4, "America/New_York"), "cdt": (-5, "America/Chicago"),
    "mdt": (-6, "America/Denver"), "pdt": (-7, "America/Los_Angeles"), "aedt": (11, "Australia/Sydney"),
    "nzdt": (13, "Pacific/Auckland"), "adt": (-3, "America/Halifax"),
}  # fmt: skip
PLACES = {
    "eastern": "America/New_York", "et": "America/New_York", "new york": "America/New_York", "nueva york": "America/New_York",
    "washington": "America/New_York", "boston": "America/New_York", "toronto": "America/Toronto", "montréal": "America/Toronto",
    "montreal": "America/Toronto", "pacific": "America/Los_Angeles", "pt": "America/Los_Angeles", "central time": "America/Chicago",
    "ct": "America/Chicago", "chicago": "America/Chicago", "mountain": "America/Denver", "mt": "America/Denver",
    "london": "Europe/London", "londres": "Europe/London", "londra": "Europe/London", "uk": "Europe/London",
    "british": "Europe/London", "irish": "Europe/Dublin", "dublin": "Europe/Dublin", "paris": "Europe/Paris", "berlin": "Europe/Berlin",
    "madrid": "Europe/Madrid", "peninsular": "Europe/Madrid", "roma": "Europe/Rome", "rome": "Europe/Rome", "italian": "Europe/Rome",
    "budapest": "Europe/Budapest", "wien": "Europe/Vienna", "vienna": "Europe/Vienna", "zürich": "Europe/Zurich",
    "bern": "Europe/Zurich", "brussels": "Europe/Brussels", "bruxelles": "Europe/Brussels", "brussel": "Europe/Brussels",
    "amsterdam": "Europe/Amsterdam", "lisboa": "Europe/Lisbon", "lisbon": "Europe/Lisbon", "stockholm": "Europe/Stockholm",
    "swedish": "Europe/Stockholm", "copenhagen": "Europe/Copenhagen", "københavn": "Europe/Copenhagen", "oslo": "Europe/Oslo",
    "helsinki": "Europe/Helsinki", "helsingin": "Europe/Helsinki", "warszaw": "Europe/Warsaw", "warsaw": "Europe/Warsaw",
    "central european": "Europe/Berlin", "mitteleuropäische": "Europe/Berlin", "heure française": "Europe/Paris",
    "moscow": "Europe/Moscow", "московск": "Europe/Moscow", "москв": "Europe/Moscow", "київ": "Europe/Kyiv", "athens": "Europe/Athens",
    "αθήνα": "Europe/Athens", "ώρα ελλάδος": "Europe/Athens", "jerusalem": "Asia/Jerusalem", "israel": "Asia/Jerusalem",
    "日本時間": "Asia/Tokyo", "tokyo": "Asia/Tokyo", "japan": "Asia/Tokyo", "北京时间": "Asia/Shanghai", "北京": "Asia/Shanghai",
    "beijing": "Asia/Shanghai", "china time": "Asia/Shanghai", "台灣時間": "Asia/Taipei", "한국시간": "Asia/Seoul", "한국 시간": "Asia/Seoul",
    "seoul": "Asia/Seoul", "sydney": "Australia/Sydney", "melbourne": "Australia/Melbourne", "brisbane": "Australia/Brisbane",
    "perth": "Australia/Perth", "são paulo": "America/Sao_Paulo", "brasília": "America/Sao_Paulo", "buenos aires": "America/Argentina/Buenos_Aires",
    "singapore": "Asia/Singapore", "india": "Asia/Kolkata", "johannesburg": "Africa/Johannesburg", "米国東部時間": "America/New_York",
    "美国东部时间": "America/New_York", "미국 동부": "America/New_York", "英国時間": "Europe/London",
}  # fmt: skip
