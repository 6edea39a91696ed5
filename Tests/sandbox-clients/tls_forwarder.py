"""Speaks TLS with a self-signed certificate on a free port and forwards everything to a plain server.

dbtc and dbt-cloud-cli always speak https; this lets them reach a sandbox. `openssl` makes the certificate.
"""

import contextlib
import os
import socket
import ssl
import subprocess
import tempfile
import threading
import urllib.parse


def _make_certificate(folder):
    certificate, key = os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )
    return certificate, key


def _pump(source, sink):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _serve(listener, context, target):
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        with contextlib.suppress(OSError):
            secure = context.wrap_socket(plain, server_side=True)
            upstream = socket.create_connection(target)
            for ends in ((secure, upstream), (upstream, secure)):
                threading.Thread(target=_pump, args=ends, daemon=True).start()


@contextlib.contextmanager
def forwarder(url):
    """Yields (host:port, certificate file) of a TLS door to the plain server at `url`."""
    parts = urllib.parse.urlsplit(url)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        certificate, key = _make_certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        threading.Thread(target=_serve, args=(listener, context, (parts.hostname, parts.port)), daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}", certificate
