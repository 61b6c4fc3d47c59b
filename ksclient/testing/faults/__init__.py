"""Scripted trouble: what goes wrong, when, and how often.

.. code-block:: python

    cloud.faults.script(Refuse(503, retry_after=2), on="POST /tokens", times=1)
    cloud.faults.script(Reset(done=True), on="DELETE *")
    with cloud.faults.during(Delay(0.2)):
        ...
"""

from ksclient.testing.errors import tell_missing as _tell_missing
from ksclient.testing.faults.errors import FaultError as FaultError

try:
    from ksclient.testing.faults.kinds import Body as Body
    from ksclient.testing.faults.kinds import Delay as Delay
    from ksclient.testing.faults.kinds import Drip as Drip
    from ksclient.testing.faults.kinds import Drop as Drop
    from ksclient.testing.faults.kinds import Fault as Fault
    from ksclient.testing.faults.kinds import HTMLError as HTMLError
    from ksclient.testing.faults.kinds import Raw as Raw
    from ksclient.testing.faults.kinds import Redirect as Redirect
    from ksclient.testing.faults.kinds import Refuse as Refuse
    from ksclient.testing.faults.kinds import Reset as Reset
    from ksclient.testing.faults.kinds import Revoke as Revoke
    from ksclient.testing.faults.kinds import Truncate as Truncate
    from ksclient.testing.faults.script import Faults as Faults
except ModuleNotFoundError as _cause:
    _tell_missing(_cause)
