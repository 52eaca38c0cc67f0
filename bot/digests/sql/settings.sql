-- setting: how and until when a member was told
SELECT schedule, quiet_from, quiet_to, last_to FROM digest_setting WHERE staff_id = :staff

-- put_setting: how a member wants to be told; what was told stays told
INSERT INTO digest_setting (staff_id, schedule, quiet_from, quiet_to, last_to)
VALUES (:staff, :schedule, :quiet_from, :quiet_to, :now)
ON CONFLICT (staff_id) DO UPDATE SET schedule = :schedule, quiet_from = :quiet_from, quiet_to = :quiet_to

-- begin_setting: for somebody who has chosen nothing
INSERT INTO digest_setting (staff_id, schedule, quiet_from, quiet_to, last_to)
VALUES (:staff, :schedule, :quiet_from, :quiet_to, :now) ON CONFLICT (staff_id) DO NOTHING

-- close_window: told until then, unless somebody else told meanwhile
UPDATE digest_setting SET last_to = :end WHERE staff_id = :staff AND last_to = :start

-- mark_told: an occasion, once
INSERT INTO digest_item (staff_id, case_id, reason, version, sent_at)
VALUES (:staff, :case_id, :reason, :version, :now) ON CONFLICT DO NOTHING

-- readers: active members with a bound chat who get digests
SELECT staff.id, staff.role, digest_setting.staff_id AS set_up FROM staff
JOIN staff_chat ON staff_chat.staff_id = staff.id
LEFT JOIN digest_setting ON digest_setting.staff_id = staff.id
WHERE staff.state = 'active' AND staff.role IN ('inspector', 'lead', 'head') ORDER BY staff.id

-- recipient: whether somebody is still who a digest was made for, and where
SELECT staff.role, staff_chat.person FROM staff JOIN staff_chat ON staff_chat.staff_id = staff.id
WHERE staff.id = :staff AND staff.state = 'active'

-- scopes_now: what a member may see at this moment
SELECT province, commune, office FROM staff_scope WHERE staff_id = :staff AND (until IS NULL OR until > :now)

-- posts_now: where a member sits at this moment
SELECT province, commune, office FROM staff_post WHERE staff_id = :staff

-- hands_now: absent colleagues a member acts for on a day
SELECT DISTINCT absent FROM staff_delegation
JOIN staff ON staff.id = staff_delegation.absent
WHERE deputy = :staff AND staff.state = 'active' AND :day BETWEEN first_day AND last_day

-- cases_now: where cases stand at this moment
SELECT report_case.id, report_case.version, report_case.office, report_case.province, report_case.commune,
    report_case.restricted, case_assignment.staff_id AS assigned
FROM report_case LEFT JOIN case_assignment ON case_assignment.case_id = report_case.id
WHERE report_case.id IN :case_list AND report_case.erased_at IS NULL
