-- The life of a booking. A step that isn't here can't be made by anybody, and only by whom it names.
INSERT INTO booking_transitions (from_status, to_status, actors) VALUES
    ('held',        'pending',     '{system}'),                             -- paid
    ('held',        'expired',     '{system}'),
    ('pending',     'accepted',    '{provider,dispatcher,admin}'),
    ('pending',     'rejected',    '{provider,dispatcher,admin,system}'),   -- system: nobody answered in time
    ('pending',     'cancelled',   '{customer,dispatcher,admin}'),
    ('accepted',    'cancelled',   '{customer,dispatcher,admin}'),
    ('accepted',    'in_progress', '{provider,dispatcher,admin}'),
    ('accepted',    'no_show',     '{provider,dispatcher,admin}'),
    ('in_progress', 'completed',   '{provider,dispatcher,admin}')
ON CONFLICT (from_status, to_status) DO UPDATE SET actors = EXCLUDED.actors
    WHERE booking_transitions.actors <> EXCLUDED.actors;
