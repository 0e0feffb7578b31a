"""Web addresses, looked up on the network.

Each connection is opened here to an IP address that was checked to be public, so that no address, redirect or name
server can lead into a private network; HTTP clients and link checkers resolve a name again after such a check.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from mkdocs_qbank import __version__

_GONE = frozenset((http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MOST_REDIRECTS = 5
_LONGEST = 2000
_AGENT = f"mkdocs-qbank/{__version__} (link check; https://pypi.org/project/mkdocs-qbank/)"
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


class UnreachableError(Exception):
    """Why an address does not answer, in words."""


class PrivateError(UnreachableError):
    """An address that is not on the public network; it is never asked again."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network, as is the address that it wraps for IPv6."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    wrapped = (parsed.ipv4_mapped, parsed.sixtofour) if isinstance(parsed, ipaddress.IPv6Address) else ()
    teredo = parsed.teredo[1:] if isinstance(parsed, ipaddress.IPv6Address) and parsed.teredo else ()
    translated = ipaddress.ip_network("64:ff9b::/96")  # NAT64: the last 32 bits are an IPv4 address
    inside = [ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)] if parsed in translated else []
    every = [parsed, *(item for item in (*wrapped, *teredo) if item), *inside]
    return all(item.is_global and not item.is_multicast for item in every)


@dataclass(frozen=True, kw_only=True, slots=True)
class Manners:
    """How addresses are looked up."""

    seconds: float = 15.0
    """The time limit of one answer."""
    at_once: int = 16
    """The number of hosts that are asked at the same time; each host is asked one address after another."""
    pause: float = 0.5
    """The seconds between two addresses of a host."""
    retries: tuple[float, ...] = (2.0, 8.0)
    """The seconds before an address without an answer is asked again."""
    failures: int = 3
    """The number of addresses of a host without an answer, one after another, after which the others are not asked."""
    allowed: Callable[[str], bool] = is_public
    """Whether a connection to an IP address may be opened."""


def dead(addresses: Iterable[str], manners: Manners | None = None) -> dict[str, str]:
    """Return why each dead address is dead, in the order given.

    An address is dead where there is no such host or page, or the server fails or does not answer. A server that
    refuses a program, or asks for a password, is not dead.
    """
    given, manners = list(dict.fromkeys(addresses)), manners or Manners()
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in given:
        hosts[_host(address)].append(address)
    reasons = {address: reason for answer in _answers(hosts, manners) for address, reason in answer.items()}
    return {address: reason for address in given if (reason := reasons[address])}


def fetch(address: str, most: int, manners: Manners | None = None) -> bytes:
    """Return what an address holds, at most `most` bytes, by way of its redirects. Raises UnreachableError."""
    status, body = _follow(address, manners or Manners(), most + 1)
    if status != http.HTTPStatus.OK:
        raise UnreachableError(_in_words(status))
    if len(body) > most:
        raise UnreachableError(f"it has more than {most:,} bytes")
    return body


def _answers(hosts: Mapping[str, Iterable[str]], manners: Manners) -> Iterator[Mapping[str, str]]:
    """Yield what `_ask_host` returns for each host, from threads that nobody waits for after Ctrl-C."""
    waiting: SimpleQueue[Iterable[str]] = SimpleQueue()
    answers: SimpleQueue[Mapping[str, str] | Exception] = SimpleQueue()

    def work() -> None:
        with suppress(Empty):
            while True:
                addresses = waiting.get_nowait()
                try:
                    answers.put(_ask_host(addresses, manners))
                except Exception as error:  # noqa: BLE001 - it is raised again, where somebody hears of it
                    answers.put(error)

    for addresses in hosts.values():
        waiting.put(addresses)
    for _ in range(min(manners.at_once, len(hosts))):
        threading.Thread(target=work, daemon=True).start()
    for _ in hosts:
        answer = answers.get()
        if isinstance(answer, Exception):
            raise answer
        yield answer


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _ask_host(addresses: Iterable[str], manners: Manners) -> Mapping[str, str]:
    """Return for each address of one host why it is dead, or an empty text."""
    reasons: dict[str, str] = {}
    failed = 0
    for address in addresses:
        if failed >= manners.failures:
            reasons[address] = "its host does not answer"
            continue
        if reasons:
            time.sleep(manners.pause)
        reasons[address], answered = _ask_again(address, manners)
        failed = 0 if answered else failed + 1
    return reasons


def _ask_again(address: str, manners: Manners) -> tuple[str, bool]:
    """Return why an address is dead, or an empty text, and whether its host answered."""
    reason = ""
    for seconds in (0.0, *manners.retries):
        time.sleep(seconds)
        try:
            status, _ = _follow(address, manners)
        except PrivateError as error:
            return str(error), True
        except UnreachableError as error:
            reason, answered = str(error), False
            continue
        if status in _GONE:
            return _in_words(status), True
        if not 500 <= status <= 599:
            return "", True
        reason, answered = _in_words(status), True
    return reason, answered


