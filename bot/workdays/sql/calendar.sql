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
