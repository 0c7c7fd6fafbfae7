"""The calls of a login."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ._native import HttpCall, LoginAttempt, LogoutNotice

__all__ = ["Answer", "carry"]

#: Status, headers, body, and the network address that was connected to (``None`` where it is not known).
Answer = tuple[int, Sequence[tuple[str, str]], bytes, str | None]


def carry(flow: LoginAttempt | LogoutNotice, send: Callable[[HttpCall], Answer] | None = None) -> None:
    """Makes the calls of a login or logout notice until there is none for now.

    ``send`` makes one call, where the program has an HTTP client of its own; :func:`dinhdanh.web.make_call` does
    otherwise. What it raises as :class:`TimeoutError` or another :class:`OSError` ends the login as a call that failed.

    Thực hiện các lệnh gọi tới nhà cung cấp.
    """
    if send is None:
        from .web import make_call  # only here: it takes longer to import than the rest

        send = make_call
    while (call := flow.next_call()) is not None:
        try:
            status, headers, body, remote = send(call)
        except TimeoutError:
            flow.on_failure(timed_out=True)
        except OSError:
            flow.on_failure()
        else:
            flow.on_answer(status, list(headers), body, remote=remote)
