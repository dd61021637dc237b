-- Only for demo and tests: the owner makes the test databases, and in a test goes on as the app login (SET ROLE).
ALTER ROLE klik_owner CREATEDB;
GRANT klik_app TO klik_owner WITH INHERIT FALSE, SET TRUE;
