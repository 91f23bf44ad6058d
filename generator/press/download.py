"""One careful download over http(s): public addresses only, pinned after the check, limited in size and time."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REDIRECTS = 5
_CHUNK = 65_536
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_AGENT = "Mozilla/5.0 (compatible; Studypress)"
REFERERS = (
    ("zhimg.com", "https://www.zhihu.com/"),
    ("sinaimg.cn", "https://weibo.com/"),
    ("csdnimg.cn", "https://blog.csdn.net/"),
    ("qpic.cn", "https://mp.weixin.qq.com/"),
    ("upload-images.jianshu.io", "https://www.jianshu.com/"),
    ("hdslb.com", "https://www.bilibili.com/"),
    ("doubanio.com", "https://www.douban.com/"),
)
"""Hosts (and all below them) that give a picture only to a page of their own: host, page."""


class DownloadError(Exception):
    """A download that was refused or failed; the message says why, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one download may take: bytes, seconds."""

    size: int = 10_000_000
    seconds: float = 30.0


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return the IP addresses of a host, in the system's order.

    Raises:
        OSError: the name is unknown.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How hosts are reached; everything but the defaults is for tests."""

    limits: Limits = field(default_factory=Limits)
    resolver: Callable[[str, int], tuple[str, ...]] = resolve
    allow_loopback: bool = False
    referers: tuple[tuple[str, str], ...] = REFERERS


class Download:
    """Gets one address, following redirects, each checked anew."""

    def __init__(self, rules: Rules, limits: Limits) -> None:
        self._rules, self._limits = rules, limits
        self._socket: socket.socket | None = None
        self._late = False

    def get(self, url: str) -> bytes:
        """Return what the address holds.

        Raises:
            DownloadError: refused (scheme, private address, size, time), or the host failed.
        """
        timer = threading.Timer(self._limits.seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            return self._follow(url)
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise DownloadError(self._reason(problem)) from problem
        finally:
            timer.cancel()

    def _stop(self) -> None:
        """End a download that takes too long, whatever it is waiting for."""
        self._late = True
        if self._socket is not None:
            with contextlib.suppress(OSError):  # it has just ended by itself
                self._socket.shutdown(socket.SHUT_RDWR)

    def _reason(self, problem: Exception) -> str:
        if self._late or isinstance(problem, TimeoutError):
            return f"it took longer than {self._limits.seconds:.0f} s"
        return str(problem) or type(problem).__name__

    def _follow(self, url: str) -> bytes:
        for _ in range(_REDIRECTS + 1):
            answer = self._ask(url)
            if isinstance(answer, bytes):
                return answer
            url = urljoin(url, answer)
        raise DownloadError(f"more than {_REDIRECTS} redirects")

    def _ask(self, url: str) -> bytes | str:
        """Return what one request brings: the content, or where it redirects to."""
        parts = _checked(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = self._connection(host, port, secure=parts.scheme == "https")
        try:
            connection.request("GET", _target(parts), headers=self._headers(host))
            return self._answer(connection.getresponse())
        finally:
            connection.close()

    def _headers(self, host: str) -> dict[str, str]:
        headers = {"User-Agent": _AGENT, "Accept": "image/*", "Accept-Encoding": "identity"}
        pages = [page for name, page in self._rules.referers if host == name or host.endswith("." + name)]
        return {**headers, "Referer": pages[0]} if pages else headers

    def _connection(self, host: str, port: int, *, secure: bool) -> http.client.HTTPConnection:
        """Return a connection to the very IP address that was checked, so that DNS cannot change its mind."""
        address = self._address(host, port)
        if self._late:
            raise TimeoutError
        plain = socket.create_connection((address, port), timeout=self._limits.seconds)
        self._socket = plain
        connection = http.client.HTTPConnection(host, port)
        connection.sock = _secured(plain, host) if secure else plain
        self._socket = connection.sock
        return connection

    def _address(self, host: str, port: int) -> str:
        found = self._rules.resolver(host, port)
        for text in found:
            if not self._is_allowed(ipaddress.ip_address(text.partition("%")[0])):
                raise DownloadError(f"{host} is not on the public internet ({text})")
        if not found:
            raise DownloadError(f"{host} has no address")
        return found[0]

    def _is_allowed(self, address: Address) -> bool:
        return is_public(address) or (self._rules.allow_loopback and address.is_loopback)

    def _answer(self, response: http.client.HTTPResponse) -> bytes | str:
        if response.status in {301, 302, 303, 307, 308} and (target := response.headers.get("Location")):
            return target
        if response.status != http.HTTPStatus.OK:
            raise DownloadError(f"the host answers {response.status} {response.reason}".rstrip())
        return self._body(response)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        body = bytearray()
        while chunk := response.read(_CHUNK):
            body += chunk
            if len(body) > self._limits.size:
                raise DownloadError(f"it is larger than {self._limits.size / 1e6:g} MB")
        if self._late:
            raise TimeoutError
        return bytes(body)


def is_public(address: Address) -> bool:
    """Return whether an address, or the IPv4 address wrapped in it, is reachable by everybody."""
    inner = _inner(address)
    return address.is_global and not address.is_multicast and (inner is None or is_public(inner))


def _inner(address: Address) -> Address | None:
    """Return the IPv4 address that a transitional IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _checked(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise DownloadError(f"only http and https are fetched, not {parts.scheme or 'this'}")
    if parts.username is not None or not parts.hostname:
        raise DownloadError("the address has no host, or carries a password")
    return parts


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return f"{path}?{query}" if query else path
