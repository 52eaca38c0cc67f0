-- still_open: what waits or is under way
SELECT (SELECT count(*) FROM inbox WHERE state = 'new')
     + (SELECT count(*) FROM outbox WHERE state IN ('new', 'sending'))

-- inbox_states: how the updates ended
SELECT state, count(*) FROM inbox GROUP BY state

-- session_versions: state changes applied, by conversation
SELECT version FROM session ORDER BY version
