"""What a file would empty: a list that had rows and would have none is more likely forgotten than meant."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.model import PublicService

#: Lists of the model without which a card has nothing to say.
WATCHED = ("channel_types", "evidences", "steps", "legal_resources", "forms", "channels", "audience")


def emptied(old: PublicService, new: PublicService) -> Iterator[tuple[str, int]]:
    """(list, rows there were) of each watched list that had rows and would have none."""
    for name in WATCHED:
        had = len(getattr(old, name))
        if had and not getattr(new, name):
            yield name, had
    had = sum(len(channel.costs) for channel in old.channels)
    if had and not any(channel.costs for channel in new.channels):
        yield "channels.costs", had
