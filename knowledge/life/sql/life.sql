-- open_of: the draft of a procedure that is not decided yet
SELECT * FROM service_draft WHERE code = :code AND state IN ('draft', 'review', 'scheduled')

-- draft: one, whatever became of it
SELECT * FROM service_draft WHERE id = :id

-- drafts: those of some states, the last touched first
SELECT * FROM service_draft WHERE state IN :state_list ORDER BY updated_at DESC, id DESC LIMIT :most

-- add_draft: a new one
INSERT INTO service_draft (code, base_version, body, state, revision, author, editors, saved_by, reason, source,
    effective_from, created_at, updated_at)
VALUES (:code, :base, :body, 'draft', 1, :author, :editors, :author, :reason, :source, :effective_from, :now, :now)
RETURNING id

-- save_draft: as somebody leaves it; only over the revision they opened
UPDATE service_draft SET body = :body, revision = revision + 1, editors = :editors, saved_by = :by, reason = :reason,
    source = :source, effective_from = :effective_from, updated_at = :now
WHERE id = :id AND revision = :revision AND state = 'draft'

-- catch_up: the draft goes on from a newer version; only over the revision and the version it was merged from
UPDATE service_draft SET body = :body, base_version = :base, revision = revision + 1, editors = :editors,
    saved_by = :by, updated_at = :now
WHERE id = :id AND revision = :revision AND state = 'draft'

-- move_draft: to its next state; only from the one and the revision that were seen
UPDATE service_draft SET state = :state, revision = revision + 1, note = :note,
    approver = COALESCE(:approver, approver), updated_at = :now, decided_at = :decided_at
WHERE id = :id AND revision = :revision AND state IN :from_list

-- due_drafts: approved for a day that has come
SELECT id FROM service_draft WHERE state = 'scheduled' AND effective_from <= :today ORDER BY effective_from, id

-- versions: all of a procedure, the newest first
SELECT code, version, kind, published_at, author, approver, reason, source, effective_from FROM public_service_version
WHERE code = :code ORDER BY version DESC

-- entry: what stands beside the versions of one procedure
SELECT code, name, current_version, state, owner, verified_on, verified_by, verified_note, review_by
FROM public_service WHERE code = :code

-- entries: the same of all
SELECT code, name, current_version, state, owner, verified_on, verified_by, verified_note, review_by
FROM public_service ORDER BY code

-- set_state: archived, or published again
UPDATE public_service SET state = :state WHERE code = :code AND state <> :state

-- set_owner: who answers for it
UPDATE public_service SET owner = :owner WHERE code = :code

-- verify: held against the portal on this day
UPDATE public_service SET verified_on = :day, verified_by = :by, verified_note = :note, review_by = :review_by
WHERE code IN :code_list

-- announce: every process takes up what changed
INSERT INTO publication (published_at, source, added, changed, unchanged) VALUES (:now, :source, 0, :changed, 0)

-- open_of_many: undecided drafts of some procedures
SELECT id, code, author, state FROM service_draft
WHERE code IN :code_list AND state IN ('draft', 'review', 'scheduled')

-- discard_many: replaced by what came in
UPDATE service_draft SET state = 'discarded', revision = revision + 1, updated_at = :now, decided_at = :now
WHERE id IN :id_list AND state IN ('draft', 'review')

-- add_handed_in: a new one that waits for its second person at once
INSERT INTO service_draft (code, base_version, body, state, revision, author, editors, saved_by, reason, source,
    created_at, updated_at)
VALUES (:code, :base, :body, 'review', 1, :author, :editors, :author, :reason, :source, :now, :now)
