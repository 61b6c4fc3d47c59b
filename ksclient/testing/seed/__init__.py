"""Fill a cloud with tenants, users and the rest, from a dictionary or a file.

A seed in YAML; all of it may be left out, and so may all keys but ``name``, ``type`` and those of
trusts and credentials that say who and where:

.. code-block:: yaml

    tenants:
      - acme                             # just a name
      - {name: globex, id: globex-id, description: A competitor, enabled: false, colour: red}
    roles: [worker]
    users:
      - name: alice
        password: alice-pw
        email: alice@example.test
        tenant: acme                     # the default tenant
        roles: {acme: [worker], globex: [auditor]}
        api_key: 0a1b2c
        enabled: true
      - bob                              # without a password: cannot log in
    services:
      - type: compute
        name: nova
        endpoints:
          - region: RegionOne
            public: http://nova.example.test/v2/%(tenant_id)s
            internal: http://nova.internal/v2/%(tenant_id)s
            admin: http://nova.internal/admin
    trusts:
      - {id: t1, trustor: alice, trustee: bob, tenant: acme, roles: [worker]}
      - {trustor: alice, trustee: bob, tenant: acme, roles: [worker], impersonation: false, uses: 1}
    credentials:
      - {user: alice, tenant: acme, access: 11aa22, secret: 33bb44}

- Tenants, users and roles are referred to by name, or by id: those of the seed, and those that
  the cloud has already. A role is made when it is first named; any other that is not there is an
  error.
- A user that the cloud has already, such as ``admin``, is given roles by ``name`` and ``roles``,
  and nothing else.
- A default tenant gives the role ``_member_`` there, as it does in Keystone, unless ``roles``
  says which roles the user has on it.
- Whatever else is said of a tenant, a user, a role or a service is kept, and shown, as Keystone
  does with attributes that it does not know: ``colour`` above. A key that looks like a misspelt
  one is an error.
- Ids, and what else is left out, are made up. ``region`` is ``RegionOne`` if it is left out, and
  none if it is null. A trust is for impersonation unless it says no; ``uses`` is how often it
  may be used: left out, there is no end to that.
- URLs may have ``%(tenant_id)s``, ``%(project_id)s``, which is the same, ``%(user_id)s``, and what
  Keystone's configuration has of its own: ``%(public_port)s``. ``%%`` is a percent sign.
- In YAML, put quotes around what looks like a number, a date, or a yes or no, and is a text.
"""

from ksclient.testing.seed.files import read as read
from ksclient.testing.seed.fresh import bootstrap as bootstrap
from ksclient.testing.seed.places import SeedError as SeedError
from ksclient.testing.seed.planting import plant as plant
