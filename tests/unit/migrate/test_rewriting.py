"""What becomes of a program for keystoneauth1 or python-keystoneclient."""

import ast
import re
import sys
import textwrap

import pytest

from ksclient.migrate import Left, rewrite

REWRITTEN = {
    "from": (
        "from keystoneauth1 import session\n",
        "from ksclient.auth import session\n",
    ),
    "from, as": (
        "from keystoneauth1.identity import v2 as identity_v2\n",
        "from ksclient.auth.identity import v2 as identity_v2\n",
    ),
    "from, several": (
        "from keystoneclient import base, exceptions as exc, utils\n",
        "from ksclient import base, exceptions as exc, utils\n",
    ),
    "from, a class": (
        "from keystoneauth1.identity.generic.password import Password\n",
        "from ksclient.auth.identity.generic.password import Password\n",
    ),
    "from, all": (
        "from keystoneauth1.exceptions import *\n",
        "from ksclient.auth.exceptions import *\n",
    ),
    "parentheses": (
        "from keystoneauth1.identity import (  # why\n    v2,\n    generic,  # both\n)\n",
        "from ksclient.auth.identity import (  # why\n    v2,\n    generic,  # both\n)\n",
    ),
    "a backslash": (
        "from keystoneauth1 \\\n    .identity import \\\n    v2\n",
        "from ksclient.auth.identity import \\\n    v2\n",
    ),
    "import": (
        "import keystoneclient.v2_0.client\n",
        "import ksclient.v2_0.client\n",
    ),
    "import, as": (
        "import keystoneclient.v2_0.client as keystone\nkeystone.Client()\n",
        "import ksclient.v2_0.client as keystone\nkeystone.Client()\n",
    ),
    "import, several": (
        "import os, keystoneauth1.session as s, keystoneclient.utils, sys\n",
        "import os, ksclient.auth.session as s, ksclient.utils, sys\n",
    ),
    "in a function, a class, a branch": (
        """\
        def f():
            from keystoneauth1 import session
        class C:
            import keystoneclient.base as base
        if True: from keystoneauth1 import plugin
        """,
        """\
        def f():
            from ksclient.auth import session
        class C:
            import ksclient.base as base
        if True: from ksclient.auth import plugin
        """,
    ),
    "where one may be missing": (
        """\
        try:
            from keystoneauth1 import session
        except ImportError:
            from keystoneclient import session
        """,
        """\
        try:
            from ksclient.auth import session
        except ImportError:
            from ksclient import session
        """,
    ),
    "dotted uses": (
        """\
        import keystoneclient.v2_0.client
        import keystoneauth1.exceptions

        class Mine(keystoneauth1.exceptions.http.NotFound):
            def f(self, é=keystoneclient . v2_0 . client . Client):
                return "é", keystoneclient.v2_0.client.Client(
                    keystoneauth1
                    .exceptions
                )
        """,
        """\
        import ksclient.v2_0.client
        import ksclient.auth.exceptions

        class Mine(ksclient.auth.exceptions.http.NotFound):
            def f(self, é=ksclient . v2_0 . client . Client):
                return "é", ksclient.v2_0.client.Client(
                    ksclient.auth
                    .exceptions
                )
        """,
    ),
    "dotted uses of the root alone, whose modules are imported": (
        "import keystoneauth1\nf(keystoneauth1.exceptions.catalog.EndpointNotFound)\n",
        (
            "import ksclient.auth.exceptions.catalog\n"
            "f(ksclient.auth.exceptions.catalog.EndpointNotFound)\n"
        ),
    ),
    "uses by the scopes of Python": (
        """\
        import keystoneauth1.session
        def other(keystoneauth1):
            return keystoneauth1.session.Session, [keystoneauth1.session for _ in ()]
        class Case:
            keystoneauth1 = None
            def method(self):
                return keystoneauth1.session.Session
        f = lambda keystoneauth1: keystoneauth1.session
        g = [keystoneauth1.session for x in keystoneauth1.session.Session]
        def late():
            global keystoneauth1
            import keystoneauth1.session
            return keystoneauth1.session.Session
        """,
        """\
        import ksclient.auth.session
        def other(keystoneauth1):
            return keystoneauth1.session.Session, [keystoneauth1.session for _ in ()]
        class Case:
            keystoneauth1 = None
            def method(self):
                return ksclient.auth.session.Session
        f = lambda keystoneauth1: keystoneauth1.session
        g = [ksclient.auth.session for x in ksclient.auth.session.Session]
        def late():
            global keystoneauth1
            import ksclient.auth.session
            return ksclient.auth.session.Session
        """,
    ),
    "an older place": (
        (
            "from keystoneclient.openstack.common.apiclient import exceptions\n"
            "import keystoneclient.apiclient.exceptions\n"
            "keystoneclient.apiclient.exceptions.NotFound\n"
        ),
        (
            "from ksclient import exceptions\n"
            "import ksclient.exceptions\n"
            "ksclient.exceptions.NotFound\n"
        ),
    ),
    "keystoneclient.auth": (
        "from keystoneclient.auth import base\nfrom keystoneclient.auth.identity import v2\n",
        "from ksclient.auth import base\nfrom ksclient.auth.identity import v2\n",
    ),
    "paths in texts": (
        """\
        @mock.patch("keystoneclient.v2_0.client.Client")
        @mock.patch.object(thing, "keystoneauth1.session")
        def test(Client):
            with patch(target='keystoneauth1.session.Session.__init__'):
                importlib.import_module(r"keystoneauth1.identity.v2")
        """,
        """\
        @mock.patch("ksclient.v2_0.client.Client")
        @mock.patch.object(thing, "keystoneauth1.session")
        def test(Client):
            with patch(target='ksclient.auth.session.Session.__init__'):
                importlib.import_module(r"ksclient.auth.identity.v2")
        """,
    ),
    "one name of two": (
        "from keystoneauth1.identity import (  # of Keystone\n    v2, v3 as three)  # both\n",
        (
            "# of Keystone\n"
            "from keystoneauth1.identity import v3 as three\n"
            "from ksclient.auth.identity import v2  # both\n"
        ),
    ),
    "one name of two, on a line with others": (
        "if x: from keystoneauth1.identity import v2, v3; f()\n",
        "if x: from keystoneauth1.identity import v3; from ksclient.auth.identity import v2; f()\n",
    ),
    "one module of two": (
        "import keystoneauth1.session, keystoneauth1.identity.v3 as v3\n",
        "import ksclient.auth.session, keystoneauth1.identity.v3 as v3\n",
    ),
    "dotted uses, of which one stays": (
        """\
        import keystoneauth1.identity
        f(keystoneauth1.identity.V2Password, keystoneauth1.identity.V3Password)
        """,
        """\
        import keystoneauth1.identity, ksclient.auth.identity
        f(ksclient.auth.identity.V2Password, keystoneauth1.identity.V3Password)
        """,
    ),
}
V3 = "Identity v3 is not spoken"
STAYS = {
    "v3": ("from keystoneauth1.identity import v3", "keystoneauth1.identity.v3", V3),
    "a class for v3": (
        "from keystoneauth1.identity import V3Password",
        "keystoneauth1.identity.V3Password",
        V3,
    ),
    "a client for v3": ("import keystoneclient.v3.client", "keystoneclient.v3.client", V3),
    "all of v3": ("from keystoneclient.v3 import *", "keystoneclient.v3.*", V3),
    "a path": (
        "mock.patch('keystoneclient.v3.client.Client')",
        "keystoneclient.v3.client.Client",
        V3,
    ),
    "federation": (
        "from keystoneauth1 import federation",
        "keystoneauth1.federation",
        "federation is of Identity v3, which is not spoken",
    ),
    "Kerberos": (
        "import keystoneauth1.extras.kerberos as k",
        "keystoneauth1.extras.kerberos",
        "there is no Kerberos",
    ),
    "cms": (
        "from keystoneclient.common import cms",
        "keystoneclient.common.cms",
        "there is no cms: signed tokens are not verified",
    ),
    "middleware": (
        "from keystoneclient.middleware import auth_token",
        "keystoneclient.middleware.auth_token",
        "it has moved to the library keystonemiddleware",
    ),
    "what is private": (
        "from keystoneauth1 import _utils",
        "keystoneauth1._utils",
        "it is private",
    ),
    "a version": (
        "from keystoneclient import __version__",
        "keystoneclient.__version__",
        "versions of ksclient are its own",
    ),
    "anything else": (
        "from keystoneclient.auth import conf",
        "keystoneclient.auth.conf",
        "there is no ksclient.auth.conf",
    ),
    "a text": (
        "def f(s: 'keystoneauth1.session.Session'): pass",
        "keystoneauth1.session.Session",
        "a text: if it is a name, change it by hand",
    ),
    "a path in pieces": (
        "mock.patch('keystoneauth1.' 'session.Session')",
        "keystoneauth1.session.Session",
        "it is written in pieces: change it by hand",
    ),
    "a root that is something else, too": (
        "try:\n    import keystoneauth1.session\nexcept ImportError:\n    keystoneauth1 = None",
        "keystoneauth1.session",
        "the name keystoneauth1 means other things, too",
    ),
}


