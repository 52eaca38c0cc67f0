-- tell_state: how this sender does, for operators
INSERT INTO sender_state (channel, bot, why, until, since) VALUES (:channel, :bot, :why, :until, :now)
ON CONFLICT (channel, bot) DO UPDATE SET why = excluded.why, until = excluded.until,
  since = CASE WHEN coalesce(sender_state.why, '') = coalesce(excluded.why, '') THEN sender_state.since
    ELSE excluded.since END
