"""The API from Python, in one file that needs nothing but Python: copy it to wherever a program is to ask.

    client = Client("https://freight.example.com", token="freight_…")
    upload = client.wait_for_upload(client.upload("tariffs.xlsx", "cargo.xlsx")["id"])
    job = client.wait_for_job(client.plan(upload["id"], gap=0.001)["id"])
    client.download_plan(job["plan"], "plan.xlsx")

What is refused is an ``ApiError``, with the problem details (RFC 9457) in ``problem``.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlencode

#: Method, address, headers and body → status, headers (lower case) and body.
Send: TypeAlias = "Callable[[str, str, Mapping[str, str], bytes | None], tuple[int, Mapping[str, str], bytes]]"

API = "/api/v1"
#: Statuses after which the same request may be made again: it has an idempotency key, or changes nothing.
AGAIN = frozenset({429, 502, 503, 504})


class ApiError(Exception):
    """A request was refused.

    Attributes
    ----------
    status
        Of HTTP.
    problem
        Problem details: ``type``, ``title``, ``detail``, and ``problems`` with workbook, sheet, cell and cure.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status, self.problem = status, dict(problem)
        super().__init__(f"{status} {problem.get('title', '')}. {problem.get('detail', '')}".strip())


class Client:
    """A server and a token.

    Parameters
    ----------
    url
        Where the server is, without ``/api/v1``.
    token
        Of the firm; none for a server without login.
    timeout
        How long to wait for one answer, s.
    tries
        How often to ask while the server is busy.
    send
        Another way to send, as in tests.
    """

    def __init__(
        self, url: str, token: str | None = None, *, timeout: float = 60.0, tries: int = 4, send: Send | None = None
    ) -> None:
        self.url, self.token, self.timeout, self.tries = url.rstrip("/"), token, timeout, tries
        self._send = send or self._by_urllib

    def me(self) -> dict[str, Any]:
        """Who asks, and what they may."""
        return self._json("GET", "/me")

    def upload(self, *paths: str | Path, book_version: str | None = None, key: str | None = None) -> dict[str, Any]:
        """Upload workbooks; see ``wait_for_upload``."""
        fields = {} if book_version is None else {"book_version": book_version}
        kind, body = _multipart(fields, [Path(path) for path in paths])
        return self._json("POST", "/uploads", body=body, kind=kind, key=key or uuid.uuid4().hex)

    def upload_sample(self) -> dict[str, Any]:
        """Upload the sample."""
        return self._json("POST", "/uploads/sample", key=uuid.uuid4().hex)

    def wait_for_upload(self, name: str, *, seconds: float = 600.0) -> dict[str, Any]:
        """An upload once it is checked; ``state`` says whether it can be planned, ``problems`` what is wrong."""
        return self._wait(f"/uploads/{name}", lambda found: found["state"] != "checking", seconds)

    def marked_copy(self, upload: str, position: int, path: str | Path) -> Path:
        """Save the copy of a file in which what is doubtful is marked."""
        return self._save(f"/uploads/{upload}/files/{position}/marked", path)

    def rows(self, upload: str, sheet: str = "Cargo", **query: Any) -> dict[str, Any]:
        """Rows of a sheet of an upload as they were understood."""
        return self._json("GET", f"/uploads/{upload}/rows", {"sheet": sheet} | query)

    def keep_book(self, name: str, upload: str) -> dict[str, Any]:
        """Keep an upload without cargo as the newest version of a tariff book."""
        return self._json("POST", "/books", data={"name": name, "upload": upload})

    def plan(self, upload: str, *, key: str | None = None, **options: Any) -> dict[str, Any]:
        """Have an upload planned, with ``scenario``, ``gap``, ``time_limit`` and so on; see ``wait_for_job``."""
        asked = {"upload": upload, "options": options}
        return self._json("POST", "/jobs", data=asked, key=key or uuid.uuid4().hex)

    def job(self, name: str) -> dict[str, Any]:
        """A job as it stands."""
        return self._json("GET", f"/jobs/{name}")

    def wait_for_job(self, name: str, *, seconds: float = 3600.0) -> dict[str, Any]:
        """A job once it has ended; its ``plan``, or its ``problem``."""
        return self._wait(f"/jobs/{name}", lambda found: found["state"] not in ("queued", "running"), seconds)

    def events(self, job: str, after: int = 0) -> dict[str, Any]:
        """The steps of a job with a higher number than this, up to a thousand, in ``items``; and its ``state``."""
        return self._json("GET", f"/jobs/{job}/events", {"after": after})

    def cancel(self, job: str) -> dict[str, Any]:
        """End a job with the best plan so far."""
        return self._json("POST", f"/jobs/{job}/cancel")

    def get_plan(self, name: str) -> dict[str, Any]:
        """A plan."""
        return self._json("GET", f"/plans/{name}")

    def table(self, plan: str, name: str, **query: Any) -> dict[str, Any]:
        """Rows of a table of a plan, such as ``bookings``."""
        return self._json("GET", f"/plans/{plan}/tables/{name}", query)

    def explain(self, plan: str, shipment: str) -> dict[str, Any]:
        """Why a shipment goes as it does: ``sentences``, and ``rows`` under ``columns``."""
        return self._json("GET", f"/plans/{plan}/explanation", {"shipment": shipment})

    def look_for_alternatives(self, plan: str, shipment: str, *, within: float = 0.05) -> dict[str, Any]:
        """Have it looked at what a shipment could do; see ``wait_for_job``, then ``alternatives``."""
        asked = {"shipment": shipment, "within": within}
        return self._json("POST", f"/plans/{plan}/alternatives", data=asked, key=uuid.uuid4().hex)

    def alternatives(self, plan: str, shipment: str) -> dict[str, Any]:
        """What a shipment could do by itself, the cheapest first: ``rows`` under ``columns``."""
        return self._json("GET", f"/plans/{plan}/alternatives", {"shipment": shipment})

    def compare(self, plan: str, to: str) -> dict[str, Any]:
        """Have a plan held to one that came first; see ``wait_for_job``, then ``comparison``."""
        return self._json("POST", f"/plans/{plan}/comparisons", data={"to": to}, key=uuid.uuid4().hex)

    def comparison(self, plan: str, to: str) -> dict[str, Any]:
        """What differs: ``scenarios``, ``components``, ``shipments`` and so on, each ``rows`` under ``columns``."""
        return self._json("GET", f"/plans/{plan}/comparison", {"to": to})

    def download_plan(self, name: str, path: str | Path) -> Path:
        """Save the workbook of a plan."""
        return self._save(f"/plans/{name}/workbook", path)

    def all(self, what: str, *, at_a_time: int = 100) -> Iterator[dict[str, Any]]:
        """All ``uploads``, ``jobs``, ``plans`` or rows of ``audit``, the newest first, a part at a time."""
        after: str | None = None
        while True:
            query = {"limit": at_a_time} | ({} if after is None else {"after": after})
            part = self._json("GET", f"/{what}", query)
            yield from part["items"]
            after = part["next"]
            if after is None:
                return

    def _wait(self, path: str, done: Callable[[dict[str, Any]], bool], seconds: float) -> dict[str, Any]:
        end, pause = time.monotonic() + seconds, 0.1
        while not done(found := self._json("GET", path)):
            if time.monotonic() > end:
                raise TimeoutError(f"{path} is not done after {seconds:g} s")
            time.sleep(pause)
            pause = min(2.0, 1.5 * pause)
        return found

    def _save(self, path: str, to: str | Path) -> Path:
        to = Path(to)
        to.write_bytes(self._ask("GET", path))
        return to

    def _json(self, method: str, path: str, query: Mapping[str, Any] | None = None, **what: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._ask(method, path, query, **what))
        return found

    def _ask(  # noqa: PLR0913 - what a request is made of, by name
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        *,
        data: Any = None,
        body: bytes | None = None,
        kind: str = "application/json",
        key: str | None = None,
    ) -> bytes:
        url = self.url + API + path + (f"?{urlencode(query)}" if query else "")
        headers = {"Accept": "application/json", "Content-Type": kind}
        headers |= {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        headers |= {} if key is None else {"Idempotency-Key": key}
        body = body if data is None else json.dumps(data).encode()
        again = key is not None or method == "GET"
        for left in range(self.tries - 1, -1, -1):
            status, given, answer = self._send(method, url, headers, body)
            if status < 300:  # noqa: PLR2004
                return answer
            if not (again and left and status in AGAIN):
                break
            time.sleep(min(30.0, float(given.get("retry-after", 2))))
        raise ApiError(status, _problem(answer))

    def _by_urllib(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        request = urllib.request.Request(url, body, dict(headers), method=method)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return answer.status, _lower(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _lower(error.headers), error.read()


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _problem(answer: bytes) -> dict[str, Any]:
    """Problem details; of something in between, which knows of none, what it says."""
    try:
        found = json.loads(answer)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"title": answer[:200].decode(errors="replace")}


def _multipart(fields: Mapping[str, str], paths: list[Path]) -> tuple[str, bytes]:
    """The content type and the body of a form with files."""
    boundary = uuid.uuid4().hex
    parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
    for path in paths:
        name = path.name.replace('"', "%22").replace("\r", "").replace("\n", "")
        parts.append((f'name="files"; filename="{name}"', path.read_bytes()))
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {how}\r\n\r\n".encode() + content + b"\r\n"
        for how, content in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
