"""What a failed request leaves open: whether Telegram has carried it out.

The Bot API has no idempotency key, so this decides between a lost message and a doubled one. Every network error that
leaves the client carries one of these as its ``__cause__``; none of them carries an address (it holds the token).
"""

from __future__ import annotations


class NotSent(Exception):
    """The request never reached the server: no connection, no name, no free place in the pool. Safe to repeat."""


class ServerFailed(Exception):
    """Turned away with an answer: the Bot API says that it failed (5xx with its own JSON), or something on the way
    refused to pass the request on. Known not to be done; safe to repeat, but not for ever."""


class MaybeDone(Exception):
    """It left, and no answer of the Bot API came back: it may have been carried out."""
