"""At which addresses of the API are the registers?"""

from registers.entries import urls
from registers.urls import REGISTERS

urlpatterns = urls.twins(REGISTERS)
