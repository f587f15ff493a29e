-- Lines of the audit are never changed, and only go when the law lets them: not even by the owner's slip.

CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('istri.audit_forget', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'insufficient_privilege',
        MESSAGE = format('%s is not possible on %I: what was done stays written', TG_OP, TG_TABLE_NAME);
END $$;
