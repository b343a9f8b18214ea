"""Drives functools.lru_cache with random operations and prints what happened, for Memoize to do the same.

    python3 lru_oracle.py SEED STEPS

Every decision is made while the trace is recorded: what a body calls, returns or raises is in the trace, so whoever
replays it needs no random numbers. One event a line, bodies nested inside the calls that ran them:

    n CACHE MAXSIZE TYPED KIND ARITY   a new cache; KIND i: small int arguments, no None results; o: anything
    c CACHE ARGUMENT...                a call begins
    b HITS MISSES SIZE                 it was a miss: its body begins
    v RESULT | x ERROR                 the body returns or raises
    r RESULT HITS MISSES SIZE          the call returns
    e ERROR HITS MISSES SIZE           the call raises
    z CACHE HITS MISSES SIZE           cache_clear, then cache_info
    w CACHE ARGUMENT...                __wrapped__ is called: v or x follows, then i
    i CACHE HITS MISSES SIZE           cache_info
    p NAME MAXSIZE TYPED ARGUMENT... = RESULT HITS MISSES SIZE    a recursive program of PROGRAMS, run to its end

Only random.random() is used, which gives the same numbers in every version of Python.
"""

import platform
import random
import sys
from decimal import Decimal
from functools import _make_key, lru_cache
from urllib.parse import quote

SIZES = (0, 1, 1, 2, 2, 3, 3, 4, 5, 8, 16, 32, 128, None)
DEPTH = 7
EXECUTIONS_PER_STEP = 60


class Failure(Exception):
    """What bodies raise; its argument tells them apart."""


class Recorder:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.results = 0
        self.errors = 0

    def chance(self, probability):
        return self.random.random() < probability

    def below(self, n):
        return int(self.random.random() * n)

    def pick(self, choices):
        return choices[self.below(len(choices))]

    def write(self, *words):
        self.lines.append(' '.join(str(word) for word in words))


def encode(value):
    if value is None:
        return 'n'
    if isinstance(value, bool):
        return 'b%d' % value
    if isinstance(value, int):
        return 'i%d' % value
    if isinstance(value, float):
        return 'd' + value.hex()
    if isinstance(value, Decimal):
        return 'm%s' % value
    if isinstance(value, str):
        return 's' + quote(value, safe='')
    return 't(' + ','.join(encode(element) for element in value) + ')'


class Keys:
    """Argument lists of one cache. What Python and Java see differently by design is left out: see cpython.md."""

    WORDS = ('', 'Aa', 'BB', 'AaAa', 'BBBB', 'AaBB', 'a b', 'x,(y)', 'é', '\U0001F600', '1', 'None')
    WIDE = (2**31 - 1, 2**31, -2**31 - 1, 2**53, 2**53 + 1, 2**63 - 1, 2**63, -2**63, 2**64, 10**20, 10**20 + 1, -10**30)

    def __init__(self, recorder, kind, typed, arity, count):
        self.recorder = recorder
        self.typed = typed
        # An int or a str that is the only argument is a key of another kind than a tuple of arguments, so that lone 1
        # and 1.0 are two keys even if untyped.
        self.whole = typed or arity > 1 or recorder.chance(.5)
        self.broken = typed or arity > 1 or not self.whole
        draw = self.small if kind == 'i' else self.any
        self.lists = [tuple(draw() for _ in range(arity)) for _ in range(count)]
        self.pattern = recorder.pick(('uniform', 'skewed', 'loop', 'walk'))
        self.position = 0

    def next(self):
        n = len(self.lists)
        if self.pattern == 'uniform':
            return self.recorder.pick(self.lists)
        if self.pattern == 'skewed':
            return self.lists[int(n * self.recorder.random.random() ** 3)]
        step = 1 if self.pattern == 'loop' else self.recorder.below(5) - 2
        self.position = (self.position + step) % n
        return self.lists[self.position]

    def small(self):
        if self.recorder.chance(.1):
            return self.recorder.pick((2**31 - 1, -2**31, -1, 2**16, 0))
        return self.recorder.below(40) - 4

    def any(self):
        at = self.recorder.random.random()
        if at < .1:
            return None
        if at < .3:
            return self.recorder.pick(self.WORDS) if self.recorder.chance(.5) else 'k%d' % self.recorder.below(9)
        if at < .4:
            return tuple(self.element() for _ in range(self.recorder.below(4)))
        if at < .45 and self.typed:
            return self.recorder.chance(.5)
        return self.number()

    def element(self):
        at = self.recorder.random.random()
        if at < .3:
            return self.recorder.pick(self.WORDS)
        if at < .4:
            return None
        if at < .5:
            return (self.recorder.below(3),)
        # Inside a tuple Python compares by value even if typed.
        n = self.recorder.below(4)
        return n if self.typed or self.recorder.chance(.4) else self.inexact(n)

    def number(self):
        at = self.recorder.random.random()
        if at < .15:
            n = self.recorder.pick(self.WIDE)
        elif at < .25:
            return self.fraction()
        else:
            n = self.recorder.below(8) - 1
        return self.mixed(n)

    def fraction(self):
        if not self.broken:
            return self.recorder.below(6)
        x = self.recorder.pick((.5, -.5, 1.5, .1, 1e-300, float('inf'), float('-inf')))
        if x in (.5, -.5, 1.5) and self.recorder.chance(.5):
            return Decimal(str(x)) if self.typed else Decimal('%.*f' % (1 + self.recorder.below(3), x))
        if x == .1 and self.recorder.chance(.7):
            return self.recorder.pick((Decimal('0.1'), Decimal(x)))
        return x

    def mixed(self, n):
        return n if self.whole and (not self.broken or self.recorder.chance(.5)) else self.inexact(n)

    def inexact(self, n):
        """n as a float, which may not be equal to it, or as a Decimal."""
        if self.recorder.chance(.5):
            x = float(n)
            return -x if x == 0 and not self.typed and self.recorder.chance(.3) else x
        if self.typed:
            return Decimal(n)
        return self.recorder.pick((Decimal(n), Decimal('%d.00' % n), Decimal(n).normalize()))


