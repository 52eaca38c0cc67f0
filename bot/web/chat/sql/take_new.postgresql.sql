-- take_new: what waits for the web chat, in order; a second deliverer waits here and then finds nothing twice
SELECT id, dedup, lane, kind, payload FROM outbox
WHERE channel = :channel AND bot = :bot AND state IN ('new', 'sending') AND state = 'new' AND not_before <= :now
  AND priority <= :ceiling
ORDER BY id LIMIT :most FOR UPDATE
