-- hold: which state this is, and it stays so until the commit
SELECT revision FROM chain_revision WHERE one = 1 FOR SHARE
