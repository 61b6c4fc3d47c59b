"""Drivers by their names; each test has a Python of its own, with its own installed packages."""

import pytest

from ksclient.token.exceptions import DriverNotFound
from ksclient.token.persistence import Manager
from ksclient.token.persistence.backends import memory
from tests.unit.fresh_python import run_with

GROUP = "ksclient.token.persistence"


@pytest.fixture
def python(tmp_path):
    """Run code where packages are installed, each with its drivers and its source."""

    def run(code, **packages):
        named = {name: (GROUP, *package) for name, package in packages.items()}
        return run_with(tmp_path, code, **named)

    return run


MANAGER = """
from ksclient.token.exceptions import DriverNotFound
from ksclient.token.persistence.manager import PersistenceManager
"""
TOLD = """
try:
    PersistenceManager({name!r})
except DriverNotFound as error:
    print(error)
"""
DRIVER = """
from ksclient.token.persistence.backends import memory

class Shelf(memory.Driver):
    def __init__(self, *, colour, **options):
        super().__init__(**options)
        self.colour = colour
"""


def test_anybodys_driver_is_found_by_its_name(python):
    told = python(
        MANAGER + "print(PersistenceManager('shelf', colour='blue').colour)",
        shelves=(["shelf = shelves:Shelf"], DRIVER),
    )

    assert told == "blue"


def test_an_unknown_option_of_a_driver_is_an_error_that_names_it(python):
    told = python(
        MANAGER + "PersistenceManager('shelf', colour='blue', size=5)",
        shelves=(["shelf = shelves:Shelf"], DRIVER),
    )

    assert told.splitlines()[-1].startswith("TypeError")
    assert "size" in told.splitlines()[-1]


def test_a_misspelt_name_is_told_with_the_nearest_one_and_all_there_are(python):
    told = python(MANAGER + TOLD.format(name="shelv"), shelves=(["shelf = shelves:Shelf"], DRIVER))

    assert told.startswith("No token driver 'shelv' is installed.")
    assert "memory, redis, shelf, sql" in told
    assert told.endswith("did you mean 'shelf'?")


def test_a_misspelt_name_loads_no_driver(python):
    told = python(
        MANAGER + TOLD.format(name="shelv"),
        shelves=(["shelf = shelves:Shelf"], "raise SystemExit('loaded')"),
    )

    assert told.startswith("No token driver 'shelv' is installed.")


def test_a_driver_whose_library_is_missing_names_it(python):
    told = python(
        MANAGER + TOLD.format(name="shelf"),
        shelves=(["shelf = shelves:Shelf"], "import wood_that_nobody_has"),
    )

    assert "'shelf' needs the Python package 'wood_that_nobody_has'" in told


@pytest.mark.parametrize(("name", "library"), [("sql", "sqlalchemy"), ("redis", "redis")])
def test_a_driver_of_ksclient_whose_library_is_missing_says_what_to_install(python, name, library):
    told = python(
        f"import sys; sys.modules[{library!r}] = None\n" + MANAGER + TOLD.format(name=name)
    )

    assert f"pip install 'ksclient[{name}]'" in told


def test_a_driver_that_is_not_where_its_package_says_is_an_error_of_ours(python):
    told = python(MANAGER + TOLD.format(name="shelf"), shelves=(["shelf = shelves:Chair"], DRIVER))

    assert told == "The driver 'shelf' should be shelves:Chair, which is not there."


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("def (", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_driver_that_cannot_be_imported_is_an_error_of_ours(python, source, error):
    told = python(MANAGER + TOLD.format(name="shelf"), shelves=(["shelf = shelves:Shelf"], source))

    assert told == f"The driver 'shelf' is broken: importing shelves:Shelf raised a {error}."


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("from os import chair", "cannot import name 'chair' from 'os'"),
        ("import email.chair", "No module named 'email.chair'"),
        ("raise ImportError('wood 2 is needed')", "wood 2 is needed"),
    ],
)
def test_what_cannot_be_imported_though_it_is_installed_is_told_as_that(python, source, said):
    told = python(MANAGER + TOLD.format(name="shelf"), shelves=(["shelf = shelves:Shelf"], source))

    assert told.startswith(f"The driver 'shelf', shelves:Shelf, could not be imported: {said}")
    assert "not installed" not in told


