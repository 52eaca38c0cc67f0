-- lock_filing: one report at a time, so that limits and clusters count what is there; readers go on
LOCK TABLE case_cluster IN SHARE ROW EXCLUSIVE MODE
