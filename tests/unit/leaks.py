"""What a traceback with locals shows."""

import traceback


def locals_of(error):
    """Return the captured locals in an error and its causes, but for those of tests."""
    shown, seen = (
        [],
        error and traceback.TracebackException.from_exception(error, capture_locals=True),
    )
    while seen:
        shown += [
            f"{frame.filename}:{frame.name}: {name}={value}"
            for frame in seen.stack
            if "/tests/" not in frame.filename
            for name, value in (frame.locals or {}).items()
        ]
        seen = seen.__cause__ or seen.__context__
    return shown


def locals_of_ours(error):
    """Return those of the library's own frames; generated ones are its own, too."""
    return [
        line for line in locals_of(error) if "/ksclient/" in line.split(":")[0] or line[0] == "<"
    ]
