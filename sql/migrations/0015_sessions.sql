-- One index finds all sessions of a user, those that are over too: for the export, and for their end. It replaces the
-- one of open sessions and two that no question used. None names `ended_at`, so that ending a session, like seeing
-- it, changes no index.
DROP INDEX sessions_user, sessions_ended, sessions_expires;
CREATE INDEX sessions_user ON sessions (user_id, id);
