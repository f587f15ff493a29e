-- A line of the audit, in the transaction of the change. `change` is {field: [before, after]}, as AuditEntry writes it.
CREATE OR REPLACE FUNCTION booking_audit(booking bigint, what text, change jsonb, who booking_actor) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO audit_log (entity_type, entity_id, action, performed_by, role, address, request_id, change)
    VALUES ('booking', booking, 'booking.' || what, who.user_id, who.role, who.address, who.request_id,
        coalesce(booking_audit.change, '{}'))
$$;

-- A field's [before, after] as text; null when it stayed as it was.
CREATE OR REPLACE FUNCTION booking_audit_field(name text, before anyelement, after anyelement) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN before IS DISTINCT FROM after
        THEN jsonb_build_object(name, jsonb_build_array(before::text, after::text)) END
$$;
