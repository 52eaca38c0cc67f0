"""What a draft changed, put onto a version that was published after the draft began."""

from __future__ import annotations

from knowledge.model import PublicService


def merge(
    base: PublicService | None, draft: PublicService, now: PublicService
) -> tuple[PublicService, tuple[str, ...]]:
    """Field by field, lists as a whole: what the draft changed stays the draft's, all else is as it is now.

    :param base: what the draft began from; None: there was nothing, so all of it is the draft's.
    :returns: the merged entry, and the fields that were changed on both sides, differently.
    """
    if base is None:
        return draft, tuple(name for name in PublicService.model_fields if getattr(draft, name) != getattr(now, name))
    mine = {
        name: getattr(draft, name) for name in PublicService.model_fields if getattr(draft, name) != getattr(base, name)
    }
    clashes = tuple(name for name in mine if getattr(now, name) not in (getattr(base, name), mine[name]))
    return now.model_copy(update=mine), clashes
