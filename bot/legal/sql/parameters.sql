-- all: every parameter, the latest in force first
SELECT name, value, unit, effective_from, effective_to, source, reviewed_by FROM legal_parameter
ORDER BY name, effective_from DESC

-- review: an administrator has compared a parameter with its source
UPDATE legal_parameter SET reviewed_by = :reviewed_by, reviewed_at = :reviewed_at
WHERE name = :name AND effective_from = :effective_from
