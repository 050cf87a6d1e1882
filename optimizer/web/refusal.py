"""What is refused, and why: one exception, which the API says as problem details (RFC 9457) and a page in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A request that cannot be granted.

    Parameters
    ----------
    status
        Of HTTP.
    slug
        The kind, as in ``/problems/SLUG``.
    title, detail
        What is wrong, and what would be right, in plain words.
    headers
        Of the answer, such as ``Retry-After``.
    more
        Further members, such as ``problems``.
    """

    def __init__(
        self,
        status: int,
        slug: str,
        title: str,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        self.status, self.slug, self.title, self.detail, self.more = status, slug, title, detail, more
        self.headers = dict(headers or {})
        super().__init__(title)

    def details(self) -> dict[str, Any]:
        """As problem details."""
        base = {"type": f"/problems/{self.slug}", "title": self.title, "status": self.status, "detail": self.detail}
        return base | self.more


def not_found(what: str) -> Refusal:
    """There is none of this name, or it is another firm's, which is the same."""
    return Refusal(404, "not-found", f"There is no such {what}", "It may have been removed, or the address is wrong.")
