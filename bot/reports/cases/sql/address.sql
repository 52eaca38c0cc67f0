-- put_address: where pushes go
INSERT INTO case_address (case_id, channel, bot, address, language)
VALUES (:case_id, :channel, :bot, :address, :language)
ON CONFLICT (case_id) DO UPDATE SET channel = excluded.channel, bot = excluded.bot, address = excluded.address,
    language = excluded.language

-- drop_address: no more pushes
DELETE FROM case_address WHERE case_id = :case_id

-- address: where pushes go, while the link is there
SELECT number, case_address.channel, bot, address, case_address.language
FROM case_address JOIN report_case ON report_case.id = case_id WHERE case_id = :case_id
