-- How many households a pincode stands for: what a gap costs, and what a new centre would gain. Apart from `pincodes`,
-- so that the rows read on every search stay small. Filled by demand_estimate().

CREATE TABLE pincode_demand (
    pincode         pincode PRIMARY KEY REFERENCES pincodes ON DELETE CASCADE,
    households      integer NOT NULL,             -- estimated
    CONSTRAINT pincode_demand_not_negative CHECK (households >= 0)
);
