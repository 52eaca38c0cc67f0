-- lock_chain: one writer of the chain at a time; readers go on
LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE
