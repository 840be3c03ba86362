"""Turns the address of an embedded player into the address where a reader watches or hears it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

_YOUTUBE = re.compile(r"^/(?:embed|v|shorts|live|e)/([\w-]{11})(?:$|[/?&])|^/([\w-]{11})$")
_ID = re.compile(r"^[\w-]{11}$")
_VIMEO = re.compile(
    r"^/(?:video/|channels/[\w-]{1,60}/|groups/[\w-]{1,60}/videos/)?(\d{5,12})(?:/([0-9a-f]{8,12}))?/?$"
)
_DAILYMOTION = re.compile(r"^/(?:embed/)?video/(\w{5,12})")
_PEERTUBE = re.compile(r"^/videos/embed/([\w-]{20,40})")
# host ending → path of the player → path of the page, for players whose page differs by that alone
_PLAYERS: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    ("embed.ted.com", re.compile(r"^/talks/([\w/]{3,120})"), "https://www.ted.com/talks/{}", "video"),
    ("embed.nicovideo.jp", re.compile(r"^/watch/(\w{4,16})"), "https://www.nicovideo.jp/watch/{}", "video"),
    ("player.youku.com", re.compile(r"^/embed/([\w=]{8,40})"), "https://v.youku.com/v_show/id_{}.html", "video"),
    ("rutube.ru", re.compile(r"^/(?:play/embed|video)/(\w{6,40})"), "https://rutube.ru/video/{}/", "video"),
    ("bilibili.com", re.compile(r"^/video/(BV\w{8,14}|av\d{3,12})"), "https://www.bilibili.com/video/{}", "video"),
    ("open.spotify.com", re.compile(r"^/(?:embed[\w-]*/)?(episode/\w{10,40})"), "https://open.spotify.com/{}", "audio"),
)  # fmt: skip
_SOUNDS = re.compile(r"\.(?:mp3|m4a|ogg|oga|opus|wav|aac|flac)$", re.IGNORECASE)
_FILMS = re.compile(r"\.(?:mp4|m4v|webm|mov|ogv|avi|mkv|wmv)$", re.IGNORECASE)
_COUNTED = re.compile(r"\?_=\d{1,4}$")  # WordPress numbers the players of a page in their files' addresses
# Players of universities' own media servers.
_SERVER = re.compile(
    r"(?:^|\.)(?:kaltura|panopto|mediasite|opencast|video|videos|media|mediaserver|mediatheque|mediathek|tube|webtv|podcast|"
    r"lecture2go|stream|streaming|av|cast|webcast|play|pod|videoteca|multimedia)\d?\.[\w.-]+$|panopto\.(?:eu|com)$|kaltura\.com$",
    re.IGNORECASE,
)
_SERVER_PATH = re.compile(r"embed|player|permalink|iframe|/video|/watch|/play|/m/|/id/", re.IGNORECASE)


def watch_address(url: str, *, player: bool = False) -> tuple[str, str] | None:
    """The page of a film or a sound, and "video" or "audio"; None when the address is neither.

    `player`: the address is that of a frame on the page; then media servers that carry a telling name count too.
    """
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, max_num_fields=60) if len(parts.query) < 2_000 else {}
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if parts.scheme not in ("http", "https") or not host:
        return None
    if host in ("youtube.com", "youtube-nocookie.com", "youtu.be"):
        return _youtube(host, parts.path, query)
    if host in ("vimeo.com", "player.vimeo.com"):
        match = _VIMEO.match(parts.path)
        token = (match[2] if match else None) or next(iter(query.get("h", ())), "")
        return (f"https://vimeo.com/{match[1]}" + (f"/{token}" if token.isalnum() else ""), "video") if match else None
    if host.endswith("dailymotion.com") or host == "dai.ly":
        match = _DAILYMOTION.match(parts.path)
        name = (
            match[1]
            if match
            else (next(iter(query.get("video", ())), "") or (parts.path[1:] if host == "dai.ly" else ""))
        )
        return (f"https://www.dailymotion.com/video/{name}", "video") if name.isalnum() else None
    if host == "player.bilibili.com":
        name = next(iter(query.get("bvid", ())), "") or "".join(
            f"av{n}" for n in query.get("aid", ())[:1] if n.isdigit()
        )
        return (f"https://www.bilibili.com/video/{name}", "video") if name.isalnum() else None
    if host == "v.qq.com" and query.get("vid"):
        name = query["vid"][0]
        return (f"https://v.qq.com/x/page/{name}.html", "video") if name.isalnum() else None
    if host == "w.soundcloud.com" and query.get("url"):
        inner = unquote(query["url"][0])
        return (inner, "audio") if inner.startswith("https://") and len(inner) < 500 else None
    for end, path, page, kind in _PLAYERS:
        match = path.match(parts.path) if host == end or host.endswith(f".{end}") else None
        if match:
            return page.format(match[1]), kind
    match = _PEERTUBE.match(parts.path)
    if match:
        return f"https://{parts.netloc}/w/{match[1]}", "video"
    return _file_or_server(url, host, parts.path, player)


def _youtube(host: str, path: str, query: dict[str, list[str]]) -> tuple[str, str] | None:
    match = _YOUTUBE.match(path) if host != "youtu.be" or len(path) == 12 else None
    name = (match[1] or (match[2] if host == "youtu.be" else None)) if match else None
    if path == "/watch":
        name = next(iter(query.get("v", ())), None)
    listed = next(iter(query.get("list", ())), "")
    if (
        (name is None or name == "videoseries")
        and path.startswith("/embed/videoseries")
        and re.fullmatch(r"[\w-]{10,60}", listed)
    ):
        return f"https://www.youtube.com/playlist?list={listed}", "video"
    return (f"https://www.youtube.com/watch?v={name}", "video") if name and _ID.match(name) else None


def _file_or_server(url: str, host: str, path: str, player: bool) -> tuple[str, str] | None:
    plain = _COUNTED.sub("", url)
    if _FILMS.search(path):
        return plain, "video"
    if _SOUNDS.search(path):
        return plain, "audio"
    return (url, "video") if player and _SERVER.search(host) and _SERVER_PATH.search(path) else None
