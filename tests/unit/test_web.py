"""`qbank check --links`: what is dead, what is not, and where no connection is ever opened."""

from __future__ import annotations

import http.server
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, SETTINGS, Write, question, run
from mkdocs_qbank.build.pipeline import check_content
from mkdocs_qbank.build.web import Manners, dead, is_public
from mkdocs_qbank.check.dead_links import addresses, check_dead
from mkdocs_qbank.cli.main import main

QUICK = Manners(seconds=2.0, pause=0.0, retries=(0.0,), allowed=lambda _: True)
"""Manners for a server on this machine."""


class Server(http.server.BaseHTTPRequestHandler):
    """Answers as its path says, and counts what it was asked."""

    asked: list[tuple[str, str]]

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        """Answer `/status/404` with that status, and so on."""
        type(self).asked.append((self.command, self.path))
        kind, _, rest = self.path[1:].partition("/")
        if kind == "status":
            self.send_response(int(rest))
        elif kind == "get-only":
            self.send_response(200 if self.command == "GET" else 405)
        elif kind == "once":
            self.send_response(503 if type(self).asked.count((self.command, self.path)) == 1 else 200)
        elif kind == "to":
            self.send_response(302)
            self.send_header("Location", rest)
        elif kind == "circle":
            self.send_response(301)
            self.send_header("Location", self.path)
        else:
            self.send_response(200)
        self.end_headers()


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a web server on this machine."""
    Server.asked = []
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_only_what_has_no_page_or_fails_is_dead(server: str) -> None:
    alive = ["/", "/status/204", "/status/401", "/status/403", "/status/429", "/status/999", "/get-only", "/once"]
    alive += ["/to//status/200", "/é/ü?q=a b#part"]
    gone = {
        "/status/404": "the server answers 404 Not Found",
        "/status/410": "the server answers 410 Gone",
        "/status/500": "the server answers 500 Internal Server Error",
        "/to//status/404": "the server answers 404 Not Found",
        "/circle": "it redirects more than 5 times",
        "/to/ftp://127.0.0.1/": "it redirects to what is no web address",
        "/to/http://[": "it redirects to what is no web address",
    }
    found = dead([server + path for path in (*alive, *gone)], QUICK)
    assert found == {server + path: reason for path, reason in gone.items()}


def test_an_address_is_asked_for_its_head_first_and_once(server: str) -> None:
    dead([f"{server}/page", f"{server}/page", f"{server}/get-only"], QUICK)
    assert Server.asked == [("HEAD", "/page"), ("HEAD", "/get-only"), ("GET", "/get-only")]


def test_nothing_that_an_address_holds_ends_up_in_the_head_of_a_request(server: str) -> None:
    dead([f"{server}/a\r\nHost: example.org\r\n\r\nGET /b"], QUICK)
    assert not [path for _, path in Server.asked if path == "/b"]


def test_a_host_that_does_not_answer_is_left_alone_after_a_few_addresses() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{closed.getsockname()[1]}"
        found = dead([f"{host}/{number}" for number in range(5)], QUICK)
    assert list(found.values()) == ["its host refuses the connection"] * 3 + ["its host does not answer"] * 2


def test_ctrl_c_ends_it_without_waiting_for_an_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        script = (
            "import os, signal, threading\n"
            "from mkdocs_qbank.build.web import Manners, dead\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
            f"dead(['{address}'], Manners(seconds=30, allowed=lambda _: True))\n"
        )
        done = run(sys.executable, "-c", script, cwd=ROOT, PYTHONPATH=str(ROOT / "generator"))
    assert done.stderr.endswith("KeyboardInterrupt\n")


@pytest.mark.parametrize("drip", [b"", b"H", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_server_that_never_ends_its_answer_takes_no_longer_than_the_limit(drip: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def feed() -> None:
            peer, _ = listening.accept()
            with peer:
                try:
                    peer.sendall(drip)
                    for _ in range(100):
                        peer.sendall(drip[-1:])
                        time.sleep(0.05)
                except OSError:
                    return

        threading.Thread(target=feed, daemon=True).start()
        manners = Manners(seconds=0.4, pause=0.0, retries=(), allowed=lambda _: True)
        started = time.monotonic()
        found = dead([f"http://127.0.0.1:{listening.getsockname()[1]}/"], manners)
        assert time.monotonic() - started < 3
    assert list(found.values()) == ["there is no answer within 0.4 seconds"]


def test_what_answers_with_no_web_page_is_dead_and_no_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def feed() -> None:
            for _ in range(2):
                peer, _ = listening.accept()
                with peer:
                    peer.sendall(b"220 mail.example.org ESMTP\r\n" * 3)

        threading.Thread(target=feed, daemon=True).start()
        found = dead([f"http://127.0.0.1:{listening.getsockname()[1]}/"], QUICK)
    assert list(found.values()) == ["its host does not answer as a web server does"]


PRIVATE = (
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "192.0.2.1",
)  # fmt: skip


def test_only_addresses_of_the_public_network_are_public() -> None:
    assert [address for address in PRIVATE if is_public(address)] == []
    assert all(map(is_public, ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "0", "[::1]", "[::ffff:127.0.0.1]", "①27.0.0.1"]
)
def test_no_connection_is_opened_to_this_machine_however_it_is_written(host: str, server: str) -> None:
    address = server.replace("127.0.0.1", host)
    manners = Manners(seconds=2.0, pause=0.0, retries=())
    (reason,) = dead([address], manners).values()
    assert reason in ("it is not on the public network, so readers cannot open it", "there is no such host")
    assert Server.asked == []


def test_no_redirect_leads_to_where_no_connection_may_be_opened(server: str) -> None:
    port = int(server.rpartition(":")[2])
    with socket.create_server(("127.0.0.2", port)) as inner:
        inner.settimeout(0.2)
        manners = Manners(seconds=2.0, pause=0.0, retries=(), allowed=lambda address: address == "127.0.0.1")
        found = dead([f"{server}/to/http://127.0.0.2:{port}/secret"], manners)
        with pytest.raises(TimeoutError):
            inner.accept()
    assert list(found.values()) == ["it is not on the public network, so readers cannot open it"]


def test_the_connection_goes_to_the_address_that_was_checked(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port, asked = int(server.rpartition(":")[2]), []

    def resolve(host: str, port: int, **_: object) -> list[object]:  # the second answer would lead inside
        asked.append(host)
        inside = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (inside, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    manners = Manners(seconds=2.0, pause=0.0, retries=(), allowed=lambda address: address == "127.0.0.1")
    assert dead([f"http://rebound.example.org:{port}/"], manners) == {}
    assert (asked, Server.asked) == (["rebound.example.org"], [("HEAD", "/")])


def test_no_connection_is_opened_to_a_host_that_is_also_inside(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(server.rpartition(":")[2])
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (inside, port)) for inside in ("127.0.0.1", "127.0.0.2")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    manners = Manners(seconds=2.0, pause=0.0, retries=(), allowed=lambda address: address == "127.0.0.1")
    assert list(dead([f"http://both.example.org:{port}/"], manners)) == [f"http://both.example.org:{port}/"]
    assert Server.asked == []


@pytest.mark.parametrize("address", ["http://", "https://[", "http://a:99999/", "http://" + "a" * 70 + ".example/"])
def test_what_is_no_address_is_one_sentence(address: str) -> None:
    assert list(dead([address], QUICK)) == [address]


SOURCED = """sources:
  - {title: One, url: "https://a.example/one#part"}
  - title: Two
    url: https://b.example/two
  - title: Book
  - {title: Post, url: "mailto:a@example.org"}"""


def test_each_address_of_a_bank_is_found_once_with_all_its_places(write: Write) -> None:
    text = question("A?", SOURCED, "See [one](https://a.example/one), <https://b.example/two> and [b](b.md).")
    page = "# Home\n\n[Out](https://c.example/)\n"
    content = write({"questions/t/a.md": text, "questions/t/b.md": question("Who?"), "pages/index.md": page})
    bank = check_content(content).reading.bank
    found = addresses(bank)
    short = {address: [(Path(path).name, line) for path, line, _ in places] for address, places in found.items()}
    assert short == {
        "https://c.example/": [("index.md", 3)],
        "https://a.example/one": [("a.md", 3), ("a.md", 14)],
        "https://b.example/two": [("a.md", 5), ("a.md", 14)],
    }
    assert list(addresses(bank, ["https://a.example/*"])) == ["https://c.example/", "https://b.example/two"]
    findings = list(check_dead(found, {"https://b.example/two": "it is gone"}))
    assert [(item.rule, item.line, item.column) for item in findings] == [("dead-link", 5, 10), ("dead-link", 14, 36)]


def test_the_command_reports_dead_links_and_a_normal_check_asks_no_host(
    write: Write, server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    front = f"sources:\n  - {{title: One, url: {server}/status/404}}\n  - {{title: Two, url: {server}/fine}}"
    content = write({"questions/t/a.md": question("A?", front)})
    settings = SETTINGS.replace("[qbank]", f"[{{qbank: {{ignore_links: ['{server}/fine']}}}}]")
    (content.parent / "mkdocs.yml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(content.parent)
    monkeypatch.setattr("mkdocs_qbank.build.web.Manners", lambda: QUICK)
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    assert (ended.value.code, Server.asked) == (0, [])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(["check", "--links", "--format", "json"])
    (found,) = json.loads(capsys.readouterr().out)
    assert (ended.value.code, found["rule"], found["line"]) == (1, "dead-link", 3)
    assert found["message"] == f"'{server}/status/404' is dead: the server answers 404 Not Found"
    assert {path for _, path in Server.asked} == {"/status/404"}
