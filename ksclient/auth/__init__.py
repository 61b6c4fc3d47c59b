"""Sessions and auth plugins for any OpenStack service: the mirror of ``keystoneauth1``."""
