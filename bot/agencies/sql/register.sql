-- agencies: every agency, with what is known of it
SELECT agency.id, agency.name, agency_detail.name_en, agency_detail.kind, agency_detail.province, agency_detail.commune,
       agency_detail.superior, agency_detail.valid_from, agency_detail.valid_to, agency_detail.successor,
       agency_detail.version
FROM agency LEFT JOIN agency_detail ON agency_detail.agency_id = agency.id
ORDER BY agency.name

-- codes_by_agency: whose code is whose
SELECT code, agency_id FROM agency_code ORDER BY code

-- add_agency: an agency by name
INSERT INTO agency (name) VALUES (:name) RETURNING id

-- rename: the name an agency goes by
UPDATE agency SET name = :name WHERE id = :id

-- put_detail: what is known of an agency; the version counts on
INSERT INTO agency_detail
    (agency_id, name_en, kind, province, commune, superior, valid_from, valid_to, successor, version, changed_at)
VALUES (:id, :name_en, :kind, :province, :commune, :superior, :valid_from, :valid_to, :successor, 1, :changed_at)
ON CONFLICT (agency_id) DO UPDATE
SET name_en = excluded.name_en, kind = excluded.kind, province = excluded.province, commune = excluded.commune,
    superior = excluded.superior, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
    successor = excluded.successor, version = agency_detail.version + 1, changed_at = excluded.changed_at

-- drop_codes: the codes of an agency, before they are written anew
DELETE FROM agency_code WHERE agency_id = :id

-- add_code: a code of an agency
INSERT INTO agency_code (code, agency_id) VALUES (:code, :id)
