"""Calls to a provider of logins, with the standard library."""

from __future__ import annotations

import http.client
import ssl
import time
from urllib.parse import urlsplit

from ._login import Answer
from ._native import HttpCall

__all__ = ["make_call"]


def make_call(call: HttpCall, *, context: ssl.SSLContext | None = None) -> Answer:
    """Makes one call as its rules say: to its address only, certificate checked, no redirect followed, bounded in
    size and time. The network address is looked at after connecting and before anything is sent.

    ``context`` is for a provider whose certificate an authority of one's own signed.

    Gọi nhà cung cấp một lần.
    """
    deadline = time.monotonic() + call.timeout
    address = urlsplit(call.url)
    host = address.hostname or ""
    connection: http.client.HTTPConnection
    if address.scheme == "https":
        context = context or ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, address.port, timeout=call.timeout, context=context)
    else:
        connection = http.client.HTTPConnection(host, address.port, timeout=call.timeout)
    try:
        connection.connect()
        remote = str(connection.sock.getpeername()[0])
        if not call.admits(remote):
            raise ConnectionRefusedError("an address that this call may not go to")
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request(call.method, target, call.body, dict(call.headers))
        answer = connection.getresponse()
        body = bytearray()
        # A byte more than allowed is enough to be refused; a server that gives one byte at a time is not waited for.
        while len(body) <= call.longest_answer and (part := answer.read1(65_536)):
            body += part
            if time.monotonic() > deadline:
                raise TimeoutError
        return answer.status, answer.getheaders(), bytes(body), remote
    except http.client.HTTPException as error:
        raise ConnectionError("no HTTP") from error
    finally:
        connection.close()
