"""Which region is meant."""

import pytest

CLOUD = """
clouds:
  one:
    auth: {auth_url: "http://k/v2.0", username: demo}
    interface: public
    regions:
    - East
    - name: West
      values:
        interface: internal
        auth: {username: west}
    - name: North
"""


@pytest.fixture
def clouds(write):
    return write(CLOUD)


def test_the_first_is_the_default(clouds, load):
    assert load().region_name == "East"


def test_another_one_is_named(clouds, load):
    assert load(region_name="North").region_name == "North"


def test_a_region_says_what_is_so_there_only(clouds, load):
    west = load(region_name="West")
    assert (west.interface, west.auth["username"]) == ("internal", "west")


def test_the_call_wins_over_a_region(clouds, load):
    assert load(region_name="West", interface="admin").interface == "admin"


def test_an_unknown_one_is_told_with_the_nearest(clouds, error):
    told = error(region_name="Wets")
    assert told.nearest == "West"
    assert "It has: East, West, North" in str(told)


def test_names_are_exact(clouds, error):
    assert error(region_name="west").nearest == "West"


def test_the_call_may_list_others(clouds, load):
    assert load(region_name="South", regions=["South"]).region_name == "South"


def test_without_a_list_any_name_will_do(write, load):
    write("clouds: {one: {region_name: Any}}")
    assert load().region_name == "Any"
    assert load(region_name="Other").region_name == "Other"


def test_of_a_list_with_commas_the_first_is_meant(write, load):
    write("clouds: {one: {region_name: 'East, West'}}")
    assert load().region_name == "East"


@pytest.mark.parametrize(
    ("regions", "key", "said"),
    [
        ("East", "regions", "must be a list"),
        ("{East: West}", "regions", "must be a list"),
        ("[{nme: East}]", "regions[0].nme", "did you mean 'name'?"),
        ("[{values: {}}]", "regions[0]", "must have a 'name'"),
        ("[{name: [x]}]", "regions[0].name", "must be a text"),
        ("[One, {name: East, values: x}]", "regions[1].values", "must have keys below it"),
        ("[[East]]", "regions[0]", "must have keys below it"),
    ],
)
def test_a_list_that_is_wrong_is_told_by_its_key(regions, key, said, write, error):
    write(f"clouds: {{one: {{regions: {regions}}}}}")
    told = error(region_name="East")
    assert told.key == f"clouds.one.{key}"
    assert said in str(told)
