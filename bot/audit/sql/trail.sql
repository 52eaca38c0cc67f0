-- last_link: the end of the chain
SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1

-- add_link: one row more
INSERT INTO audit (seq, at, actor, action, subject, detail, hash)
VALUES (:seq, :at, :actor, :action, :subject, :detail, :hash)

-- links: the chain from a row on, in order
SELECT seq, at, actor, action, subject, detail, hash FROM audit WHERE seq > :after ORDER BY seq LIMIT :most

-- recent_links: the newest rows, with the names of who acted
SELECT audit.seq, audit.at, audit.action, audit.subject, audit.detail, staff.name
FROM audit LEFT JOIN staff ON staff.id = audit.actor
WHERE audit.seq < :before ORDER BY audit.seq DESC LIMIT :most

-- anchor: after which row the chain begins
SELECT seq, hash, cut_at, seal FROM audit_anchor

-- last_to_cut: the last of the oldest rows that are over their time; the newest row of all stays
SELECT seq, hash FROM audit
WHERE seq < COALESCE(
    (SELECT seq FROM audit WHERE at >= :before ORDER BY seq LIMIT 1),
    (SELECT max(seq) FROM audit))
ORDER BY seq DESC LIMIT 1

-- pull_anchor: there is one anchor
DELETE FROM audit_anchor

-- drop_anchor: where the chain begins from now on
INSERT INTO audit_anchor (seq, hash, cut_at, seal) VALUES (:seq, :hash, :cut_at, :seal)

-- cut_links: what is over its time
DELETE FROM audit WHERE seq <= :seq
