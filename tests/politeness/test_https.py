"""HTTPS goes through the same checks and the same connections, kept open between requests."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.politeness.conftest import Crawl
from tests.politeness.web import Reply, Web


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Web]:
    """The web behind TLS, with a certificate it signed itself, as some institutes do."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "secure.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    web = Web(tls=context)
    yield web
    web.close()


def test_https_pages_are_fetched_over_one_connection(secure: Web, crawl: Crawl) -> None:
    for page in "abc":
        secure.pages[f"secure.example/{page}"] = Reply()
    urls = [f"https://secure.example:{secure.port}/{page}" for page in "abc"]
    names = {"secure.example": "127.0.0.1"}
    (seen,) = crawl(urls, proxy=None, allow_loopback=True, names=names, settings={"CONCURRENT_REQUESTS": 1})
    assert sorted(seen["pages"]) == [[url, 200, 37] for url in urls]
    assert len(secure.connections) == 1


def test_https_to_this_machine_is_refused_without_a_handshake(secure: Web, crawl: Crawl) -> None:
    names = {"secret.example": "127.0.0.1"}
    (seen,) = crawl(["https://secret.example/a"], proxy=None, names=names)
    assert seen["refused"][0][1] == "address"
    assert secure.connections == set()


def test_https_through_a_proxy_shows_the_target_nothing_of_the_proxy(secure: Web, web: Web, crawl: Crawl) -> None:
    secure.pages["tunnel.example/a"] = Reply()
    web.behind = secure.port
    proxy = f"http://reader:secret@127.0.0.1:{web.port}"
    (seen,) = crawl(["https://tunnel.example/a"], proxy=proxy)
    assert seen["pages"] == [["https://tunnel.example/a", 200, 37]]
    assert {hit.path for hit in web.asked("CONNECT")} == {"tunnel.example:443"}
    assert all("proxy-authorization" in hit.headers for hit in web.asked("CONNECT"))
    assert secure.log and not any("proxy-authorization" in hit.headers for hit in secure.log)
