"""Chains of command are changed here: asked for by one administrator, shown with what follows, decided by another, and
carried through the cases that are open."""

from bot.jurisdiction.change import Change, Kind
from bot.jurisdiction.desk import ChainsWrong, JurisdictionDesk
from bot.jurisdiction.effect import Effect
from bot.jurisdiction.reroute import Rerouting

__all__ = ["ChainsWrong", "Change", "Effect", "JurisdictionDesk", "Kind", "Rerouting"]
