"""Services that speak v2.0 otherwise than Keystone: what is their own, one room for each."""

from ksclient.testing.keystone import answer
from ksclient.testing.keystone.flavours import rackspace
from ksclient.testing.keystone.flavours.flavour import Flavour as Flavour
from ksclient.testing.profile import FlavourName

FLAVOURS: dict[FlavourName, Flavour] = {
    "keystone": Flavour(answer.refusal),
    "rackspace": Flavour(rackspace.refusal, rackspace.ROUTES),
}
