"""An invalid TLS certificate, as some portals have: self-signed and expired."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_NOT_BEFORE, _NOT_AFTER = datetime(2019, 5, 15, tzinfo=UTC), datetime(2021, 5, 15, tzinfo=UTC)


@cache
def expired_tls_context(hosts: tuple[str, ...]) -> ssl.SSLContext:
    """A TLS context for these hosts; its key is generated in each process and not kept on disk."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    certificate = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), _NOT_BEFORE, _NOT_AFTER
        )
        .add_extension(x509.SubjectAlternativeName(_dns_names(hosts)), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory(prefix="gongkai-samples-") as folder:
        # `ssl` loads certificates only from files.
        file = Path(folder) / "both.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
        context.load_cert_chain(file)
    return context


def _dns_names(hosts: Iterable[str]) -> Iterable[x509.GeneralName]:
    return [x509.DNSName(host) for host in hosts]
