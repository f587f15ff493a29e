-- What the server may do. Its connections work as istri_app, whoever they log in as: a role without a login
-- that owns nothing, so that what it isn't granted here is refused by PostgreSQL itself.

-- Roles belong to the cluster: another database's migration may be making it at this moment.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'istri_app') THEN
        CREATE ROLE istri_app NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('the role istri_app is missing, and %I may not create it. As a superuser, run once: '
                'CREATE ROLE istri_app NOLOGIN; GRANT istri_app TO %I;', current_user, current_user);
END $$;

DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'istri_app', 'MEMBER') THEN
        EXECUTE format('GRANT istri_app TO %I', current_user);
    END IF;
EXCEPTION
    WHEN unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = format('%I may not work as istri_app. As a superuser, run once: GRANT istri_app TO %I;',
                current_user, current_user);
END $$;

GRANT USAGE ON SCHEMA public TO istri_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO istri_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO istri_app;

-- What was done stays written: rows are added and read, and that is all.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM istri_app;
-- Only those who migrate change the schema and say that they did.
REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM istri_app;
-- What the law says comes with a release, not from a request.
REVOKE INSERT, UPDATE, DELETE ON retention_periods FROM istri_app;
-- What was posted stays posted; shares and limits are the operator's to set, not a request's.
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entries, ledger_lines, commission_invoices FROM istri_app;
REVOKE INSERT, UPDATE, DELETE ON money_settings FROM istri_app;

-- Works with the owner's rights, so not for everybody.
REVOKE ALL ON FUNCTION audit_forget(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_forget(integer, integer) TO istri_app;

-- Issued documents are added and read; numbers are taken one by one, and none is given back.
REVOKE UPDATE, DELETE, TRUNCATE ON invoices, invoice_lines, invoice_files, commission_invoice_files FROM istri_app;
REVOKE DELETE, TRUNCATE ON invoice_counters FROM istri_app;
REVOKE INSERT, UPDATE, DELETE ON tax_rates FROM istri_app;
