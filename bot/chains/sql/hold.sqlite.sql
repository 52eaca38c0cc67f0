-- hold: on SQLite the transaction holds every other writer off already
SELECT revision FROM chain_revision WHERE one = 1
