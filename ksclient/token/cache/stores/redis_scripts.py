"""What is done in a Redis server, each in one step. Each may be done twice."""

from __future__ import annotations

from ksclient.token.cache.encryption import MARK

GET = """
if redis.call('TYPE', KEYS[1])['ok'] == 'string' then return redis.call('GET', KEYS[1]) end
return false
"""
"""Return what is stored under a key, if it can be a record."""

PUT = """
if ARGV[3] ~= '' and redis.call('GET', KEYS[2]) ~= ARGV[3] then return 0 end
redis.call('DEL', KEYS[1])
if tonumber(ARGV[2]) > 0 then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return 1
"""
"""Store a record for so many milliseconds; if a mark is given, only under the lock with it."""

DELETE_IF_EQUAL = f"""
if redis.call('TYPE', KEYS[1])['ok'] ~= 'string' then return 0 end
if redis.call('GETRANGE', KEYS[1], 0, {MARK - 1}) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""
"""Forget a record that starts so."""

LOCK = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
"""Hold a lock, with this mark, for so many milliseconds, if nobody else does."""

EXTEND = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
"""Hold a lock, with this mark, for so many more milliseconds, if it was not lost."""

RELEASE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""
"""Free the lock with this mark."""
