-- list_of: the lists a chat keeps, the last opened first
SELECT chat, code, version, body, language, channel, bot, address, opened_at FROM checklist
WHERE chat = :chat ORDER BY opened_at DESC, code LIMIT :most

-- one_of: one of them
SELECT chat, code, version, body, language, channel, bot, address, opened_at FROM checklist
WHERE chat = :chat AND code = :code

-- put: as it is now
INSERT INTO checklist (chat, code, version, body, language, channel, bot, address, opened_at)
VALUES (:chat, :code, :version, :body, :language, :channel, :bot, :address, :now)
ON CONFLICT (chat, code) DO UPDATE SET version = excluded.version, body = excluded.body, language = excluded.language,
    address = excluded.address, opened_at = excluded.opened_at

-- drop: kept no more
DELETE FROM checklist WHERE chat = :chat AND code = :code

-- last_publication: of the knowledge base
SELECT max(id) FROM publication

-- outdated: lists whose keeper wants to be told, and whose procedure has been published anew since
SELECT chat, checklist.code, version, body, language, channel, bot, address, opened_at FROM checklist
JOIN public_service ON public_service.code = checklist.code
WHERE address IS NOT NULL AND version <> current_version AND state = 'published'
ORDER BY chat, checklist.code LIMIT :most

-- held_against: told, or nothing to tell; the list itself stays as its keeper last saw it
UPDATE checklist SET version = :version WHERE chat = :chat AND code = :code
