-- add_consent: somebody agrees to these words; the same yes, while it stands, is not written twice
INSERT INTO consent (person, purpose, text_version, language, channel, given_at)
SELECT CAST(:person AS VARCHAR), CAST(:purpose AS VARCHAR), CAST(:version AS VARCHAR), :language, :channel, :now
WHERE NOT EXISTS (
    SELECT 1 FROM consent
    WHERE person = :person AND purpose = :purpose AND text_version = :version AND withdrawn_at IS NULL)

-- consents_of: all that somebody has agreed to, the newest first
SELECT purpose, text_version, language, channel, given_at, withdrawn_at FROM consent
WHERE person = :person ORDER BY given_at DESC, id DESC

-- withdraw_consent: it stands no more, whatever its version; that it was given stays provable
UPDATE consent SET withdrawn_at = :now WHERE person = :person AND purpose = :purpose AND withdrawn_at IS NULL
