"""Modules that are loaded late, by whichever thread is the first to need them."""

from __future__ import annotations

import os
import threading

LOADING = threading.RLock()
"""Held by who loads a module after a program's start, and by who forks.

A child that is forked while a thread of its parent loads a module has that half, and whoever
imports it there waits for a thread that is not there: for ever. So what is not loaded with the
modules that need it, nor when a session is made, is imported with this lock held, and forks wait:

```python
with LOADING:
    import filelock
```

Nothing else is done with it held. A library with hooks for forks, such as filelock, that is loaded
while a fork waits sees the end of that fork and not its begin: it may say so on stderr, once.
"""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=LOADING.acquire, after_in_parent=LOADING.release, after_in_child=LOADING.release
    )
