-- all: every parameter, the latest in force first
SELECT name, value, unit, effective_from, effective_to, source, reviewed_by, author FROM legal_parameter
ORDER BY name, effective_from DESC

-- review: somebody else than who entered it has compared a parameter with its source
UPDATE legal_parameter SET reviewed_by = :reviewed_by, reviewed_at = :reviewed_at
WHERE name = :name AND effective_from = :effective_from AND (author IS NULL OR author <> :reviewed_by)

-- hold: one writer of a parameter at a time; the others wait, then see what it wrote
UPDATE legal_parameter SET name = name WHERE name = :name

-- latest: the day from which the newest value is in force
SELECT max(effective_from) FROM legal_parameter WHERE name = :name

-- add: a new value; earlier ones stay as they were
INSERT INTO legal_parameter (name, value, unit, effective_from, effective_to, source, author, entered_at)
VALUES (:name, :value, :unit, :effective_from, :effective_to, :source, :author, :now)
ON CONFLICT (name, effective_from) DO NOTHING

-- withdraw: mistyped, not reviewed, and not in force yet: no answer has rested on it
DELETE FROM legal_parameter
WHERE name = :name AND effective_from = :effective_from AND effective_from > :today AND author IS NOT NULL
  AND reviewed_by IS NULL