class Section:
    """A few caches whose bodies call each other."""

    def __init__(self, recorder):
        self.recorder = recorder
        self.failing = recorder.pick((0, 0, .05, .3))
        self.calling = recorder.pick((0, .2, .4, .6))
        self.catching = recorder.pick((0, .5, 1))
        self.same_key = recorder.pick((0, .15, .5))
        self.depth = 0
        self.executions = 0
        self.caches = []
        for number in range(recorder.pick((1, 1, 2, 3))):
            self.create(number)

    def create(self, number):
        r = self.recorder
        maxsize, typed, kind = r.pick(SIZES), r.chance(.5), r.pick('ooi')
        arity = r.pick((1, 1, 1, 2, 2, 3, 0)) if kind == 'o' else r.pick((1, 2))
        room = 8 if maxsize is None else max(2, maxsize)
        count = 1 + r.below(room * r.pick((1, 2, 2, 3)))
        keys = Keys(r, kind, typed, arity, count)
        known = {}

        def result_of(arguments):
            # Where one key is computed inside itself, an unbounded cache keeps the outer result, every other the
            # inner one: there the two must be the same.
            if maxsize is None:
                return known.setdefault(_make_key(arguments, {}, typed), len(known) + 1)
            r.results += 1
            return r.results

        @lru_cache(maxsize, typed)
        def cache(*arguments):
            return self.body(number, kind, arguments, result_of)

        self.caches[number:number + 1] = [(cache, keys)]
        r.write('n', number, maxsize, int(typed), kind, arity)

    def info(self, number):
        hits, misses, _, size = self.caches[number][0].cache_info()
        return hits, misses, size

    def call(self, number, arguments):
        r = self.recorder
        r.write('c', number, *map(encode, arguments))
        try:
            result = self.caches[number][0](*arguments)
        except Failure as failure:
            r.write('e', failure.args[0], *self.info(number))
            raise
        r.write('r', encode_result(result), *self.info(number))

    def body(self, number, kind, arguments, result_of):
        r = self.recorder
        self.executions += 1
        r.write('b', *self.info(number))
        self.depth += 1
        try:
            while self.depth < DEPTH and self.executions < EXECUTIONS_PER_STEP and r.chance(self.calling):
                self.nested(number, arguments)
            if r.chance(self.failing):
                r.errors += 1
                raise Failure(r.errors)
            result = result_of(arguments)
            if kind == 'o' and result % 9 == 0:
                result = None
        except Failure as failure:
            r.write('x', failure.args[0])
            raise
        finally:
            self.depth -= 1
        r.write('v', encode_result(result))
        return result

    def nested(self, number, arguments):
        if not self.recorder.chance(self.same_key):
            number = self.recorder.below(len(self.caches))
            arguments = self.caches[number][1].next()
        try:
            self.call(number, arguments)
        except Failure:
            if not self.recorder.chance(self.catching):
                raise

    def step(self):
        r = self.recorder
        self.executions = 0
        number = r.below(len(self.caches))
        cache, keys = self.caches[number]
        at = r.random.random()
        if at < .01:
            cache.cache_clear()
            r.write('z', number, *self.info(number))
        elif at < .015:
            self.create(number)
        elif at < .02:
            self.depth += DEPTH
            self.bypass(number, cache, keys.next())
            self.depth -= DEPTH
        else:
            try:
                self.call(number, keys.next())
            except Failure:
                pass

    def bypass(self, number, cache, arguments):
        self.recorder.write('w', number, *map(encode, arguments))
        try:
            cache.__wrapped__(*arguments)
        except Failure:
            pass
        self.recorder.write('i', number, *self.info(number))


