"""Numbers that law or policy sets, each with its source, its dates and who has reviewed it."""

from bot.legal.store import LegalParameter, LegalParameters, ParameterChanged

__all__ = ["LegalParameter", "LegalParameters", "ParameterChanged"]
