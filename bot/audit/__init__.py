"""What staff saw and changed, in a chain in which nothing can be changed, cut out or moved unseen."""

from bot.audit.trail import AuditTrail, Head

__all__ = ["AuditTrail", "Head"]