def encode_result(result):
    return 'N' if result is None else result


def fib(maxsize, typed, n):
    @lru_cache(maxsize, typed)
    def f(k):
        return k if k < 2 else f(k - 1) + f(k - 2)
    return f(n), f


def tribonacci(maxsize, typed, n):
    @lru_cache(maxsize, typed)
    def f(k):
        return k // 2 if k < 3 else f(k - 3) + f(k - 1) + f(k - 2)
    return f(n), f


def collatz(maxsize, typed, n):
    @lru_cache(maxsize, typed)
    def f(k):
        return 0 if k == 1 else 1 + f(k // 2 if k % 2 == 0 else 3 * k + 1)
    return max(f(k) for k in range(1, n + 1)), f


def catalan(maxsize, typed, n):
    @lru_cache(maxsize, typed)
    def f(k):
        return 1 if k == 0 else sum(f(i) * f(k - 1 - i) for i in range(k))
    return f(n), f


def binomial(maxsize, typed, n, m):
    @lru_cache(maxsize, typed)
    def f(i, j):
        return 1 if j in (0, i) else f(i - 1, j - 1) + f(i - 1, j)
    return f(n, m), f


def partitions(maxsize, typed, n):
    @lru_cache(maxsize, typed)
    def f(i, j):
        return 1 if i == 0 else 0 if i < 0 or j == 0 else f(i, j - 1) + f(i - j, j)
    return f(n, n), f


def edits(maxsize, typed, a, b):
    @lru_cache(maxsize, typed)
    def f(s, t):
        if not s or not t:
            return len(s) + len(t)
        return f(s[1:], t[1:]) if s[0] == t[0] else 1 + min(f(s[1:], t), f(s, t[1:]), f(s[1:], t[1:]))
    return f(a, b), f


def ackermann(maxsize, typed, m, n):
    @lru_cache(maxsize, typed)
    def f(i, j):
        return j + 1 if i == 0 else f(i - 1, 1) if j == 0 else f(i - 1, f(i, j - 1))
    return f(m, n), f


def evens(maxsize, typed, n):
    @lru_cache(maxsize, typed)
    def even(k):
        return True if k == 0 else odd(k - 1)

    @lru_cache(2, typed)
    def odd(k):
        return False if k == 0 else even(k - 1)
    return int(even(n)), even


PROGRAMS = (
    (fib, lambda r: (r.below(24),)),
    (fib, lambda r: (15 + r.below(8),)),
    (tribonacci, lambda r: (r.below(16),)),
    (collatz, lambda r: (1 + r.below(40),)),
    (catalan, lambda r: (r.below(9),)),
    (binomial, lambda r: (lambda n: (n, r.below(n + 1)))(r.below(12))),
    (partitions, lambda r: (r.below(16),)),
    (edits, lambda r: tuple(''.join(r.pick('abc') for _ in range(r.below(6))) for _ in range(2))),
    (ackermann, lambda r: (r.below(3), r.below(8))),
    (evens, lambda r: (r.below(200),)),
)


def run_program(recorder):
    program, arguments_of = recorder.pick(PROGRAMS)
    maxsize, typed, arguments = recorder.pick(SIZES), recorder.chance(.5), arguments_of(recorder)
    result, cache = program(maxsize, typed, *arguments)
    hits, misses, _, size = cache.cache_info()
    recorder.write('p', program.__name__, maxsize, int(typed), *map(encode, arguments), '=', result, hits, misses, size)


def main(seed, steps):
    sys.setrecursionlimit(10_000)
    recorder = Recorder(seed)
    print('#', platform.python_implementation(), platform.python_version(), 'seed', seed, 'steps', steps)
    done = 0
    while done < steps:
        section = Section(recorder)
        length = min(steps - done, 20 + recorder.below(180))
        for _ in range(length):
            section.step()
        done += length
        for _ in range(3):
            run_program(recorder)
        print('\n'.join(recorder.lines))
        recorder.lines.clear()


if __name__ == '__main__':
    main(int(sys.argv[1]), int(sys.argv[2]))
