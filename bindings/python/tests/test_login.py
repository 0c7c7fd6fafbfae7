"""Logins against running providers: the certified oidc-provider, and the sandboxes of the other logins of the country."""

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import dinhdanh
import pytest
from dinhdanh.web import make_call

SANDBOXES = Path(__file__).resolve().parents[3] / "tests" / "sso"
HOME = "http://127.0.0.1:8099"
SECRET = b"the browser's session secret"
PERSON = {"login": "001199000018", "password": "mau-123", "otp": ""}

ready = shutil.which("node") and (SANDBOXES / "node_modules" / "oidc-provider").is_dir()
if not ready and os.environ.get("CI") == "true":
    raise RuntimeError("the sandboxes need node, and npm ci in tests/sso")
sandboxes = pytest.mark.skipif(not ready, reason="needs node, and npm ci in tests/sso")


@contextmanager
def sandbox(name, *options):
    """A running sandbox: what it printed in its first lines."""
    command = ["node", str(SANDBOXES / f"sandbox_{name}.mjs"), "--port", "0", "--portal", HOME, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        said = process.stdout.readline()
        while name == "op" and "new keys" not in said:
            said += process.stdout.readline()
        yield said, re.search(r"http://127\.0\.0\.1:\d+", said)[0]
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


class Form(HTMLParser):
    """The sign-in form of a page."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.action = attrs["action"]
        if tag == "input" and attrs.get("type") == "hidden":
            self.fields[attrs["name"]] = attrs["value"]


class StopAtHome(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, request, file, code, message, headers, url):
        if url.startswith(HOME):
            return None
        return super().redirect_request(request, file, code, message, headers, url)


def sign_in(address, **more):
    """What a person does in a browser; the query with which the browser comes back."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), StopAtHome)
    with browser.open(address) as page:
        form, here = Form(page.read().decode()), page.url
    body = urlencode(form.fields | PERSON | more).encode()
    with pytest.raises(urllib.error.HTTPError) as left:
        browser.open(urljoin(here, form.action), body)
    left.value.close()
    return urlsplit(left.value.headers["Location"]).query


def log_in(provider, secret=SECRET, **wishes):
    attempt = provider.begin(SECRET, **wishes)
    dinhdanh.carry(attempt)
    query = sign_in(attempt.address, **({"otp": "111111"} if wishes.get("level") == 2 else {}))
    assert provider.answered_state(query) == attempt.state
    attempt.answer(query, secret)
    dinhdanh.carry(attempt)
    return attempt


def oidc(origin, client, **more):
    return {
        "profile": "oidc",
        "name": "Sandbox",
        "reach": "loopback",
        "client_id": client,
        "redirect_uri": f"{HOME}/callback",
        "issuer": origin,
        "authorization_endpoint": f"{origin}/auth",
        "token_endpoint": f"{origin}/token",
        "jwks_uri": f"{origin}/jwks",
        "userinfo_endpoint": f"{origin}/me",
        "pushed_authorization_request_endpoint": f"{origin}/request",
        "end_session_endpoint": f"{origin}/session/end",
    } | more


@sandboxes
def test_openid_connect_with_everything_that_makes_it_stricter():
    with sandbox("op") as (said, origin):
        key = dict(re.findall(r"client (\S+) (\S+)", said))
        plain = dinhdanh.LoginProvider(
            oidc(origin, "portal-es256", algorithms=["ES256"], userinfo="plain"), client_secret=key["portal-es256"]
        )
        login = log_in(plain, level=2, return_path="/ho-so").login
        assert (login.issuer, login.level) == (origin, 2)
        login.require(2)
        assert login.to_dict()["id_number"] == PERSON["login"]
        assert PERSON["login"] not in repr(login) + str(login)
        address = plain.logout_address(login, return_to=f"{HOME}/", state="s-1")
        assert address.startswith(f"{origin}/session/end?") and "id_token_hint=" in address

        for client, more in {
            "portal-par": {"push": True},
            "portal-jarm": {"signed_answers": True},
            "portal-dpop": {"dpop": True, "userinfo": "plain"},
            "portal-signed-userinfo": {"userinfo": "signed"},
        }.items():
            settings = json.dumps(oidc(origin, client, **more))
            login = log_in(dinhdanh.LoginProvider(settings, client_secret=key[client])).login
            assert login.level == 1, client
            with pytest.raises(dinhdanh.LoginRefused) as refused:
                login.require("LoA2")
            assert refused.value.code == "level-too-low"

        with pytest.raises(dinhdanh.LoginRefused) as refused:
            log_in(plain, secret=b"the secret of another browser")
        assert refused.value.code == "response-state"
        wrong = dinhdanh.LoginProvider(oidc(origin, "portal-es256"), client_secret="another secret")
        with pytest.raises(dinhdanh.LoginRefused) as refused:
            log_in(wrong)
        assert refused.value.code == "request-refused"
        attempt = plain.begin(SECRET)
        dinhdanh.carry(attempt)
        attempt.answer(f"{urlencode({'error': 'access_denied', 'state': attempt.state, 'iss': origin})}", SECRET)
        with pytest.raises(dinhdanh.LoginRefused) as refused:
            dinhdanh.carry(attempt)
        assert refused.value.code == "login-refused"


@sandboxes
def test_the_national_portal():
    with sandbox("vnconnect") as (_, origin):
        settings = {
            "profile": "vnconnect",
            "name": "VNConnect",
            "reach": "loopback",
            "client_id": "sandbox-portal",
            "redirect_uri": f"{HOME}/callback",
            "authorization_endpoint": f"{origin}/oauth2/authorize",
            "token_endpoint": f"{origin}/oauth2/token",
            "userinfo_endpoint": f"{origin}/oauth2/userinfo",
        }
        login = log_in(dinhdanh.LoginProvider(settings, client_secret="sandbox-secret")).login
        assert login.to_dict()["origin"] == "server-channel-only"
        assert login.to_dict()["id_number"] == PERSON["login"]


@sandboxes
def test_the_envelope_of_vneid(tmp_path):
    rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    key = rsa.generate_private_key(65537, 2048)
    public = tmp_path / "public.pem"
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    options = ["--key", str(public), "--mode", "cbc-prefix-iv", "--code", "encrypted"]
    with sandbox("vneid", *options) as (_, origin):
        settings = {
            "profile": "vneid-envelope",
            "name": "VNeID",
            "reach": "loopback",
            "client_id": "sandbox-portal",
            "authentication": "secret-post",
            "redirect_uri": f"{HOME}/callback",
            "authorization_endpoint": f"{origin}/auth",
            "token_endpoint": f"{origin}/token",
            "userinfo_endpoint": f"{origin}/userinfo",
            "envelope_mode": "cbc-prefix-iv",
            "envelope_aes_bits": 256,
            "encrypted_code": True,
        }
        login = log_in(dinhdanh.LoginProvider(settings, client_secret="sandbox-secret", envelope_key=private)).login
        with pytest.raises(dinhdanh.LoginRefused) as refused:
            login.require(1)
        assert refused.value.code == "origin-too-weak"
        with pytest.raises(dinhdanh.UsageError) as wrong:
            dinhdanh.LoginProvider(settings, client_secret="sandbox-secret")
        assert (wrong.value.code, wrong.value.place) == ("profile-invalid", "envelope key")


@sandboxes
def test_a_provincial_cas():
    with sandbox("cas") as (_, origin):
        settings = {
            "profile": "cas",
            "name": "Tỉnh Mẫu",
            "reach": "loopback",
            "redirect_uri": f"{HOME}/callback",
            "cas_login": f"{origin}/cas/login",
            "cas_validate": f"{origin}/cas/p3/serviceValidate",
        }
        provider = dinhdanh.LoginProvider(settings)
        attempt = log_in(provider)
        assert attempt.login.subject and attempt.address is None
        with pytest.raises(dinhdanh.LoginRefused) as again:
            attempt.answer("ticket=ST-1", SECRET)
        assert again.value.code == "replayed"
        with pytest.raises(dinhdanh.DinhDanhError) as closed:
            attempt.next_call()
        assert closed.value.code == "closed"
        with pytest.raises(dinhdanh.DinhDanhError):  # CAS has no words for a level
            provider.begin(SECRET, level=2).next_call()


def away(origin):
    """A login whose next call goes to this origin."""
    settings = {
        "profile": "cas",
        "name": "Tỉnh Mẫu",
        "reach": "loopback",
        "redirect_uri": f"{HOME}/callback",
        "cas_login": f"{origin}/login",
        "cas_validate": f"{origin}/validate",
    }
    attempt = dinhdanh.LoginProvider(settings).begin(SECRET)
    dinhdanh.carry(attempt)
    attempt.answer(f"ticket=ST-secret&state={attempt.state}", SECRET)
    return attempt


@contextmanager
def server(answer):
    """A server that answers every call with these bytes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "redirect-refused"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + b" " * 300_000, "too-large"),
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "call-status"),
        (b"nonsense\r\n\r\n", "call-failed"),
        (b"", "call-failed"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "response-form"),
    ],
)
def test_what_a_provider_must_not_answer(answer, code):
    with server(answer) as origin:
        attempt = away(origin)
        with pytest.raises(dinhdanh.DinhDanhError) as refused:
            dinhdanh.carry(attempt)
    assert refused.value.code == code


def test_calls_that_fail_and_clients_of_ones_own():
    attempt = away("http://127.0.0.1:1")
    call = attempt.next_call()
    assert "ST-secret" in call.url and "ST-secret" not in repr(call)
    assert call.admits("127.0.0.1") and not call.admits("169.254.169.254")
    with pytest.raises(OSError):
        make_call(call)
    with pytest.raises(dinhdanh.LinkError) as failed:
        dinhdanh.carry(attempt)
    assert failed.value.code == "call-failed"

    def slow(_call):
        raise TimeoutError

    with pytest.raises(dinhdanh.LinkError) as failed:
        dinhdanh.carry(away("http://127.0.0.1:1"), slow)
    assert failed.value.code == "call-timeout"
    elsewhere = lambda _call: (200, [], b"{}", "169.254.169.254")  # noqa: E731
    with pytest.raises(dinhdanh.LinkError) as failed:
        dinhdanh.carry(away("http://127.0.0.1:1"), elsewhere)
    assert failed.value.code == "address-refused"


def test_settings_say_what_is_wrong():
    for settings, place in [
        ({"profile": "cas", "name": "x"}, "cas_login"),
        ({"profile": "cas", "name": "x", "cas_logn": "x"}, "settings"),
        ("{", "settings"),
    ]:
        with pytest.raises(dinhdanh.UsageError) as wrong:
            dinhdanh.LoginProvider(settings)
        assert (wrong.value.code, wrong.value.place) == ("profile-invalid", place)
