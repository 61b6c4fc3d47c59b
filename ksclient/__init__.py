"""OpenStack Identity v2.0: sessions, auth plugins, and a client for tenants, users and roles.

Importing this package loads nothing else, so a script pays only for what it uses:

```python
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client

keystone = Client(session=Session(auth=v2.Password(auth_url, "admin", password)))
```

Not there yet: the rest of the v2.0 API (services, endpoints, tokens, EC2 credentials, extensions,
certificates), plugins loaded by name, and tokens kept between runs. Identity v3 is not spoken.
"""

from ksclient._version import __version__ as __version__
