"""The parts of this room, built once and shared by the console, the conversation and the command line."""

from __future__ import annotations

from pathlib import Path

from bot.audit import AuditTrail
from bot.clock import Clock
from bot.database import Database
from bot.reports.vault import InspectorateKeys
from bot.sealing import ServerKey
from bot.staff.accounts import Accounts
from bot.staff.approvals import Approvals
from bot.staff.chats import ChatBinding
from bot.staff.credentials import Credentials
from bot.staff.enrolment import Enrolment
from bot.staff.keyring import KeyRing
from bot.staff.passphrases import Passphrases
from bot.staff.sample import SampleStaff
from bot.staff.sessions import Sessions
from bot.staff.signin import SignIn
from bot.staff.store import Staff


class StaffDesk:
    """:param key_folder: MOTCUA_KEY_DIR. :param passphrases: a cheaper one in tests only."""

    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        key_folder: Path,
        passphrases: Passphrases | None = None,
    ) -> None:
        self.database = database
        self.key = key
        self.clock = clock
        passphrases = passphrases or Passphrases()
        self.trail = AuditTrail(database, key, clock)
        self.staff = Staff(database, key, clock)
        self.sessions = Sessions(database, key, clock)
        self.ring = KeyRing(database, InspectorateKeys(database, key_folder, clock), clock)
        self.accounts = Accounts(database, key, clock, self.trail, self.sessions)
        self.enrolment = Enrolment(database, key, clock, self.trail, self.ring, passphrases)
        self.signing = SignIn(database, key, clock, self.trail, self.ring, self.sessions, passphrases)
        self.credentials = Credentials(
            self.trail, self.ring, self.sessions, self.signing, passphrases, database, key, clock
        )
        self.approvals = Approvals(database, clock, self.trail)
        self.chats = ChatBinding(database, key, clock, self.trail, self.accounts)
        self.sample = SampleStaff(database, key, clock, self.accounts, self.enrolment, self.ring, passphrases)
