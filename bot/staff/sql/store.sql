-- member_by_id: one account
SELECT id, name, role, state, language FROM staff WHERE id = :id

-- member_by_name: one account
SELECT id, name, role, state, language FROM staff WHERE name = :name

-- member_by_chat: the active member whose chat this is
SELECT staff.id, staff.name, staff.role, staff.state, staff.language
FROM staff_chat JOIN staff ON staff.id = staff_chat.staff_id
WHERE staff_chat.person = :person AND staff.state = 'active'

-- chat_of: the bound chat of an active member
SELECT staff_chat.channel, staff_chat.bot, staff_chat.address
FROM staff_chat JOIN staff ON staff.id = staff_chat.staff_id
WHERE staff.id = :id AND staff.state = 'active'

-- members: every account
SELECT id, name, role, state, language FROM staff ORDER BY name

-- absent_colleagues: whose leave this member covers on a day
SELECT DISTINCT staff.id, staff.name, staff.role, staff.state, staff.language
FROM staff_delegation JOIN staff ON staff.id = staff_delegation.absent
WHERE staff_delegation.deputy = :deputy AND staff.state = 'active'
  AND :day BETWEEN staff_delegation.first_day AND staff_delegation.last_day
ORDER BY staff.name

-- scopes_of: what members may see
SELECT staff_id, province, commune, office FROM staff_scope
WHERE staff_id IN :id_list AND (until IS NULL OR until > :now) ORDER BY id

-- posts_of: where members sit
SELECT staff_id, province, commune, office FROM staff_post WHERE staff_id IN :id_list ORDER BY id

-- exclusions: who must not see a case
SELECT staff_id FROM case_exclusion WHERE case_id = :case_id
