"""Values with which a question has an answer: what a generator would need years to hit upon."""

import random

PINCODES = ("600001", "600003", "625001", "641001", "620001", "629702", "605007", "643001")
CITIES = ("Chennai", "Madurai", "Coimbatore", "Karunguli")
DISTRICTS = ("Chennai", "Madurai", "Salem", "568")
SERVICES = ("thermostat", "heating_element", "general_service", "cord_and_plug")
PLACES = ("madurai", "மதுரை", "chenai", "t nagar", "600 001")
DIGIPINS = ("4T3-83P-6KM2", "4t383p6km2")
REASONS = ("The address can't be found.", "முகவரி கிடைக்கவில்லை", "<b>no</b>'; DROP TABLE users; --")


def point(random):
    return {"lat": str(round(random.uniform(8.5, 13.2), 6)), "lng": str(round(random.uniform(77.0, 79.8), 6))}


def numbers(point):
    """The same, for a body."""
    return {name: float(value) for name, value in point.items()}


def origin(random):
    """One way to say where."""
    return random.choice((
        lambda: {"pincode": random.choice(PINCODES)},
        lambda: point(random),
        lambda: {"digipin": random.choice(DIGIPINS)},
    ))()
