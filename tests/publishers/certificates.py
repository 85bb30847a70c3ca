"""Certificates of a little authority of our own, made when a test runs (EC P-256, X.509 DER).

Only for tests: the arithmetic is plain and not safe against anyone who watches its timing.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

# NIST P-256, FIPS 186-4, D.1.2.3.
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point = tuple[int, int] | None
EC, CURVE = (1, 2, 840, 10045, 2, 1), (1, 2, 840, 10045, 3, 1, 7)
SIGNED, NAME = (1, 2, 840, 10045, 4, 3, 2), (2, 5, 4, 3)
IS_AUTHORITY, OTHER_NAMES = (2, 5, 29, 19), (2, 5, 29, 17)


@dataclass(frozen=True)
class Paths:
    """What a server and its clients need."""

    authority: Path
    server: Path
    """Key and certificate of 127.0.0.1."""

    def serving(self) -> ssl.SSLContext:
        """For the server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server)
        return context

    def trusting(self) -> ssl.SSLContext:
        """For a client that trusts the authority."""
        return ssl.create_default_context(cafile=self.authority)


def make(folder: Path, days: tuple[int, int]) -> Paths:
    """An authority that is valid now, and a certificate of 127.0.0.1.

    Args:
        days: validity of the certificate, in days from now: (-30, -1) has expired.
    """
    authority, server = _key(), _key()
    root = _certificate("Tests", authority, "Tests", authority, (-60, 60), authority=True)
    leaf = _certificate("Tests", authority, "127.0.0.1", server, days, authority=False)
    paths = Paths(folder / "authority.pem", folder / "server.pem")
    paths.authority.write_text(_pem("CERTIFICATE", root))
    paths.server.write_text(_pem("EC PRIVATE KEY", _private(server)) + _pem("CERTIFICATE", leaf))
    return paths


def _certificate(
    issuer: str, issuer_key: int, name: str, key: int, days: tuple[int, int], *, authority: bool
) -> bytes:
    algorithm = _seq(_oid(SIGNED))
    since, until = (datetime.now(UTC) + timedelta(days=d) for d in days)
    if authority:
        extension = _seq(_oid(IS_AUTHORITY), _tlv(1, b"\xff"), _octets(_seq(_tlv(1, b"\xff"))))
    else:
        extension = _seq(_oid(OTHER_NAMES), _octets(_seq(_tlv(0x87, bytes([127, 0, 0, 1])))))
    body = _seq(
        _tlv(0xA0, _int(2)),
        _int(secrets.randbits(64)),
        algorithm,
        _named(issuer),
        _seq(_time(since), _time(until)),
        _named(name),
        _seq(_seq(_oid(EC), _oid(CURVE)), _bits(_public(key))),
        _tlv(0xA3, _seq(extension)),
    )
    return _seq(body, algorithm, _bits(_sign(issuer_key, body)))


def _key() -> int:
    return secrets.randbelow(N - 1) + 1


def _public(key: int) -> bytes:
    point = _times(key, G)
    assert point is not None
    return b"\x04" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")


def _private(key: int) -> bytes:
    return _seq(
        _int(1),
        _octets(key.to_bytes(32, "big")),
        _tlv(0xA0, _oid(CURVE)),
        _tlv(0xA1, _bits(_public(key))),
    )


def _sign(key: int, body: bytes) -> bytes:
    """ECDSA with SHA-256 (FIPS 186-4, 6.4)."""
    digest, once = int.from_bytes(hashlib.sha256(body).digest(), "big"), _key()
    point = _times(once, G)
    assert point is not None
    r = point[0] % N
    return _seq(_int(r), _int(pow(once, -1, N) * (digest + r * key) % N))


def _times(factor: int, point: Point) -> Point:
    total: Point = None
    while factor:
        if factor & 1:
            total = _plus(total, point)
        point, factor = _plus(point, point), factor >> 1
    return total


def _plus(a: Point, b: Point) -> Point:
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    if a == b:
        slope = 3 * (a[0] * a[0] - 1) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def _tlv(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(length)]) + length + content


def _seq(*parts: bytes) -> bytes:
    return _tlv(0x30, b"".join(parts))


def _int(number: int) -> bytes:
    return _tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _octets(content: bytes) -> bytes:
    return _tlv(4, content)


def _bits(content: bytes) -> bytes:
    return _tlv(3, b"\0" + content)


def _time(moment: datetime) -> bytes:
    return _tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())


def _named(name: str) -> bytes:
    return _seq(_tlv(0x31, _seq(_oid(NAME), _tlv(12, name.encode()))))


def _oid(numbers: Sequence[int]) -> bytes:
    content = bytes([40 * numbers[0] + numbers[1]])
    for number in numbers[2:]:
        septets = [number & 127]
        while number := number >> 7:
            septets.insert(0, 128 | number & 127)
        content += bytes(septets)
    return _tlv(6, content)


def _pem(what: str, content: bytes) -> str:
    text = base64.encodebytes(content).decode()
    return f"-----BEGIN {what}-----\n{text}-----END {what}-----\n"