def written(text: str) -> str:
    return textwrap.dedent(text)


@pytest.mark.parametrize("form", REWRITTEN)
def test_rewrites(form):
    before, after = map(written, REWRITTEN[form])

    assert rewrite(before).text == after


@pytest.mark.parametrize("form", REWRITTEN)
def test_changes_nothing_the_second_time(form):
    after = written(REWRITTEN[form][1])

    again = rewrite(after)

    assert (again.text, again.imports, again.uses) == (after, 0, 0)


@pytest.mark.parametrize("form", REWRITTEN)
def test_what_is_rewritten_is_there(form):
    """Each import line of the new program imports something."""
    tree = ast.parse(written(REWRITTEN[form][1]))
    lines = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]

    for line in lines:
        line.names = [name for name in line.names if name.name != "*"] or [ast.alias("http")]
        if "ksclient" in ast.unparse(line):
            exec(ast.unparse(line), {})


@pytest.mark.parametrize("what", STAYS)
def test_leaves_alone_and_tells(what):
    text, name, why = STAYS[what]
    text = f"# first\n{text}\n"

    result = rewrite(text)

    line = next(n for n, each in enumerate(text.splitlines(), 1) if re.search("keyston", each))
    assert result.text == text
    assert Left(line, name, why) in result.left
    assert (result.imports, result.uses) == (0, 0)


