"""What is kept for a minute, and what goes on while the server that keeps it is away?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.exceptions import RedisError

Answer = TypeVar("Answer")
# A server that did not answer is asked again after so many seconds, so that no page waits for it many times.
REST = 3.0
logger = logging.getLogger(__name__)


class Client(RedisCacheClient):
    """Keeps its connections' owner, which Django makes anew for each question."""

    def __init__(self, *servers: Any, **options: Any) -> None:
        super().__init__(*servers, **options)
        self._redis: dict[bool, Redis] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        if write not in self._redis:
            self._redis[write] = super().get_client(key, write=write)
        return self._redis[write]


class Forgetful(RedisCache):
    """A cache that knows nothing while its server is away: whoever asks goes to the database.

    What must not be forgotten asks with `add` or `incr`; these raise RedisError then.
    """

    away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._asked(lambda: super(Forgetful, self).get(key, default, version), default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._asked(lambda: super(Forgetful, self).get_many(keys, version), {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._asked(lambda: super(Forgetful, self).has_key(key, version), False)

    def set(self, key: Any, value: Any, *how: Any, **named: Any) -> None:
        self._asked(lambda: super(Forgetful, self).set(key, value, *how, **named), None)

    def set_many(self, data: dict[Any, Any], *how: Any, **named: Any) -> list[Any]:
        return self._asked(lambda: super(Forgetful, self).set_many(data, *how, **named), [])

    def get_or_set(
        self, key: Any, default: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> Any:
        """Django's own asks with `add`."""
        found = self.get(key, None, version)
        if found is None:
            found = default() if callable(default) else default
            self.set(key, found, timeout, version)
        return found

    def touch(self, key: Any, *how: Any, **named: Any) -> bool:
        return self._asked(lambda: super(Forgetful, self).touch(key, *how, **named), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._asked(lambda: super(Forgetful, self).delete(key, version), False)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._asked(lambda: super(Forgetful, self).delete_many(keys, version), None)

    def _asked(self, ask: Callable[[], Answer], otherwise: Answer) -> Answer:
        if monotonic() < Forgetful.away_until:
            return otherwise
        try:
            return ask()
        except RedisError as error:
            Forgetful.away_until = monotonic() + REST
            logger.warning("The cache is away: %s", error)
            return otherwise
