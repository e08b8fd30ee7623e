"""Only public addresses are asked, and only pages of bounded size and time are taken. Everything happens on this machine."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from insights.connectors.web.fetching import Visit, fetch
from insights.connectors.web.guard import Refused, checked_address, is_public, place_of

PAGE = b"<h1>Returns</h1><p>Thirty days.</p>"


class Pages(BaseHTTPRequestHandler):
    """A web site with its faults."""

    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        name = self.path.split("?")[0]
        if name == "/drip":
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x")
                self.wfile.flush()
                if self.server.done.wait(0.05):  # type: ignore[attr-defined]
                    return
        status, headers, content = {
            "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE),
            "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(PAGE)),
            "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b" " * 10_000_000)),
            "/large": (200, {"Content-Type": "text/html"}, b" " * 200_000),
            "/picture": (200, {"Content-Type": "image/png"}, b"x"),
            "/moved": (301, {"Location": "/page"}, b""),
            "/round": (302, {"Location": "/round"}, b""),
            "/inside": (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/other": (302, {"Location": "http://localhost:1/"}, b""),
            "/cut": (200, {"Content-Type": "text/html", "Content-Length": "500"}, PAGE),
            "/strange": (200, {"Content-Type": "text/html", "Content-Encoding": "br"}, PAGE),
        }.get(name, (404, {}, b""))
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[tuple[str, Visit]]:
    Pages.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.done = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    yield f"http://{host}", Visit(frozenset({host}), seconds=0.5, most_bytes=100_000, allowed=frozenset({host}))
    server.done.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_read_and_says_where_it_was_found(site):
    url, visit = site
    for name in ("page", "packed", "moved"):
        assert fetch(f"{url}/{name}", visit).content == PAGE
    assert fetch(f"{url}/moved", visit).url == f"{url}/page"


def test_a_path_with_spaces_and_letters_of_any_language_is_sent_as_it_must_be(site):
    url, visit = site
    assert fetch(f"{url}/page?q=a b\u00e4\r\nX: y", visit).content == PAGE
    assert Pages.asked == ["/page?q=a%20b%C3%A4X:%20y"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none", "is not there"),
        ("large", "is larger than"),
        ("bomb", "is larger than"),
        ("picture", "is no page of text"),
        ("round", "sends us from one address to the next"),
        ("inside", "leads to 169.254.169.254, which you did not confirm"),
        ("file", "is not the address of a web page"),
        ("other", "names an unusual port"),
        ("cut", "stopped before its end"),
        ("strange", "is packed"),
        ("drip", "does not answer in time"),
    ],
)
def test_what_is_no_page_is_refused(site, name, words):
    url, visit = site
    with pytest.raises(Refused, match=words):
        fetch(f"{url}/{name}", visit)


def test_three_times_we_are_sent_on_and_not_a_fourth_time(site):
    url, visit = site
    with pytest.raises(Refused):
        fetch(f"{url}/round", visit)
    assert Pages.asked == ["/round"] * 4


INSIDE = (
    "http://127.0.0.1/",
    "http://localhost/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.100.100.200/",
    "http://224.0.0.1/",
)


@pytest.mark.parametrize("url", INSIDE)
def test_no_address_inside_is_asked_even_when_it_was_confirmed(url):
    place = place_of(url)
    with pytest.raises(Refused, match="private network"):
        fetch(url, Visit(frozenset({place.authority})))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://a.example/",
        "unix:/run/x",
        "ftp://a.example/",
        "http://u:p@a.example/",
        "http://a.example:22/",
        "http:///x",
        "//",
        "http://[/",
        "http://a b.example/",
        "javascript:alert(1)",
        "http://a.example:x/",
        "https://" + "a" * 3_000,
    ],
)
def test_what_is_no_public_web_address_has_no_place(url):
    with pytest.raises(Refused):
        place_of(url)


def test_one_private_answer_among_public_ones_is_enough():
    place = place_of("http://a.example/")
    with pytest.raises(Refused):
        checked_address(place, resolve=lambda *_: ["93.184.215.14", "10.0.0.1"])
    assert checked_address(place, resolve=lambda *_: ["93.184.215.14"]) == "93.184.215.14"


def test_the_connection_goes_to_the_address_that_was_checked(site):
    """A name that answers with another address the second time gets no second time."""
    _, visit = site
    port = next(iter(visit.hosts)).partition(":")[2]
    answers = [["127.0.0.1"], ["192.0.2.1"]]
    named = frozenset({f"a.example:{port}"})
    renamed = Visit(named, allowed=named, resolve=lambda *_: answers.pop(0))
    assert fetch(f"http://a.example:{port}/page", renamed).content == PAGE
    assert answers == [["192.0.2.1"]]


def test_a_host_that_was_not_confirmed_is_not_even_looked_up():
    asked: list[str] = []
    with pytest.raises(Refused, match="did not confirm"):
        fetch("http://a.example/", Visit(frozenset({"b.example"}), resolve=lambda host, _: asked.append(host) or []))
    assert asked == []


def test_a_host_is_written_as_it_goes_over_the_wire():
    assert place_of("https://B\u00fccher.example/x").url == "https://xn--bcher-kva.example/x"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("255.255.255.255", False),
        ("168.63.129.16", False),
        ("192.0.0.192", False),
    ],
)
def test_what_is_public_is_told_from_what_is_not(address, public):
    assert is_public(address) is public
