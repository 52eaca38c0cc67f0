-- revision: changes with every publication
SELECT COALESCE(MAX(id), 0) FROM publication

-- names: what search and browsing need of every published procedure
SELECT code, name, field, level, priority, verified_on, review_by FROM public_service WHERE state = 'published' ORDER BY code

-- current: the version of one procedure that is in force; none of an archived one
SELECT version.version, version.body
FROM public_service AS service
JOIN public_service_version AS version ON version.code = service.code AND version.version = service.current_version
WHERE service.code = :code AND service.state = 'published'

-- latest: the last version of one procedure, of an archived one too
SELECT version.version, version.body
FROM public_service AS service
JOIN public_service_version AS version ON version.code = service.code AND version.version = service.current_version
WHERE service.code = :code

-- current_number: of the version that is in force, archived or not
SELECT current_version FROM public_service WHERE code = :code

-- describe_version: whose publication it is
UPDATE public_service_version SET kind = :kind, author = :author, approver = :approver, reason = :reason,
    source = :source, effective_from = :effective_from
WHERE code = :code AND version = :version

-- drop_aliases: of the version before
DELETE FROM service_alias WHERE code = :code

-- add_alias: a name under which people ask
INSERT INTO service_alias (code, phrase) VALUES (:code, :phrase) ON CONFLICT (code, phrase) DO NOTHING

-- version: one version of a procedure, whether in force or not
SELECT version, body FROM public_service_version WHERE code = :code AND version = :version

-- fingerprints: what is published now, to see what an import changes
SELECT service.code, service.current_version, version.sha256
FROM public_service AS service
JOIN public_service_version AS version ON version.code = service.code AND version.version = service.current_version

-- put_service: name a procedure and the version of it in force
INSERT INTO public_service (code, current_version, name, field, level, priority)
VALUES (:code, :version, :name, :field, :level, :priority)
ON CONFLICT (code) DO UPDATE SET current_version = excluded.current_version, name = excluded.name,
    field = excluded.field, level = excluded.level, priority = excluded.priority

-- add_version: versions are written once and never changed
INSERT INTO public_service_version (code, version, body, sha256, published_at)
VALUES (:code, :version, :body, :sha256, :published_at)

-- add_publication: the record of one import
INSERT INTO publication (published_at, source, added, changed, unchanged)
VALUES (:published_at, :source, :added, :changed, :unchanged)

-- examples: what administrators accepted from people's taps, and the names they gave
SELECT code, phrase FROM accepted_example UNION SELECT code, phrase FROM service_alias ORDER BY code, phrase
