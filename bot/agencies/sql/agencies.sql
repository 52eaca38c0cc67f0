-- codes: every code and the agency it stands for
SELECT agency_code.code, agency.name
FROM agency_code JOIN agency ON agency.id = agency_code.agency_id
ORDER BY agency_code.code

-- put_agency: an agency by name; one that is there stays
INSERT INTO agency (name) VALUES (:name) ON CONFLICT (name) DO NOTHING

-- put_code: let a code stand for an agency
INSERT INTO agency_code (code, agency_id) SELECT :code, id FROM agency WHERE name = :name
ON CONFLICT (code) DO UPDATE SET agency_id = excluded.agency_id

-- drop_code: forget a code
DELETE FROM agency_code WHERE code = :code
