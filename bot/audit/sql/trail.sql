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