def _in_words(status: int) -> str:
    return f"the server answers {status} {http.client.responses.get(status, '')}".rstrip()


def _follow(address: str, manners: Manners, most: int = 0) -> tuple[int, bytes]:
    """Return the status and the first `most` bytes that an address has in the end. Raises UnreachableError."""
    for number in range(_MOST_REDIRECTS + 1):
        if number and not _parts(address):
            raise UnreachableError("it redirects to what is no web address")
        status, location, body = _ask(address, "GET" if most else "HEAD", manners, most)
        if status >= http.HTTPStatus.BAD_REQUEST and not most:  # some servers know GET alone
            status, location, _ = _ask(address, "GET", manners)
        if status not in _REDIRECTS or not location:
            return status, body
        try:
            address = urljoin(address, location)
        except ValueError:
            raise UnreachableError("it redirects to what is no web address") from None
    raise UnreachableError(f"it redirects more than {_MOST_REDIRECTS} times")


def _ask(address: str, method: str, manners: Manners, most: int = 0) -> tuple[int, str, bytes]:
    """Return the status, the redirect and the first `most` bytes of an address. Raises UnreachableError."""
    parts = _parts(address)
    if parts is None:
        raise PrivateError("it is no web address")
    connection = _Connection(parts, manners)
    try:
        return connection.ask(method, most)
    except ssl.SSLCertVerificationError as error:
        raise UnreachableError(f"its certificate is not valid ({error.verify_message.rstrip('.')})") from None
    except TimeoutError:
        raise UnreachableError(f"there is no answer within {manners.seconds:g} seconds") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = connection.is_late()
        reason = f"there is no answer within {manners.seconds:g} seconds" if late else _reason(error)
        raise UnreachableError(reason) from None
    finally:
        connection.close()


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    if isinstance(error, ConnectionRefusedError):
        return "its host refuses the connection"
    return "its host does not answer as a web server does"


def _parts(address: str) -> SplitResult | None:
    """Return the parts of an address, or None if it cannot be looked up."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        return None
    return parts if usable and len(address) <= _LONGEST else None


class _Connection:
    """A connection to a web server that is closed when its time is over, however slowly it answers."""

    def __init__(self, parts: SplitResult, manners: Manners) -> None:
        self.parts, self.manners = parts, manners
        self.host = _ascii(parts.hostname or "")
        self.socket: socket.socket | None = None
        self.end = time.monotonic() + manners.seconds
        self.timer: threading.Timer | None = None

    def ask(self, method: str, most: int) -> tuple[int, str, bytes]:
        """Return the status of the answer, where it redirects, and the first `most` bytes of its body."""
        secure = self.parts.scheme == "https"
        port = self.parts.port or (443 if secure else 80)
        raw = self.socket = self._connect(port)
        if secure:
            context = ssl.create_default_context()
            raw = context.wrap_socket(raw, server_hostname=self.host, do_handshake_on_connect=False)
            self.socket = raw
        self.timer = threading.Timer(max(0.0, self.end - time.monotonic()), self.stop)
        self.timer.daemon = True
        self.timer.start()
        if isinstance(raw, ssl.SSLSocket):
            raw.do_handshake()
        client = http.client.HTTPConnection(self.host, port)
        client.sock = raw
        path = quote(self.parts.path or "/", safe=_PRINTABLE)
        query = f"?{quote(self.parts.query, safe=_PRINTABLE)}" if self.parts.query else ""
        named = f"[{self.host}]" if ":" in self.host else self.host
        headers = {"User-Agent": _AGENT, "Accept": "*/*", "Connection": "close"}
        headers["Host"] = named if port in (80, 443) else f"{named}:{port}"
        client.request(method, path + query, headers=headers)
        response = client.getresponse()
        body = response.read(most) if most else b""
        if self.is_late():
            raise TimeoutError
        return response.status, response.getheader("Location", ""), body

    def _connect(self, port: int) -> socket.socket:
        """Return a connection to one of the host's addresses, all of which must be allowed."""
        found = socket.getaddrinfo(self.host, port, type=socket.SOCK_STREAM)
        if not all(self.manners.allowed(str(place[0])) for *_, place in found):
            raise PrivateError("it is not on the public network, so readers cannot open it")
        error: OSError = OSError("no address")
        for family, kind, protocol, _, place in found[:4]:
            raw = socket.socket(family, kind, protocol)
            raw.settimeout(max(0.1, self.end - time.monotonic()))
            try:
                raw.connect(place)
            except OSError as reason:
                raw.close()
                error = reason
            else:
                return raw
        raise error

    def is_late(self) -> bool:
        """Whether its time is over."""
        return time.monotonic() >= self.end

    def stop(self) -> None:
        """End it from another thread."""
        if self.socket is not None:
            try:
                self.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.socket.close()

    def close(self) -> None:
        """End it."""
        if self.timer is not None:
            self.timer.cancel()
        if self.socket is not None:
            self.socket.close()


def _ascii(host: str) -> str:
    """Return a host name as name servers know it. Raises UnreachableError."""
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise PrivateError("there is no such host") from None
