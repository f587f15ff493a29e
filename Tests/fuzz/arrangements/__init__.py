"""What each operation needs so that it can succeed: ids of things that are there, secrets that hold, and things that
are made just to be taken away. Each operation's is declared in one place, a file of this folder for each capability.

An arrangement takes a `Scene` and returns what to put into the generated request. Operations without one succeed with
what the generator makes of the specification alone.
"""

from arrangements import (  # noqa: F401  (they register themselves)
    accounts, after_bookings, booking_steps, bookings, centres, coverage, invoices, offers, operations, payments, search,
    second_factor, service_areas)
from arrangements.scene import ARRANGEMENTS, Overrides, Scene  # noqa: F401
