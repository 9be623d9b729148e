"""What Microsoft's login signs and checks with, for its double: keys, certificates and signed tokens, made by hand.

Nothing here is the library that the bot judges tokens with, so a mistake in that one is not made twice.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

Json = dict[str, object]
_PSS = padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH)


@cache
def rsa_key(n: int) -> rsa.RSAPrivateKey:
    """The nth RSA key of this process. Making one takes a while, so the same ones are used by every test."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def signed(header: Mapping[str, object], claims: object, key: rsa.RSAPrivateKey) -> str:
    """A JWS (RFC 7515) of any claims. With `alg` HS256 the secret is the public key, as a forger would have it."""
    told = f"{_packed(json.dumps(header).encode())}.{_packed(json.dumps(claims).encode())}"
    match header.get("alg"):
        case "none":
            signature = b""
        case "HS256":
            public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            signature = hmac.digest(public, told.encode(), "sha256")
        case _:
            signature = key.sign(told.encode(), padding.PKCS1v15(), SHA256())
    return f"{told}.{_packed(signature)}"


def published(name: str, key: rsa.RSAPrivateKey, endorsements: tuple[str, ...]) -> Json:
    """A key as a JWKS shows it (RFC 7517), with the channels that it may sign for."""
    numbers = key.public_key().public_numbers()
    shown: Json = {
        "kty": "RSA",
        "use": "sig",
        "kid": name,
        "x5t": name,
        "n": _packed(numbers.n.to_bytes(256)),
        "e": _packed(numbers.e.to_bytes(3)),
    }
    return {**shown, "endorsements": [*endorsements]} if endorsements else shown


def assertion_of(token: str, certificates: Mapping[str, x509.Certificate]) -> Json:
    """What a client says of itself, signed with one of these certificates, which are named by their SHA-256 (hex).

    Raises:
        ValueError: none of them signed it.
    """
    try:
        told, _, signature = token.rpartition(".")
        header, claims = (json.loads(_unpacked(part)) for part in told.split("."))
        key = certificates[_unpacked(header["x5t#S256"]).hex()].public_key()
        if header["alg"] != "PS256" or not isinstance(key, rsa.RSAPublicKey):
            raise ValueError("signed otherwise than Microsoft advises")
        key.verify(_unpacked(signature), told.encode(), _PSS, SHA256())
    except (KeyError, InvalidSignature) as error:
        raise ValueError("signed by somebody else") from error
    return dict(claims)


def certificate_for(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, name: str = "Idéslussen", *hosts: str
) -> x509.Certificate:
    """A certificate that its own key has signed, for a year; with `hosts` (names or addresses) for a server."""
    now, own = datetime.now(UTC), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    public = key.public_key()
    made = (
        x509.CertificateBuilder(own, own, public, x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
    )
    if hosts:
        made = made.add_extension(x509.SubjectAlternativeName([_name(host) for host in hosts]), critical=False)
    return made.sign(key, SHA256())


def pem(what: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | x509.Certificate) -> str:
    """A key or a certificate as text."""
    if isinstance(what, x509.Certificate):
        return what.public_bytes(Encoding.PEM).decode()
    return what.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def thumbprint(certificate: x509.Certificate) -> str:
    """The SHA-256 of a certificate, in hex."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _packed(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
