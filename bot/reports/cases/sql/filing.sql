-- by_draft: the case that a draft has become
SELECT id, number FROM report_case WHERE draft = :draft

-- lately_filed: what a person has filed a few minutes ago and is not over
SELECT id, number, sketch, dossier, category, office, commune, procedure_code, restricted,
    (SELECT count(*) FROM case_item WHERE case_id = report_case.id AND kind = 'file') AS files
FROM report_case
WHERE reporter = :reporter AND received_at > :since AND erased_at IS NULL AND closed_at IS NULL
ORDER BY received_at DESC, id

-- number_taken: whether somebody has this number
SELECT 1 FROM report_case WHERE number = :number

-- add_case: the case itself
INSERT INTO report_case (id, number, secret, draft, owner, reporter, received_at, state, state_at, version, level,
    category, categories, judged, severity, restricted, province, commune, office, procedure_code, procedure_version,
    dossier, days_late, money, verdict, paper, for_other, wants_person, channel, language, clock, due_day, public,
    proof_salt, proof, sketch, cluster)
VALUES (:id, :number, :secret, :draft, :owner, :reporter, :received_at, :state, :state_at, :version, :level,
    :category, :categories, :judged, :severity, :restricted, :province, :commune, :office, :procedure_code,
    :procedure_version, :dossier, :days_late, :money, :verdict, :paper, :for_other, :wants_person, :channel, :language,
    :clock, :due_day, :public, :proof_salt, :proof, :sketch, :cluster)

-- add_case_key: the private half of its key, sealed to one holder
INSERT INTO case_key (case_id, key_id, sealed) VALUES (:case_id, :key_id, :sealed)

-- drop_draft_files: they are in the case now
DELETE FROM draft_file WHERE id IN :id_list
