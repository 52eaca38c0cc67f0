-- ask: one administrator wants it so
INSERT INTO chain_change (kind, subject, body, author, asked_at) VALUES (:kind, :subject, :body, :by, :now) RETURNING id

-- replace_own: who asks again for the same takes back what they asked before
UPDATE chain_change SET decided_by = :by, decided_at = :now, granted = FALSE
WHERE kind = :kind AND subject = :subject AND subject <> '0' AND author = :by AND decided_at IS NULL

-- waiting: what nobody has decided yet, the oldest first
SELECT chain_change.id, chain_change.kind, chain_change.body, chain_change.author, chain_change.asked_at,
    staff.name
FROM chain_change LEFT JOIN staff ON staff.id = chain_change.author
WHERE chain_change.decided_at IS NULL AND chain_change.asked_at > :oldest
ORDER BY chain_change.asked_at, chain_change.id

-- decide: once
UPDATE chain_change SET decided_by = :by, decided_at = :now, granted = :granted
WHERE id = :id AND decided_at IS NULL AND asked_at > :oldest
