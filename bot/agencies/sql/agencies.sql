-- put_agency: an agency by name; one that is there stays
INSERT INTO agency (name) VALUES (:name) ON CONFLICT (name) DO NOTHING

-- put_code: let a code stand for an agency
INSERT INTO agency_code (code, agency_id) SELECT :code, id FROM agency WHERE name = :name
ON CONFLICT (code) DO UPDATE SET agency_id = excluded.agency_id

-- drop_code: forget a code
DELETE FROM agency_code WHERE code = :code

-- touch_code: whoever has the agency of this code open in the console is told that it has changed
UPDATE agency_detail SET version = version + 1 WHERE agency_id = (SELECT agency_id FROM agency_code WHERE code = :code)
