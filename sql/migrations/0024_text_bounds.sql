-- The database admits every text that the API does. A text's length is of characters as people see them, and in Tamil one
-- is often made of two or three code points, so what a column holds is bounded in octets, eight for each.
ALTER TABLE service_providers
    DROP CONSTRAINT service_providers_center_name_length,
    DROP CONSTRAINT service_providers_address_length,
    DROP CONSTRAINT service_providers_city_length,
    DROP CONSTRAINT service_providers_decision_reason_length,
    ADD CONSTRAINT service_providers_center_name_length CHECK (center_name <> '' AND octet_length(center_name) <= 960),
    ADD CONSTRAINT service_providers_address_length CHECK (address <> '' AND octet_length(address) <= 2400),
    ADD CONSTRAINT service_providers_city_length CHECK (city <> '' AND octet_length(city) <= 800),
    ADD CONSTRAINT service_providers_decision_reason_length
        CHECK (decision_reason <> '' AND octet_length(decision_reason) <= 4000);

ALTER TABLE closures
    DROP CONSTRAINT closures_reason_length,
    ADD CONSTRAINT closures_reason_length CHECK (reason <> '' AND octet_length(reason) <= 1600);

ALTER TABLE service_areas
    DROP CONSTRAINT service_areas_decision_reason_length,
    ADD CONSTRAINT service_areas_decision_reason_length
        CHECK (decision_reason <> '' AND octet_length(decision_reason) <= 4000);
