-- progress: how far a file got
SELECT done, finished_at FROM dossier_import WHERE digest = :digest

-- put_progress: a chunk of a file is in
INSERT INTO dossier_import (digest, source, rows, done, started_at, finished_at)
VALUES (:digest, :source, :rows, :done, :now, :finished_at)
ON CONFLICT (digest) DO UPDATE SET done = excluded.done, finished_at = excluded.finished_at
