"""The lock for which forks wait: what must not be half done in a child is done with it held."""

from __future__ import annotations

import os
import threading

FORKS_WAIT = threading.RLock()
"""Held by who loads a module amid a program's work, and by who forks.

A child that is forked while a thread of its parent loads a module has that half, and whoever
imports it there waits for a thread that is not there: for ever. So what is loaded neither at the
top of a module nor by `ksclient.auth._lazy` is imported with this lock held:

```python
with FORKS_WAIT:
    import filelock
```

Nothing else is done with it held. A library with hooks for forks, such as filelock, that is loaded
while a fork waits sees the end of that fork and not its begin: it may say so on stderr, once.
"""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=FORKS_WAIT.acquire,
        after_in_parent=FORKS_WAIT.release,
        after_in_child=FORKS_WAIT.release,
    )
