"""What managers and resources are built on."""

from ksclient.base.ids import filter_none as filter_none
from ksclient.base.ids import getid as getid
from ksclient.base.ids import known_id as known_id
from ksclient.base.ids import path as path
from ksclient.base.ids import query as query
from ksclient.base.manager import Manager as Manager
from ksclient.base.manager import ManagerWithFind as ManagerWithFind
from ksclient.base.resource import Resource as Resource
from ksclient.base.resource import WireResource as WireResource
from ksclient.base.response import Response as Response
