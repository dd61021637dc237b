-- Only for demo and tests: the owner makes the test databases, and removes them though the app login is still connected.
ALTER ROLE klik_owner CREATEDB;
GRANT pg_signal_backend TO klik_owner;
