-- overrides: the days on which administrators know better
SELECT day, is_working, source, confirmed FROM calendar_override ORDER BY day

-- years: the years whose Government notice has been entered
SELECT year, source, entered_at FROM calendar_year ORDER BY year

-- put_override: enter or correct a day
INSERT INTO calendar_override (day, is_working, source, confirmed) VALUES (:day, :is_working, :source, :confirmed)
ON CONFLICT (day) DO UPDATE SET is_working = excluded.is_working, source = excluded.source, confirmed = excluded.confirmed

-- drop_override: leave a day to the library again
DELETE FROM calendar_override WHERE day = :day

-- put_year: a year's notice is in
INSERT INTO calendar_year (year, source, entered_at) VALUES (:year, :source, :entered_at)
ON CONFLICT (year) DO UPDATE SET source = excluded.source, entered_at = excluded.entered_at

-- add_override: a day that nobody has entered
INSERT INTO calendar_override (day, is_working, source, confirmed) VALUES (:day, :is_working, :source, :confirmed)
ON CONFLICT (day) DO NOTHING

-- change_override: a day that is still as its editor saw it
UPDATE calendar_override SET is_working = :is_working, source = :source, confirmed = :confirmed
WHERE day = :day AND is_working = :seen_is_working AND source = :seen_source AND confirmed = :seen_confirmed

-- drop_seen: to the library again, if it is still as its editor saw it
DELETE FROM calendar_override
WHERE day = :day AND is_working = :seen_is_working AND source = :seen_source AND confirmed = :seen_confirmed
