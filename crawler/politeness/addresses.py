"""Turns an address (URL or IP) into the reason why the crawler must not connect to it, or None."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import unquote, urlsplit

SCHEMES = ("http", "https")
PORTS = (80, 443, 8080, 8443)  # where web servers for the public listen

# Names that mean this machine or its network wherever they are asked (RFC 6761, 6762, 8375, ICANN's .internal).
_INNER_NAMES = ("localhost", "local", "internal", "localdomain", "home.arpa", "lan", "intranet", "corp")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?", re.ASCII)
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.ASCII)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_V4_RELAY = ipaddress.IPv4Network("192.88.99.0/24")  # the retired 6to4 relay, not a host of anyone


def url_fault(url: str, *, allow_loopback: bool = False, proxied: bool = False) -> str | None:
    """Why `url` must not be asked, as one sentence, or None. Resolves nothing; the connection checks what it finds.

    `allow_loopback` (demo and tests) opens this machine, on any port. `proxied`: names and ports are then the
    proxy's business; scheme, user names and literal addresses are still checked.
    """
    if "\\" in url or any(ord(char) <= 32 or ord(char) == 127 for char in url):
        return "the address holds a backslash, a space or a control character"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"the address cannot be read: {error}"
    if parts.scheme.lower() not in SCHEMES:
        return f"scheme {parts.scheme or '(none)'!r} is not http or https"
    if "@" in parts.netloc:
        return "the address holds a user name"
    host = unicodedata.normalize("NFKC", unquote(parts.hostname or "")).lower()
    fault = _host_fault(host, allow_loopback=allow_loopback, proxied=proxied)
    if fault is None and port is not None and port not in PORTS and not (allow_loopback or proxied):
        return f"port {port} is not one of {', '.join(map(str, PORTS))}"
    return fault


def ip_fault(ip: str, *, allow_loopback: bool = False) -> str | None:
    """Why the crawler must not connect to the IP address `ip`, or None when it is a public one.

    Looks into IPv6 addresses that carry an IPv4 one: mapped, compatible, 6to4, Teredo and NAT64.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return f"{ip} is not an IP address"
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return f"{ip} is a link-local address"
        inner = _embedded(address)
        if inner is not None:
            fault = ip_fault(str(inner), allow_loopback=allow_loopback)
            return f"{ip} stands for {inner}: {fault}" if fault else None
    kind = _kind(address)
    if kind is None or (kind == "a loopback" and allow_loopback):
        return None
    return f"{ip} is {kind} address"


def port_fault(ip: str, port: int, *, allow_loopback: bool = False) -> str | None:
    """Why the crawler must not connect to `port` at `ip`, or None; with `allow_loopback` loopback has every port."""
    if port in PORTS or (allow_loopback and ipaddress.ip_address(ip).is_loopback):
        return None
    return f"port {port} is not one of {', '.join(map(str, PORTS))}"


def _host_fault(host: str, *, allow_loopback: bool, proxied: bool) -> str | None:
    if not host:
        return "the address has no host"
    if ":" in host:
        return ip_fault(host, allow_loopback=allow_loopback)
    if not _NAME.fullmatch(host):
        return f"{host!r} is not a host name"
    labels = host.rstrip(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return ip_fault(str(ipaddress.IPv4Address(".".join(labels))), allow_loopback=allow_loopback)
        except ValueError:
            # 2130706433, 0x7f.1, 0177.0.0.1: the C library would take them for an address.
            return f"{host} is a number, not a host name"
    name = ".".join(labels)
    inner = next((inner for inner in _INNER_NAMES if name == inner or name.endswith(f".{inner}")), None)
    if proxied or (allow_loopback and inner == "localhost"):
        return None
    if inner is not None:
        return f"{name} is a name of an inner network"
    if len(labels) == 1:
        return f"{name} is a name without a dot, which only an inner network knows"
    return None


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 0xFFFF):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _kind(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str | None:
    if address.is_loopback:
        return "a loopback"
    if address.is_unspecified:
        return "an unspecified"
    if address.is_link_local:
        return "a link-local"
    if address.is_multicast:
        return "a multicast"
    if address.is_private:
        return "a private"
    if address.is_reserved or (isinstance(address, ipaddress.IPv6Address) and address.is_site_local):
        return "a reserved"
    if not address.is_global or address in _V4_RELAY:
        return "a non-public"
    return None
