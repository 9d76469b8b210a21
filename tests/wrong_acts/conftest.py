"""How do tests of wrong acts take a step as a person does?"""

from tests.api.conftest import program as program
from tests.inspection.conftest import post as post
from tests.inspection.conftest import see as see
