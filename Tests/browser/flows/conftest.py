"""What several of the flows begin with."""

import pytest

from rig.editor import Editor
from rig.setting import approved_centre


@pytest.fixture
def centre(server):
    return approved_centre(server)[1]


@pytest.fixture
def editor(visitor):
    return Editor(visitor.sign_in("admin"))
