"""The post's program in Python: fib(20) with every execution logged, then the same memoized.

PostProgram.java is the same program line by line. The argument is how often to run it; the last half is printed.
The log files stay open, as they do in Memoize; opening them for each line makes Python several times slower.
"""

import functools
import sys
import time
from datetime import datetime

N = 20


def log_time(function):
    log = open(f"{function.__name__}_eventLog.txt", "a")

    @functools.wraps(function)
    def timed(*args):
        start = time.perf_counter()
        try:
            return function(*args)
        finally:
            seconds = time.perf_counter() - start
            log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S.%f}\t{function.__name__}\t{seconds:.4f}\n")

    return timed


@log_time
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@functools.lru_cache(maxsize=32)
@log_time
def fibMemoization(n):
    return n if n < 2 else fibMemoization(n - 1) + fibMemoization(n - 2)


def main():
    runs = int(sys.argv[1])
    for run in range(1, runs + 1):
        fibMemoization.cache_clear()
        start = time.perf_counter_ns()
        plain = fib(N)
        between = time.perf_counter_ns()
        memoized = fibMemoization(N)
        end = time.perf_counter_ns()
        assert plain == memoized
        if 2 * run > runs:
            print(between - start, end - between)
    print(fibMemoization.cache_info(), file=sys.stderr)


main()
