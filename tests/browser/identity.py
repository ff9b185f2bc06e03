"""A provider of identities on this machine, as OpenID Connect has them.

It asks nobody for a password: whoever comes to sign in is who `provider.claims` says.
"""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, CLIENT_SECRET = "response-decay", "known to the dashboard and the provider"


class Provider:
    """Who signs in next, and what was promised to those who did."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.claims: dict[str, object] = {}
        self.promised: dict[str, dict[str, object]] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Let whoever is next in; gives where the browser goes from here."""
        code = secrets.token_urlsafe()
        self.promised[code] = {**self.claims, "nonce": asked["nonce"], "aud": asked["client_id"]}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> dict[str, object]:
        """Give the token for a code, once."""
        now = int(time.time())
        claims = {
            "iss": self.address,
            "sub": "somebody",
            "iat": now,
            "exp": now + 600,
            **self.promised.pop(asked["code"]),
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)
        return {
            "access_token": secrets.token_urlsafe(),
            "token_type": "Bearer",
            "expires_in": 600,
            "id_token": signed,
        }


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, _fields(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            self._answer(self.provider.discovery())
        elif path == "/keys":
            self._answer({"keys": [self.provider.key.as_dict(private=False)]})
        elif path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(asked))
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self.provider.token(_fields(body)))

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _answer(self, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _fields(query: str) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(query).items()}


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """Run a provider of identities on this machine."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("localhost", 0), handler) as server:
        handler.provider = provider = Provider(f"http://localhost:{server.server_port}")
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
