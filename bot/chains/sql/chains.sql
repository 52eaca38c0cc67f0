-- revision: which state of the chains this is
SELECT revision FROM chain_revision WHERE one = 1

-- rules: what holds for kinds of office, from when on
SELECT office, above, level, fields, valid_from FROM office_rule ORDER BY id

-- put_rule: what holds for a kind of office from a day on
INSERT INTO office_rule (office, above, level, fields, valid_from)
VALUES (:office, :above, :level, :fields, :valid_from)
ON CONFLICT (office, valid_from) DO UPDATE
SET above = excluded.above, level = excluded.level, fields = excluded.fields
