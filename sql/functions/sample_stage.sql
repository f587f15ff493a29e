-- First step of a sample load: an empty temporary table for the made-up centres, which COPY then fills in the
-- centres' order. It lives until the load's transaction ends, so a load that stops anywhere leaves nothing.
--
-- Each line takes its id as it arrives: services and areas can then be inserted as whole sets, without asking
-- back which centre got which id.
CREATE OR REPLACE FUNCTION sample_stage() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    -- Two loads at once would each keep the other's centres.
    PERFORM pg_advisory_xact_lock(hashtext('sample load'));
    CREATE TEMP TABLE staged_centres (
        id              bigint NOT NULL DEFAULT nextval(pg_get_serial_sequence('service_providers', 'id')),
        number          integer NOT NULL,
        center_name     text NOT NULL,
        address         text NOT NULL,
        city            text NOT NULL,
        district_lgd    integer NOT NULL,
        pincode         integer NOT NULL,
        phone           text NOT NULL,
        lat             double precision NOT NULL,
        lng             double precision NOT NULL,
        location_source text NOT NULL,
        status          text NOT NULL,
        open_minutes    int4multirange NOT NULL,
        services        text[] NOT NULL,
        prices_paise    bigint[] NOT NULL,
        service_minutes integer[] NOT NULL,
        area_kind       text NOT NULL,
        radius_km       double precision,
        pincodes        integer[]
    ) ON COMMIT DROP;
END
$$;
