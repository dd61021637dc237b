-- The two logins, the database and the default privileges: the one source for `make demo`, `make test` and docker-compose.
--   psql -v owner_password=… -v app_password=… -f roles.sql postgres        (as a superuser; may be run again)
-- klik_owner owns the database and its tables, and migrates. klik_app owns nothing and can never switch off row security.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

SELECT 'CREATE ROLE klik_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'klik_owner') \gexec
SELECT 'CREATE ROLE klik_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'klik_app') \gexec
ALTER ROLE klik_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE klik_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';

-- In template1, so that every database made after this (klik itself, the test databases) is born with them.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE klik_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO klik_app;
ALTER DEFAULT PRIVILEGES FOR ROLE klik_owner GRANT USAGE, SELECT ON SEQUENCES TO klik_app;

\connect postgres
SELECT 'CREATE DATABASE klik OWNER klik_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'klik') \gexec
REVOKE ALL ON DATABASE klik FROM PUBLIC;
GRANT CONNECT ON DATABASE klik TO klik_app;
