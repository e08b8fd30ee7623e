"""Asking a live system: waits as long as it wants, tries again what may pass, and says the rest in the user's words.

A small core of our own rather than a loading framework: measured, such a one lost all rows at a cut page or a revoked token, followed a cursor that
points at itself for ever, and did not know most ways of asking for patience.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urljoin, urlsplit

import orjson

from insights.connectors.connector import KEPT, NOTHING, Answer, Connector, Declined, Login
from insights.connectors.fields import checked
from insights.connectors.secrets import names_of
from insights.connectors.waits import asked_wait, back_off, used_up
from insights.connectors.web.guard import Refused
from insights.connectors.wire import FOUND, Arriving, Broken, Network, Response, Wire
from insights.connectors.words import secret_word
from insights.errors import UnreachableSystem

PASSING = (408, 425, 429)
SLOW = 429
MOST_WAITS = 100
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 3
WORDS = 500

Read = TypeVar("Read")

Pause = Callable[[float, str], None]
"""Waits some seconds while saying why. May raise to stop everything."""


def sleep(seconds: float, text: str) -> None:
    """Wait without a word."""
    time.sleep(seconds)


def nothing_known(key: str, changed: str) -> bool:
    """Nothing is here yet."""
    return False


def as_it_came(response: Response) -> Response:
    """Nothing is read in it."""
    return response


def opened(
    connector: Connector,
    given: Mapping[str, str],
    *,
    network: Network | None = None,
    pause: Pause = sleep,
    has: Callable[[str, str], bool] = nothing_known,
) -> Any:  # noqa: ANN401 - each kind of system has a session of its own
    """A session of the kind that the system is asked with; for use in a `with`.

    Raises:
        UnusableSetting: what was given cannot be right.
    """
    return (connector.opens or LiveSession)(connector, given, network=network, pause=pause, has=has)


class LiveSession:
    """A session with one system, for one account. Close it when done."""

    def __init__(
        self,
        connector: Connector,
        given: Mapping[str, str],
        *,
        network: Network | None = None,
        pause: Pause = sleep,
        has: Callable[[str, str], bool] = nothing_known,
    ) -> None:
        """Nothing is asked yet.

        Raises:
            UnusableSetting: what was given cannot be right.
        """
        self._connector, self._network, self._pause, self._has = connector, network or Network(), pause, has
        values = checked(connector.fields, given)
        place = connector.place(values)
        self._login = connector.login(values) if connector.login else None
        self._base, self._headers = (self._network.base or place.base).rstrip("/"), place.headers
        self._sign = place.sign
        self._given = {name: value for name, value in values.items() if name not in names_of(connector)}
        self._wire, self._owed = Wire(self._network), 0.0

    def __enter__(self) -> LiveSession:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._wire.close()

    @property
    def host(self) -> str:
        """Whom we ask."""
        return urlsplit(self._base).hostname or ""

    def get(self, path: str, params: Mapping[str, object] = NOTHING) -> Answer:
        """What a path answers."""
        return self._asked_with_token("GET", f"{path}?{urlencode(params)}" if params else path, None)

    def post(self, path: str, body: Mapping[str, object]) -> Answer:
        """What a path answers to an object."""
        return self._asked_with_token("POST", path, orjson.dumps(body))

    @property
    def given(self) -> Mapping[str, str]:
        """What the user gave, without the secret."""
        return self._given

    def ask(self, method: str, path: str, params: Mapping[str, object] = NOTHING, headers: Mapping[str, str] = NOTHING) -> Response:
        """An answer as it came."""
        # A signature is made of the address as it is sent: a blank is %20 in it.
        url = f"{self._base}{path}?{urlencode(params, quote_via=quote, safe='')}" if params else self._base + path
        return self._until(partial(self._led, self._wire.exchange, method, url, {**self._headers, **headers}), as_it_came)

    def save(self, path: str, target: Path, moved: Callable[[int], None]) -> None:
        """Write what a path answers into a file. Where it broke off, another try goes on, if the file is the same still."""
        with target.open("wb") as handle:
            arriving = Arriving(handle, moved)

            def attempt() -> Response:
                return self._led(partial(self._wire.save, arriving), "GET", self._base + path, {**self._headers, **arriving.rest})

            self._until(attempt, as_it_came)

    def _led(self, exchange: Callable[..., Response], method: str, url: str, headers: Mapping[str, str]) -> Response:
        """The answer, signed for and from where it really is."""
        for moves in range(MOST_REDIRECTS + 1):
            signed = self._sign(method, url, datetime.now(UTC)) if self._sign else NOTHING
            try:
                response = exchange(method, url, {**headers, **signed})
            except Refused as refused:
                if not moves:
                    raise
                raise Refused(f"sends us to {urlsplit(url).netloc[:80]}, which {refused}") from refused
            onward = response.headers.get("location")
            if not self._connector.follows or response.status not in REDIRECTS or not onward:
                break
            before, url = urlsplit(url).netloc, urljoin(url, onward)
            if urlsplit(url).netloc != before:
                headers = {name: value for name, value in headers.items() if name not in self._headers}
        return response

    def has(self, key: str, changed: str) -> bool:
        """Whether this version of a conversation is here already."""
        return self._has(key, changed)

    def _asked_with_token(self, method: str, path: str, body: bytes | None) -> Answer:
        """The answer, with a token that was changed for the secret where it must be; such a token may run out in the middle of a long pull."""
        kind = JSON if body is not None else NOTHING
        if self._login is None:
            return self._asked(method, path, {**self._headers, **kind}, body)
        if self._headers:
            try:
                return self._asked(method, path, {**self._headers, **kind}, body)
            except Declined as declined:
                if declined.status != 401:
                    raise
        self._log_in(self._login)
        return self._asked(method, path, {**self._headers, **kind}, body)

    def _log_in(self, login: Login) -> None:
        found = self._asked("POST", login.path, FORM, urlencode(login.form).encode())
        token = found.object.get("access_token")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise Declined(f"{self._connector.label} gives no token for this secret.", hint="Check both, and that the app still exists.", status=401)
        self._headers = {"Authorization": f"Bearer {token}"}

    def _asked(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        return self._until(partial(self._wire.exchange, method, self._base + path, headers, body), self._read)

    def _until(self, exchange: Callable[[], Response], read: Callable[[Response], Read]) -> Read:
        """The answer, after as many tries as it takes."""
        tries = waits = 0
        waited = 0.0
        if self._owed:
            self._pause(self._owed, f"{self._connector.label} asks us to wait {self._owed:,.0f} s")
            self._owed = 0.0
        while True:
            wait, slow = None, False
            try:
                response = exchange()
                if response.status in FOUND:
                    return read(response)
                if response.status < 500 and response.status not in PASSING:
                    raise self._declined(response)
                slow, wait = response.status == SLOW, asked_wait(response.headers, datetime.now(UTC))
                problem = "asks us to slow down" if slow else f"has trouble of its own (answer {response.status})"
            except Broken as broken:
                problem = str(broken)
            except Refused as refused:
                raise UnreachableSystem(
                    f"{self.host} is not asked: it {refused}.", hint=f"Check the address in {self._connector.label}."
                ) from refused
            tries, waits = tries + (not slow), waits + slow
            seconds = max(wait, 1.0) if wait is not None else back_off(tries + waits)
            waited += seconds
            if tries >= self._network.tries or waits > MOST_WAITS or waited > self._network.longest_wait:
                raise self._gave_up(problem, seconds if slow else 0)
            verb = "asks us to wait" if slow else f"{problem}; we try again in"
            self._pause(seconds, f"{self._connector.label} {verb} {seconds:,.0f} s")

    def _read(self, response: Response) -> Answer:
        try:
            values = orjson.loads(response.content)
        except orjson.JSONDecodeError as problem:
            page = response.content.lstrip()[:1] == b"<"
            raise Broken("answers with a web page instead of data" if page else "sends data that break off") from problem
        if used_up(response.headers):
            self._owed = asked_wait(response.headers, datetime.now(UTC)) or 0.0
        return Answer(values, response.headers)

    def _gave_up(self, problem: str, seconds: float) -> UnreachableSystem:
        hint = "A proxy or a login page may stand in between." if "web page" in problem else "Try again later."
        if seconds:
            hint = f"It wants {seconds:,.0f} more seconds. Try again later, or let the nightly pull go on."
        return UnreachableSystem(f"{self._connector.label} {problem}.", hint=f"{hint} {KEPT}")

    def _declined(self, response: Response) -> Declined:
        label, word, status = self._connector.label, secret_word(self._connector, self._given), response.status
        known = {
            401: (f"{label} does not accept this {word}.", f"It may have been revoked or be of another account. Give a new one. {KEPT}"),
            403: (f"{label} does not let this {word} read what we ask for.", f"It needs: {self._connector.scopes} {KEPT}"),
            404: (f"{label} does not have what we ask for at {self.host}.", "Check the name of your account. There may be none of this name."),
        }
        other = (f"{label} does not answer our question (answer {status}).", f"Check what you gave, then try again. {KEPT}")
        if 300 <= status < 400:
            other = (f"{label} is not at {self.host}: it sends us elsewhere.", "Check the name of your account: the part that your own address has.")
        message, hint = known.get(status, other)
        return Declined(message, hint=hint, status=status, words=response.content[:WORDS].decode("utf-8", errors="replace"))
