"""What an administrator or a member is told when something about an account cannot be."""

from __future__ import annotations

from bot.errors import MotCuaError


class NameTaken(MotCuaError):
    """There is an account of this name already."""


class NoSuchAccount(MotCuaError):
    """There is no such account, or it is in another state by now."""


class NotBySamePerson(MotCuaError):
    """A second person has to do this: not the one who asked, and not the one it is about."""


class LastAdministrator(MotCuaError):
    """The last administrator cannot be revoked: nobody could let anybody in any more. Invite another first."""


class LinkOver(MotCuaError):
    """This link does not exist, was used, or is too old."""


class WrongCode(MotCuaError):
    """The code or the passphrase does not fit."""