def test_a_driver_whose_own_module_is_not_there_is_told_as_that(python):
    told = python(MANAGER + TOLD.format(name="shelf"), shelves=(["shelf = chairs:Shelf"], ""))

    assert told == (
        "The driver 'shelf', chairs:Shelf, could not be imported: No module named 'chairs'"
    )


@pytest.mark.parametrize(
    ("name", "library", "package", "version"),
    [("sql", "sqlalchemy", "SQLAlchemy", "2.0"), ("redis", "redis", "redis", "5.0")],
)
def test_a_library_that_is_too_old_is_told_with_the_version_that_is_needed(
    python, name, library, package, version
):
    told = python(
        f"import sys, types; sys.modules[{library!r}] = types.ModuleType({library!r})\n"
        f"sys.modules[{library!r}].__version__ = '1.4.54b1'\n" + MANAGER + TOLD.format(name=name)
    )

    assert f"{package} 1.4.54b1 is installed, and {version} or later is needed" in told
    assert f"pip install --upgrade '{package}>={version}'" in told


@pytest.mark.parametrize(
    ("url", "driver"),
    [("sqlite:///x", "sql"), ("postgresql://u:s3cret@h/d", "sql"), ("redis://:s3cret@h", "redis")],
)
def test_a_url_instead_of_a_name_is_told_with_where_it_goes(url, driver):
    with pytest.raises(DriverNotFound, match=rf'Manager\("{driver}", url=…\)') as caught:
        Manager(url)

    assert "s3cret" not in str(caught.value)


def test_an_option_that_a_driver_does_not_take_is_told_with_those_that_it_does():
    with pytest.raises(TypeError, match=r"'memory'.*'colour'.*: expiration, clock\."):
        Manager("memory", colour="blue")


def test_an_option_that_a_driver_needs_is_named(python):
    told = python(
        MANAGER + "PersistenceManager('shelf')", shelves=(["shelf = shelves:Shelf"], DRIVER)
    )

    assert "'shelf': missing a required" in told.splitlines()[-1]
    assert "'colour'" in told.splitlines()[-1]


def test_a_class_is_no_driver_until_one_is_made_of_it():
    with pytest.raises(TypeError, match=r"Make a driver of it: Driver\(\)"):
        Manager(memory.Driver)


def test_what_makes_no_driver_is_none(python):
    told = python(MANAGER + TOLD.format(name="shelf"), shelves=(["shelf = shelves"], DRIVER))

    assert told == "The driver 'shelf' is shelves, which makes no driver."


def test_two_drivers_of_one_name_are_told(python):
    told = python(
        MANAGER + TOLD.format(name="shelf"),
        shelves=(["shelf = shelves:Shelf"], DRIVER),
        boards=(["shelf = boards:Shelf"], DRIVER),
    )

    assert told.startswith("There are several drivers named 'shelf': boards:Shelf, shelves:Shelf.")


def test_a_driver_that_two_packages_name_alike_is_one(python):
    told = python(
        MANAGER + "print(PersistenceManager('shelf', colour='blue').colour)",
        shelves=(["shelf = shelves:Shelf"], DRIVER),
        copies=(["shelf = shelves:Shelf"], ""),
    )

    assert told == "blue"


def test_importing_the_package_loads_no_library_of_a_driver(python):
    told = python(
        "import sys, ksclient.token.persistence\n"
        "print(sorted({'stevedore', 'sqlalchemy', 'redis', 'requests'} & set(sys.modules)))"
    )

    assert told == "[]"


def test_tokens_in_memory_need_no_library_of_another_driver(python):
    told = python(
        MANAGER + "import sys; PersistenceManager('memory').create_token('t', {'user_id': 'u'})\n"
        "print(sorted({'sqlalchemy', 'redis'} & set(sys.modules)))"
    )

    assert told == "[]"
