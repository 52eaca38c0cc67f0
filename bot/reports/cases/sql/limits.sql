-- filed_by_person: when a person filed the report that uses up their limit; nothing while there is room
SELECT received_at FROM report_case WHERE reporter = :reporter AND received_at > :since
ORDER BY received_at DESC LIMIT 1 OFFSET :nth

-- filed_by_all: the same, for all persons together
SELECT received_at FROM report_case WHERE received_at > :since ORDER BY received_at DESC LIMIT 1 OFFSET :nth
