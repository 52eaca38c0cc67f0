-- stir_window: whatever digest was made on this window is not settled any more; it is made anew
UPDATE digest_setting SET last_to = last_to - 1 WHERE staff_id = :staff

-- withdraw: digests and alerts to a member that have not arrived; a sender finds them gone when it is about to send
UPDATE outbox SET state = 'dead', error = 'withdrawn', finished_at = :now, address = NULL, payload = NULL, claim = NULL
WHERE state IN ('new', 'sending')
  AND (substr(dedup, 1, :digest_length) = :digest
    OR (substr(dedup, 1, :alert_length) = :alert AND substr(dedup, length(dedup) - :ending_length + 1) = :ending))
RETURNING dedup

-- untell: what was in digests that never arrived
DELETE FROM digest_item WHERE staff_id = :staff AND sent_at IN :end_list

-- reopen_window: the next digest looks back for it
UPDATE digest_setting SET last_to = CASE WHEN last_to < :since THEN last_to ELSE :since END WHERE staff_id = :staff
