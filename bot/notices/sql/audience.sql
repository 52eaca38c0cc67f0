-- agreed: who asked for notices
SELECT chat, channel, bot, address, language, '' AS code FROM notice_choice
WHERE address IS NOT NULL AND chat > :after AND CAST(:which AS TEXT) = '' ORDER BY chat LIMIT :most

-- count_agreed: how many chats
SELECT count(*) FROM notice_choice WHERE address IS NOT NULL AND CAST(:which AS TEXT) = ''

-- dossiers: who follows a dossier of an agency or of those below it, and has not turned notices off
SELECT follow.chat AS chat, follow.channel AS channel, follow.bot AS bot, follow.address AS address,
  follow.language AS language, follow.code AS code
FROM dossier_follow AS follow JOIN dossier ON dossier.code = follow.code
WHERE follow.chat > :after
  AND (agency_code = :which OR substr(agency_code, 1, length(CAST(:which AS TEXT)) + 1) = CAST(:which AS TEXT) || '.')
  AND NOT EXISTS (SELECT 1 FROM notice_choice WHERE notice_choice.chat = follow.chat AND notice_choice.address IS NULL)
ORDER BY follow.chat, follow.code LIMIT :most

-- count_dossiers: how many chats
SELECT count(DISTINCT follow.chat) FROM dossier_follow AS follow JOIN dossier ON dossier.code = follow.code
WHERE (agency_code = :which OR substr(agency_code, 1, length(CAST(:which AS TEXT)) + 1) = CAST(:which AS TEXT) || '.')
  AND NOT EXISTS (SELECT 1 FROM notice_choice WHERE notice_choice.chat = follow.chat AND notice_choice.address IS NULL)

-- checklists: who keeps a procedure's list, wants to be told of changes, and has not turned notices off
SELECT chat, channel, bot, address, language, code FROM checklist
WHERE address IS NOT NULL AND chat > :after AND code = :which
  AND NOT EXISTS (SELECT 1 FROM notice_choice WHERE notice_choice.chat = checklist.chat AND notice_choice.address IS NULL)
ORDER BY chat LIMIT :most

-- count_checklists: how many chats
SELECT count(*) FROM checklist WHERE address IS NOT NULL AND code = :which
  AND NOT EXISTS (SELECT 1 FROM notice_choice WHERE notice_choice.chat = checklist.chat AND notice_choice.address IS NULL)
