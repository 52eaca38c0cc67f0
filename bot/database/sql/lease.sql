-- take_lease: take a free or expired lease, or renew our own; one row changed means it is ours
INSERT INTO lease (name, owner, until) VALUES (:name, :owner, :until)
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
WHERE lease.owner = excluded.owner OR lease.until < :now

-- release_lease: give our own lease back
DELETE FROM lease WHERE name = :name AND owner = :owner
