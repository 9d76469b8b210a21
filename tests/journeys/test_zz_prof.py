import time
from django.urls import reverse
from tests.sampling import given
def test_p(cast, now, at_desk):
    p = given.delivered_purchase(cast, now)
    for who in (cast.verifier,):
        c = at_desk(who)
        for url in (p.get_absolute_url(), "/", "/notifications/", p.get_absolute_url()+"check/"):
            c.get(url)
            t=time.process_time()
            for _ in range(20): c.get(url)
            print(url, (time.process_time()-t)/20*1000, "ms cpu")
