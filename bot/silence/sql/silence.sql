-- heard: when a channel last gave us what people wrote, and what is to be told
SELECT at, still_told, gap_from, gap_until FROM channel_heard WHERE channel = :channel AND bot = :bot

-- begin: heard for the first time
INSERT INTO channel_heard (channel, bot, at, still_told) VALUES (:channel, :bot, :now, :told)
ON CONFLICT (channel, bot) DO NOTHING

-- hear: heard again; what was silent before stays to be told
UPDATE channel_heard SET at = :now, gap_from = :gap_from, gap_until = :gap_until
WHERE channel = :channel AND bot = :bot AND at <= :now

-- tell_still: people know that it is silent
UPDATE channel_heard SET still_told = :told WHERE channel = :channel AND bot = :bot AND still_told <> :told

-- tell_over: people know that it was
UPDATE channel_heard SET gap_from = NULL, gap_until = NULL, still_told = :told
WHERE channel = :channel AND bot = :bot AND gap_from IS NOT NULL
