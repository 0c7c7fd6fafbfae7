"""A defect of the native part: an exception like any other, and nothing of its text anywhere."""

import subprocess
import sys

PROGRAM = """
from dinhdanh import DinhDanhError, PersonalNumber, _native

for attached in [True, False] * 1000:
    try:
        _native.planted_panic(attached)
    except DinhDanhError as error:
        assert type(error).__name__ == "InternalError" and isinstance(error, RuntimeError)
        assert error.code == "internal" and not error.retryable and "planted" not in str(error), error
    else:
        raise AssertionError("the call succeeded")
print(PersonalNumber("001199000018"))
"""


def test_a_thousand_panics_of_each_kind_are_exceptions_and_silent() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0011******18\n", "")