def test_leaves_a_module_of_which_something_is_used_that_is_not_there():
    text = "from keystoneauth1 import fixture\n\nfixture.V2Token()\nfixture.V3Token()\n"

    result = rewrite(text)

    assert result.text == text
    assert result.left == [
        Left(1, "keystoneauth1.fixture", "what is used of it is not there"),
        Left(4, "keystoneauth1.fixture.V3Token", V3),
    ]


def test_a_module_is_not_judged_by_what_another_scope_uses():
    text = "from keystoneauth1 import fixture\ndef f(fixture): fixture.V3Token()\n"

    assert "ksclient.auth" in rewrite(text).text


def test_leaves_texts_comments_relative_imports_and_other_libraries():
    text = """\
        # import keystoneauth1.session
        from .keystoneauth1 import session
        from . import keystoneclient
        from keystoneauth1_extra import session
        import keystoneclientx.y
        '''from keystoneauth1 import session'''
        log = logging.getLogger("keystoneauth.session")
        keystoneauth1.session.Session  # nobody has imported it here
        """

    assert rewrite(written(text)).text == written(text)


def test_counts_what_it_has_changed():
    result = rewrite(
        "import keystoneauth1.session as s\nfrom keystoneauth1.identity import v2, v3, generic\n"
        "import keystoneclient.v2_0.client\nkeystoneclient.v2_0.client.Client\n"
        "mock.patch('keystoneclient.utils.isotime')\n"
    )

    assert (result.imports, result.uses, len(result.left)) == (4, 2, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_keeps_ends_of_lines(newline):
    lines = ["x = 1", "from keystoneauth1.identity import v2, v3", "y = '''a", "b'''", "é = 2", ""]

    after = rewrite(newline.join(lines)).text

    assert after == newline.join(
        [
            "x = 1",
            "from keystoneauth1.identity import v3",
            "from ksclient.auth.identity import v2",
            *lines[2:],
        ]
    )


def test_form_feeds_and_odd_separators_are_no_ends_of_lines():
    text = "s = '\u2028 \x0b \x1c'\n\x0cfrom keystoneauth1 import session\n"

    assert rewrite(text).text == text.replace("keystoneauth1", "ksclient.auth")


def test_in_an_f_string_either_rewrites_or_tells():
    text = "import keystoneauth1.session as _, keystoneauth1.session\n"
    text += "f'''é\n{keystoneauth1.session.Session!r:>{keystoneauth1}}'''\n"

    result = rewrite(text)

    assert (result.text == text.replace("keystoneauth1", "ksclient.auth")) != bool(result.left)
    ast.parse(result.text)


def test_no_program_is_a_syntax_error():
    with pytest.raises(SyntaxError):
        rewrite("import keystoneauth1\nprint 'two'\n")


def test_warnings_about_a_program_are_not_shown():
    assert rewrite("import keystoneauth1.session\nx = '\\s'\n").imports == 1


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python has them since 3.12")
@pytest.mark.parametrize(
    "use",
    ["def f[T: NAME](x: T): ...", "class C[T: NAME](list[T]): ...", "type X[T: NAME] = list[T]"],
)
def test_bounds_of_type_parameters_are_rewritten(use):
    def program(package):
        return f"import {package}.session\n{use.replace('NAME', package + '.session.Session')}\n"

    assert rewrite(program("keystoneauth1")).text == program("ksclient.auth")
