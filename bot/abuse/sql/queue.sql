-- depth: updates that wait, counted no further than the bound
SELECT count(*) FROM (SELECT 1 AS one FROM inbox WHERE state = 'new' LIMIT :most) AS waiting
