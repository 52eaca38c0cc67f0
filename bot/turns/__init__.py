"""From the inbox to the outbox: claim, load, route, commit, fenced."""
