"""The Lua scripts that read and change tokens, each in one step that others cannot see half of.

Every script starts with `_COMMON`. It gets the prefix of all keys and the time in microseconds;
what else is said at the script. It answers with a list, of which the first is a word: ``ok``,
``exists``, ``schema`` with the version that the store has, or ``broken`` with the key that holds
something else than it should. A script that answers with another word than ``ok`` has changed
nothing.

An index is a sorted set of tokens' ids, scored by when they expire. Its key expires with its
last token.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

SCHEMA = 1
"""The version of what is written here."""

BATCH = 500
"""Tokens that one run of a script handles at most, so that others need not wait long."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script, and the digest that a server knows it by."""

    text: str = field(repr=False)
    sha: str

    @classmethod
    def of(cls, body: str) -> Script:
        """Return the script that does *body*."""
        text = f"local SCHEMA, BATCH = '{SCHEMA}', {BATCH}\n{_COMMON}{body}"
        return cls(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


_COMMON = """
local prefix, now = ARGV[1], tonumber(ARGV[2])

local function is_a(kind, key)  -- or there is none
  local found = redis.call('TYPE', key)['ok']
  return found == kind or found == 'none'
end

local function read(key)  -- returns the token if there is one, and whether it is broken
  if not is_a('string', key) then return nil, true end
  local text = redis.call('GET', key)
  if not text then return nil, false end
  local is_json, token = pcall(cjson.decode, text:match('^[^\\n]*'))
  local is_token = is_json and type(token) == 'table'
    and type(token.expires) == 'string' and token.expires:match('^%-?%d+$')
    and (token.revoked or type(token['in']) == 'table')
  if not is_token then return nil, true end
  token.ends = tonumber(token.expires)
  return token, false
end

local function left(moment)  -- milliseconds
  return string.format('%.0f', math.max(1, math.ceil((moment - now) / 1000)))
end

local function tidy(index)  -- forgets those that are gone, and lets the index go with its last
  local old = redis.call('ZRANGEBYSCORE', index, '-inf', ARGV[2], 'LIMIT', 0, 100)
  for _, id in ipairs(old) do
    if redis.call('EXISTS', prefix .. 'token:' .. id) == 0 then redis.call('ZREM', index, id) end
  end
  local last = redis.call('ZREVRANGE', index, 0, 0, 'WITHSCORES')
  if last[2] then redis.call('PEXPIRE', index, left(tonumber(last[2]))) end
end

local function id_of(key)
  return key:sub(#prefix + #'token:' + 1)
end

local marker = prefix .. 'schema'
if not is_a('string', marker) then return {'broken', marker} end
local version = redis.call('GET', marker)
if version and version ~= SCHEMA then return {'schema', version} end
"""

_SELECT = """
local index, tenant_id, consumer_id, mark = ARGV[3], ARGV[4], ARGV[5], ARGV[6]

local function is_wanted(token)
  if token.revoked or token.ends < now then return false end
  if index == '' then return true end
  if tenant_id ~= '' and token.tenant_id ~= tenant_id then return false end
  if consumer_id ~= '' and token.consumer_id ~= consumer_id then return false end
  for _, name in ipairs(token['in']) do
    if name == index then return token.ends > now end
  end
  return false
end

local wanted, answer = {}, {}
for place, key in ipairs(KEYS) do
  local token, broken = read(key)
  if broken then return {'broken', key} end
  if token and is_wanted(token) then
    wanted[key] = token
    table.insert(answer, place)
  elseif token and mark and token.revoked == mark then
    table.insert(answer, place)
  end
end
"""

CREATE = Script.of("""
local text, expires, made = ARGV[3], ARGV[4], ARGV[5]
local old, broken = read(KEYS[1])
if broken then return {'broken', KEYS[1]} end
if old and old.made == made then return {'ok'} end
if old and old.ends >= now then return {'exists'} end
for i = 6, #ARGV do
  if not is_a('zset', prefix .. ARGV[i]) then return {'broken', prefix .. ARGV[i]} end
end
if tonumber(expires) <= now then return {'ok'} end
redis.call('SET', KEYS[1], text, 'PX', left(tonumber(expires)))
for i = 6, #ARGV do
  redis.call('ZADD', prefix .. ARGV[i], expires, id_of(KEYS[1]))
  tidy(prefix .. ARGV[i])
end
if not version then redis.call('SET', marker, SCHEMA) end
return {'ok'}
""")
"""Store a token: its key; its JSON, when it expires, what names this call, its indexes."""

READ = Script.of("""
local texts = {}
for place, key in ipairs(KEYS) do
  if not is_a('string', key) then return {'broken', key} end
  texts[place] = redis.call('GET', key)
end
return {'ok', texts}
""")
"""Return the JSON of tokens, nothing for those that are not there: their keys."""

PAGE = Script.of("""
if not is_a('zset', KEYS[1]) then return {'broken', KEYS[1]} end
local page = redis.call('ZSCAN', KEYS[1], ARGV[3], 'COUNT', BATCH)
return {'ok', page[1], page[2]}
""")
"""Return a cursor, and ids and scores in turn, of an index: its key; the cursor from before."""

SELECT = Script.of(_SELECT + "return {'ok', answer}")
"""Return the places of those keys that hold a live token of an index, a tenant, a consumer.

Each of the three may be empty, for any.
"""

REVOKE = Script.of(
    _SELECT
    + """
local revoked = prefix .. 'revoked'
local leaving = {}
for key, token in pairs(wanted) do
  for _, name in ipairs(token['in']) do
    leaving[prefix .. name] = leaving[prefix .. name] or {}
    table.insert(leaving[prefix .. name], id_of(key))
  end
end
if not is_a('zset', revoked) then return {'broken', revoked} end
for name in pairs(leaving) do
  if not is_a('zset', name) then return {'broken', name} end
end
for key, token in pairs(wanted) do
  local rest = {
    expires = token.expires, audit_id = token.audit_id, made = token.made, revoked = mark
  }
  redis.call('DEL', key)  -- first of all: whose first write frees memory may write when it is full
  redis.call('SET', key, cjson.encode(rest), 'PX', left(token.ends))
  redis.call('ZADD', revoked, token.expires, id_of(key))
end
for name, ids in pairs(leaving) do
  redis.call('ZREM', name, unpack(ids))
  tidy(name)
end
if next(wanted) then tidy(revoked) end
return {'ok', answer}
"""
)
"""Revoke the tokens that `SELECT` would find; then what names this call.

The answer has those that this call revoked before, too.
"""

PRUNE = Script.of("""
if not is_a('zset', KEYS[1]) then return {'broken', KEYS[1]} end
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, BATCH)
local removed = 0
for _, id in ipairs(old) do
  local token = read(prefix .. 'token:' .. id)
  if token and token.ends <= now then
    removed = removed + redis.call('DEL', prefix .. 'token:' .. id)
  end
end
if #old > 0 then redis.call('ZREM', KEYS[1], unpack(old)) end
tidy(KEYS[1])
return {'ok', removed, #old}
""")
"""Forget expired tokens of an index; return how many were still there, and how many it had."""
