-- What an iron box repair centre offers. Re-appliable: adds what is missing and brings names and order up to
-- date; a service that is no longer listed here stays, since centres and bookings may point to it.

INSERT INTO services (service, name, name_ta, position) VALUES
    ('general_service',    'General service and safety check',  'பொதுப் பராமரிப்பு மற்றும் பாதுகாப்புச் சோதனை',   1),
    ('heating_element',    'Heating element replacement',       'வெப்பச் சுருள் மாற்றுதல்',                       2),
    ('thermostat',         'Thermostat repair',                 'வெப்பநிலைக் கட்டுப்பாட்டுக் கருவி பழுதுபார்த்தல்', 3),
    ('thermal_fuse',       'Thermal fuse and indicator lamp',   'வெப்ப உருகி மற்றும் காட்டி விளக்கு மாற்றுதல்',    4),
    ('cord_and_plug',      'Cord and plug replacement',         'மின்கம்பி மற்றும் செருகி மாற்றுதல்',              5),
    ('soleplate_cleaning', 'Soleplate cleaning and polishing',  'அடித்தட்டு சுத்தம் செய்தல் மற்றும் மெருகூட்டுதல்', 6),
    ('soleplate_coating',  'Soleplate non-stick coating',       'அடித்தட்டில் ஒட்டாப் பூச்சு',                    7),
    ('steam_descaling',    'Steam iron descaling',              'நீராவி இஸ்திரிப் பெட்டியின் உப்புப் படிவு நீக்குதல்', 8),
    ('steam_leak',         'Steam leak repair',                 'நீராவிக் கசிவு சரிசெய்தல்',                      9),
    ('handle_and_body',    'Handle and body repair',            'கைப்பிடி மற்றும் மேலுறை பழுதுபார்த்தல்',          10)
ON CONFLICT (service) DO UPDATE
    SET name = excluded.name, name_ta = excluded.name_ta, position = excluded.position
    WHERE (services.name, services.name_ta, services.position)
        IS DISTINCT FROM (excluded.name, excluded.name_ta, excluded.position);
