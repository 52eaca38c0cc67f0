-- revisions: the migrations this database has had
SELECT version_num FROM alembic_version
