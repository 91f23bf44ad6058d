"""Fetching remote pictures: what is refused, what is kept, and that nothing reaches the real network."""

import http.server
import io
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from generator.diagnostics import Code, Severity, Span, StudypressError
from generator.markup.pictures import cached
from generator.press.download import Download, DownloadError, Limits, Rules, is_public, resolve
from generator.press.fetch import fetch


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (3, 2), "white").save(file, "PNG")
    return file.getvalue()


class Handler(http.server.BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Referer", "")))
        name = self.path.partition("?")[0]
        if name.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", name.removeprefix("/to/").replace("_", "/"))
            self.end_headers()
        elif name.startswith("/hop") and name != "/hop0":
            self.send_response(301)
            self.send_header("Location", f"hop{int(name[4:]) - 1}")
            self.end_headers()
        elif name == "/slow":
            self.drip()
        elif name == "/gone":
            self.send_error(404)
        elif name == "/nowhere":
            self.send_response(302)
            self.end_headers()
        else:
            self.answer({"/page": b"<html>no picture</html>", "/big": b"x" * 50_000}.get(name, png()))

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def rules(**changes: object) -> Rules:
    settings = {"resolver": lambda *_: ("127.0.0.1",), "allow_loopback": True, **changes}
    return Rules(**settings)  # type: ignore[arg-type]


def at(*addresses: str) -> dict[str, Span]:
    return {address: Span(path="n.md", line=number) for number, address in enumerate(addresses, 1)}


def quiet(_line: str) -> None:
    pass


def test_fetches_once(tmp_path: Path, port: int) -> None:
    address = f"http://pictures.test:{port}/一 图.png?size=1&name=图"
    told: list[str] = []
    report, complaints = fetch(at(address, "local.png"), tmp_path, progress=told.append, rules=rules())
    assert (report.fetched, report.kept, report.failed, complaints) == ((address,), (), (), ())
    assert cached(tmp_path, address).read_bytes() == png()
    assert len(told) == 1
    assert told[0].startswith(f"fetched: {address}")
    again, _ = fetch(at(address), tmp_path, progress=told.append, rules=rules())
    assert (again.kept, again.fetched) == ((address,), ())
    assert len(told) == 1
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == [cached(tmp_path, address).name]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "the host answers 404"),
        ("/nowhere", "the host answers 302"),
        ("/page", "the file is not a picture"),
        ("/big", "it is larger than 0.04 MB"),
        ("/slow", "it took longer than"),
        ("/to/file:___etc_passwd", "only http and https are fetched, not file"),
        ("/to/ftp:__a.test", "only http and https are fetched, not ftp"),
        ("/to/http:__me:pw@a.test", "carries a password"),
        ("/to/_gone", "the host answers 404"),
    ],
)
def test_failures_are_told(tmp_path: Path, port: int, path: str, reason: str) -> None:
    address = f"http://pictures.test:{port}{path}"
    limits = Limits(size=40_000, seconds=0.6)
    report, complaints = fetch(at(address), tmp_path, progress=quiet, rules=rules(limits=limits))
    assert [name for name, _ in report.failed] == [address]
    assert reason in report.failed[0][1]
    assert [(c.code, c.severity, str(c.span)) for c in complaints] == [
        (Code.REMOTE_PICTURE, Severity.WARNING, "n.md:1")
    ]
    assert not cached(tmp_path, address).exists()


def test_redirects_are_followed_a_little_way(port: int) -> None:
    assert Download(rules(), Limits()).get(f"http://a.test:{port}/hop5") == png()
    with pytest.raises(DownloadError, match="more than 5 redirects"):
        Download(rules(), Limits()).get(f"http://a.test:{port}/hop6")


def test_a_redirect_is_checked_like_an_address(port: int) -> None:
    def resolver(host: str, _port: int) -> tuple[str, ...]:
        return ("127.0.0.1",) if host == "a.test" else ("10.0.0.1",)

    with pytest.raises(DownloadError, match=r"b\.test is not on the public internet \(10\.0\.0\.1\)"):
        Download(rules(resolver=resolver), Limits()).get(f"http://a.test:{port}/to/http:__b.test")


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))
    with pytest.raises(DownloadError, match="not on the public internet"):
        Download(Rules(resolver=lambda *_: ("93.184.216.34", text)), Limits()).get("http://a.test/")


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_public_addresses_are_not(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def test_loopback_is_refused_by_default(port: int) -> None:
    with pytest.raises(DownloadError, match="not on the public internet"):
        Download(Rules(), Limits()).get(f"http://127.0.0.1:{port}/a.png")


def test_the_checked_address_is_the_one_connected_to(port: int) -> None:
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    data = Download(rules(resolver=lambda *_: next(answers)), Limits()).get(f"http://rebind.test:{port}/a.png")
    assert data == png()


@pytest.mark.parametrize(
    ("host", "referer"),
    [
        ("pic1.zhimg.com", "https://www.zhihu.com/"),
        ("zhimg.com", "https://www.zhihu.com/"),
        ("wx1.sinaimg.cn", "https://weibo.com/"),
        ("evilzhimg.com", ""),
    ],
)
def test_referer(port: int, host: str, referer: str) -> None:
    Download(rules(), Limits()).get(f"http://{host}:{port}/{host}")
    assert Handler.asked[-1] == (f"/{host}", referer)


def test_unknown_host(tmp_path: Path) -> None:
    def fails(host: str, _port: int) -> tuple[str, ...]:
        raise socket.gaierror(-2, "Name or service not known")

    report, _ = fetch(at("https://no.test/a.png", "//no.test/b"), tmp_path, progress=quiet, rules=rules(resolver=fails))
    assert [reason for _, reason in report.failed] == ["[Errno -2] Name or service not known"] * 2
    with pytest.raises(DownloadError, match="has no address"):
        Download(rules(resolver=lambda *_: ()), Limits()).get("http://a.test/")


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://a.test:99999/", "http://" + "a" * 70 + ".test/"])
def test_nonsense_addresses(url: str) -> None:
    with pytest.raises(DownloadError):
        Download(rules(), Limits()).get(url)


def test_a_host_that_speaks_no_tls(port: int) -> None:
    with pytest.raises(DownloadError, match="SSL"):
        Download(rules(), Limits()).get(f"https://a.test:{port}/")


def test_the_run_has_a_limit(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.press.fetch._TOTAL_SIZE", len(png()))
    one, two = f"http://a.test:{port}/1", f"http://a.test:{port}/2"
    report, _ = fetch(at(one, two), tmp_path, progress=quiet, rules=rules())
    assert report.fetched == (one,)
    assert "limit for one run" in report.failed[0][1]


def test_a_cache_that_cannot_be_written(tmp_path: Path, port: int) -> None:
    (tmp_path / "pictures").write_text("a file where a folder should be")
    with pytest.raises(StudypressError, match="cannot be put into"):
        fetch(at(f"http://a.test:{port}/1"), tmp_path, progress=quiet, rules=rules())


def test_a_slow_name_server_counts(port: int) -> None:
    def slow(*_: object) -> tuple[str, ...]:
        time.sleep(0.2)
        return ("127.0.0.1",)

    with pytest.raises(DownloadError, match="longer than"):
        Download(rules(resolver=slow), Limits(seconds=0.05)).get(f"http://a.test:{port}/1")


def test_resolve_asks_the_system() -> None:
    assert resolve("127.0.0.1", 80) == ("127.0.0.1",)
