-- bump: it is another state from now on; whoever holds the old one is waited for
UPDATE chain_revision SET revision = :revision WHERE one = 1
