-- follows: whether a chat follows a dossier
SELECT 1 FROM dossier_follow WHERE code = :code AND chat = :chat

-- followed_by: the dossiers a chat follows, the newest first
SELECT code FROM dossier_follow WHERE chat = :chat ORDER BY since DESC LIMIT :most

-- followers: who follows a dossier
SELECT chat, channel, bot, address, language FROM dossier_follow WHERE code = :code ORDER BY chat

-- follower: one of them
SELECT chat, channel, bot, address, language FROM dossier_follow WHERE code = :code AND chat = :chat

-- put_follow: follow; in the language of now
INSERT INTO dossier_follow (code, chat, channel, bot, address, language, since)
VALUES (:code, :chat, :channel, :bot, :address, :language, :now)
ON CONFLICT (code, chat) DO UPDATE SET language = excluded.language

-- drop_follow: follow no more
DELETE FROM dossier_follow WHERE code = :code AND chat = :chat

-- drop_follows: the result is out; nobody needs to follow any more
DELETE FROM dossier_follow WHERE code = :code
