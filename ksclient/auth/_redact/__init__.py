"""What is secret, and how it is hidden.

Secrets become digests rather than stars, so that two lines of a log can still be seen to be
about the same token. The digests are salted anew in every process: a weak admin token or a
password cannot be guessed from them.
"""

from ksclient.auth._redact.documents import has_secret as has_secret
from ksclient.auth._redact.documents import mask as mask
from ksclient.auth._redact.documents import mask_body as mask_body
from ksclient.auth._redact.documents import mask_members as mask_members
from ksclient.auth._redact.hiding import SealedDict as SealedDict
from ksclient.auth._redact.hiding import Secret as Secret
from ksclient.auth._redact.hiding import SecretDict as SecretDict
from ksclient.auth._redact.hiding import SecretList as SecretList
from ksclient.auth._redact.hiding import SecretText as SecretText
from ksclient.auth._redact.hiding import hidden as hidden
from ksclient.auth._redact.hiding import kind_of as kind_of
from ksclient.auth._redact.hiding import plain as plain
from ksclient.auth._redact.hiding import sealed as sealed
from ksclient.auth._redact.hiding import secret as secret
from ksclient.auth._redact.hiding import veiled_url as veiled_url
from ksclient.auth._redact.quotes import answer_masker as answer_masker
from ksclient.auth._redact.quotes import mask_quotes as mask_quotes
from ksclient.auth._redact.quotes import mask_said as mask_said
from ksclient.auth._redact.secrets import SECRET_HEADERS as SECRET_HEADERS
from ksclient.auth._redact.secrets import digest as digest
from ksclient.auth._redact.secrets import is_secret_header as is_secret_header
from ksclient.auth._redact.urls import mask_header as mask_header
from ksclient.auth._redact.urls import mask_text as mask_text
from ksclient.auth._redact.urls import mask_url as mask_url
from ksclient.auth._redact.urls import secrets_in_url as secrets_in_url
from ksclient.auth._redact.urls import token_in as token_in
from ksclient.auth._redact.urls import without_password as without_password
