-- sent_message: what became of a message; its id is the channel's, where that gives one
SELECT state, message_id FROM outbox WHERE dedup = :dedup

-- shown_message: the row of a page that shows a message
SELECT id FROM web_history WHERE dedup = :dedup
