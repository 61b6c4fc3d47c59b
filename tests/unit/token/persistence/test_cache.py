"""What a manager remembers: bounded, for a while, and nothing that was forgotten."""

import copy
import pickle
import sys
import threading

from ksclient.token.persistence.cache import Cache


class Seconds:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Source:
    """Counts how often it was asked."""

    def __init__(self, value="value"):
        self.value = value
        self.asked = 0

    def __call__(self):
        self.asked += 1
        return self.value


def test_what_was_fetched_is_remembered():
    cache, source = Cache(10, 5), Source()
    assert cache.get_or_fetch("key", source) == "value"
    assert cache.get_or_fetch("key", source) == "value"

    assert source.asked == 1


def test_another_key_is_another_value():
    cache = Cache(10, 5)
    cache.get_or_fetch("key", Source("one"))

    assert cache.get_or_fetch("other", Source("two")) == "two"
    assert cache.get_or_fetch("key", Source("three")) == "one"


def test_an_empty_value_is_remembered():
    cache, source = Cache(10, 5), Source([])
    cache.get_or_fetch("key", source)
    cache.get_or_fetch("key", source)

    assert source.asked == 1


def test_a_value_is_remembered_for_so_many_seconds_and_no_more():
    clock = Seconds()
    cache, source = Cache(10, 5, clock), Source()
    cache.get_or_fetch("key", source)
    clock.now += 9.5
    cache.get_or_fetch("key", source)
    assert source.asked == 1

    clock.now += 0.5
    cache.get_or_fetch("key", source)
    assert source.asked == 2


def test_asking_does_not_lengthen_the_time():
    clock = Seconds()
    cache, source = Cache(10, 5, clock), Source()
    for _ in range(5):
        cache.get_or_fetch("key", source)
        clock.now += 4

    assert source.asked == 2


def test_the_value_not_asked_for_the_longest_goes_first():
    cache = Cache(10, 2)
    cache.get_or_fetch("a", Source())
    cache.get_or_fetch("b", Source())
    cache.get_or_fetch("a", Source())
    cache.get_or_fetch("c", Source())
    a, b = Source(), Source()
    cache.get_or_fetch("a", a)
    cache.get_or_fetch("b", b)

    assert (a.asked, b.asked) == (0, 1)


def test_there_are_never_more_values_than_its_size():
    cache = Cache(10, 3)
    for number in range(100):
        cache.fetch(number, Source())

    assert len(cache._kept) == 3


def test_a_size_of_nothing_remembers_nothing():
    cache, source = Cache(10, 0), Source()
    cache.get_or_fetch("key", source)
    cache.get_or_fetch("key", source)

    assert source.asked == 2


def test_fetching_replaces_what_is_remembered():
    cache = Cache(10, 5)
    cache.get_or_fetch("key", Source("old"))
    cache.fetch("key", Source("new"))

    assert cache.get_or_fetch("key", Source("newer")) == "new"


def test_what_is_forgotten_is_fetched_again():
    cache, source = Cache(10, 5), Source()
    cache.get_or_fetch("key", source)
    cache.forget("key")
    cache.forget("never known")
    cache.get_or_fetch("key", source)

    assert source.asked == 2


def test_everything_can_be_forgotten():
    cache, source = Cache(10, 5), Source()
    cache.get_or_fetch("a", source)
    cache.get_or_fetch("b", source)
    cache.clear()
    cache.get_or_fetch("a", source)
    cache.get_or_fetch("b", source)

    assert source.asked == 4


def test_what_fails_is_not_remembered():
    cache, source = Cache(10, 5), Source()

    def fail():
        raise LookupError

    for _ in range(2):
        try:
            cache.get_or_fetch("key", fail)
        except LookupError:
            continue
    cache.get_or_fetch("key", source)

    assert source.asked == 1


def while_fetching(act):
    def fetch():
        act()
        return "revoked meanwhile"

    return fetch


def test_what_is_forgotten_while_it_is_fetched_is_not_remembered():
    cache = Cache(10, 5)
    first = cache.get_or_fetch("key", while_fetching(lambda: cache.forget("key")))

    assert first == "revoked meanwhile"
    assert cache.get_or_fetch("key", Source("now")) == "now"


def test_what_is_being_fetched_while_everything_is_forgotten_is_not_remembered():
    cache = Cache(10, 5)
    cache.fetch("key", while_fetching(cache.clear))

    assert cache.get_or_fetch("key", Source("now")) == "now"


def test_what_is_handed_out_is_a_copy():
    cache, value = Cache(10, 5), {"roles": ["member"]}
    cache.get_or_fetch("key", lambda: value)["roles"].append("admin")
    assert cache.get_or_fetch("key", Source()) == {"roles": ["member"]}

    cache.get_or_fetch("key", Source())["roles"].append("admin")
    assert cache.get_or_fetch("key", Source()) == {"roles": ["member"]}


def test_twenty_threads_see_nothing_that_was_forgotten():
    cache, truth, wrong = Cache(1000, 50), dict.fromkeys(range(10), 0), []
    lock = threading.Lock()  # of the store
    barrier = threading.Barrier(20)

    def change_and_look(seed):
        barrier.wait()
        for turn in range(100):
            key = (seed + turn) % 10
            if turn % 3 == 0:
                with lock:
                    truth[key] += 1
                cache.forget(key)
            with lock:
                least = truth[key]
            # Others may not have forgotten an older value yet: only one's own changes count.
            cache.forget(key)
            seen = cache.get_or_fetch(key, lambda key=key: truth[key])
            if seen < least:
                wrong.append((key, seen, least))

    threads = [threading.Thread(target=change_and_look, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def test_what_is_nested_too_deep_is_fetched_each_time():
    cache, source = Cache(10, 5), Source(nested(100_000))

    assert cache.fetch("key", source) is source.value
    assert cache.get_or_fetch("key", source) is source.value
    assert source.asked == 2


def test_what_is_nested_too_deep_for_who_asks_is_fetched():
    cache, source = Cache(10, 5), Source(nested(200))
    cache.fetch("key", source)

    def ask(frames):
        return ask(frames - 1) if frames else cache.get_or_fetch("key", source)

    deep = sys.getrecursionlimit() - 300
    assert ask(deep) is source.value


def test_a_copy_remembers_nothing():
    cache = Cache(10, 5)
    cache.get_or_fetch("key", Source("one"))

    assert b"one" not in pickle.dumps(cache)
    for other in (copy.copy(cache), pickle.loads(pickle.dumps(cache))):
        assert other.get_or_fetch("key", Source("two")) == "two"
    assert cache.get_or_fetch("key", Source("three")) == "one"
