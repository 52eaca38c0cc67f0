-- count_dossiers: so many more, or fewer, of an agency in a week
INSERT INTO dossier_count (week, agency_code, count) VALUES (:week, :code, :change)
ON CONFLICT (week, agency_code) DO UPDATE SET count = dossier_count.count + excluded.count

-- superiors: the agencies that stand behind these codes, and what administrators have entered of them
SELECT agency_code.code, agency.name, agency_detail.kind, agency_detail.province, agency_detail.commune
FROM agency_code JOIN agency ON agency.id = agency_code.agency_id
LEFT JOIN agency_detail ON agency_detail.agency_id = agency.id
WHERE agency_code.code IN :code_list

-- place_agency: an agency's office as its name has it now
INSERT INTO dossier_agency (code, office, province, commune) VALUES (:code, :office, :province, :commune)
ON CONFLICT (code) DO UPDATE SET office = excluded.office, province = excluded.province, commune = excluded.commune
