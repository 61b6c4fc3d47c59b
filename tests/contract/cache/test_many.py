"""Many processes start at once."""

import os

from tests.contract.cache.records import KEYS, LATER

PROCESSES = 32


def test_one_of_many_cold_processes_writes_and_the_others_read(shared_place):
    told, tell = os.pipe()
    ready, go = os.pipe()
    children = []
    for _ in range(PROCESSES):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(go)
                os.read(ready, 1)  # until the parent closes its end
                code = 0 if log_in(shared_place.open(), tell) else 2
            finally:
                os._exit(code)
        children.append(child)
    os.close(ready)
    os.close(go)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(tell)

    assert codes == [0] * PROCESSES
    assert os.read(told, 10_000) == b"x"
    os.close(told)


def log_in(store, tell):
    if store.get(KEYS[0]) is None:
        with store.lock(KEYS[0], 60):
            if store.get(KEYS[0]) is None:
                os.write(tell, b"x")
                store.put(KEYS[0], b"one", LATER)
    return store.get(KEYS[0]) == b"one"
