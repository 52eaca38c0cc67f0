"""Chains of command and jurisdictions: who is closed to whom, who took over from whom, as of one day."""

from bot.chains.picture import Chains, OfficeRule
from bot.chains.shipped import shipped
from bot.chains.store import ChainMoved, ChainStore
from bot.chains.zones import Place, Zone

__all__ = ["ChainMoved", "ChainStore", "Chains", "OfficeRule", "Place", "Zone", "shipped"]
