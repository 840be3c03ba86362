"""Turns lines of text into the bytes of a plain PDF, as word processors print them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

Line = tuple[float, float, float, str]  # from the left, from the bottom, size, in points; words


def pdf_of(pages: Iterable[Iterable[Line]], told: Mapping[str, str] | None = None, *, packed: bool = True) -> bytes:
    """A PDF in Helvetica. `told`: its metadata (Title, Author, CreationDate)."""
    contents = [_content(page) for page in pages]
    count = len(contents)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    said = "".join(f"/{name} ({_escaped(value)})" for name, value in (told or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        stream = zlib.compress(content) if packed else content
        packing = " /Filter /FlateDecode" if packed else ""
        objects.append(f"<< /Length {len(stream)}{packing} >>\nstream\n".encode() + stream + b"\nendstream")
    objects.append(f"<< {said} >>".encode("cp1252", "replace"))
    return _file(objects)


def _content(page: Iterable[Line]) -> bytes:
    lines = (f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET" for x, y, size, text in page)
    return "\n".join(lines).encode("cp1252", "replace")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())
