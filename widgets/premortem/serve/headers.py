"""The headers of every answer the public app gives."""

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform

# No inline script is allowed: text that somebody typed cannot become one, even if it slipped through an escape.
# Widgets arrive as modules at blob: addresses; Vega compiles its expressions ('unsafe-eval'); styles are set inline.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' blob: 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


class SafeHeaders(OutputTransform):
    """Adds the headers to every answer: pages, files and errors alike."""

    def __init__(self, request: HTTPServerRequest) -> None:
        """Nothing depends on the request."""

    def transform_first_chunk(
        self,
        status_code: int,
        headers: HTTPHeaders,
        chunk: bytes,
        finishing: bool,  # noqa: ARG002 - tornado names the arguments
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Set the headers; the body stays as it is."""
        headers["Content-Security-Policy"] = "; ".join(f"{what} {where}" for what, where in POLICY.items())
        headers["X-Content-Type-Options"] = "nosniff"
        # A link to a workbook is an id that opens it: it is not told to any other site.
        headers["Referrer-Policy"] = "no-referrer"
        headers.pop("Server", None)
        return status_code, headers, chunk
