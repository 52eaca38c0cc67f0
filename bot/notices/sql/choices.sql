-- choose: notices, please (with an address), or none (without)
INSERT INTO notice_choice (chat, channel, bot, address, language, at)
VALUES (:chat, :channel, :bot, :address, :language, :now)
ON CONFLICT (chat) DO UPDATE SET address = excluded.address, language = excluded.language, at = excluded.at

-- choice_of: what a chat chose
SELECT address IS NOT NULL AS wanted FROM notice_choice WHERE chat = :chat
