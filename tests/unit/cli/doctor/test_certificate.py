"""What is told of certificates, by real handshakes."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.servers.certificates import Authority
from tests.unit.cli.doctor.servers import JSON, answering, saying, silent

DOCUMENT = {"version": {"id": "v2.0", "status": "stable", "links": []}}
DAY = timedelta(days=1)


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path, "Test CA")


@pytest.fixture
def seen(at):
    """What the doctor tells of TLS, of a server with an identity."""

    def look(identity, *words):
        with answering(200, JSON, DOCUMENT, identity=identity) as url:
            return [
                row for row in at(f"{url}/v2.0", *words).rows if row["check"] in {"TLS", "HTTP"}
            ]

    return look


def test_a_good_certificate_is_told_with_its_bundle(seen, authority):
    identity = authority.issue("good", ends=90 * DAY)
    tls, http = seen(identity, "--os-cacert", authority.ca_file)
    assert (tls["status"], http["status"]) == ("OK", "OK")
    until = f"{identity.certificate.not_valid_after_utc:%Y-%m-%d}"
    assert tls["found"].startswith(
        f"The certificate of 'good', signed by 'Test CA', valid until {until}. TLSv1."
    )
    assert tls["found"].endswith(f"checked against {authority.ca_file} (--os-cacert).")


def test_a_certificate_that_ends_soon_is_a_warning(seen, authority):
    identity = authority.issue("soon", ends=5 * DAY + timedelta(hours=1))
    (tls, http) = seen(identity, "--os-cacert", authority.ca_file)
    assert (tls["status"], http["status"]) == ("WARN", "OK")
    assert "which is in 5 days" in tls["found"]


def test_an_authority_that_nobody_knows_fails_with_its_name(seen, authority):
    tls, http = seen(authority.issue("ours"))
    assert (tls["status"], http["status"]) == ("FAIL", "SKIP")
    assert "of 'ours', signed by 'Test CA'" in tls["found"]
    assert "its authority is not known" in tls["found"]
    assert tls["found"].endswith("(what comes with requests).")
    assert "--os-cacert FILE" in tls["advice"]


def test_one_that_is_signed_by_itself_is_told_as_such(seen, authority):
    (tls, _) = seen(authority.identity)
    assert "of 'Test CA', signed by itself" in tls["found"]


def test_one_that_has_expired_is_told_with_the_time_here(seen, authority):
    identity = authority.issue("old", begins=-3 * DAY, ends=-DAY)
    (tls, _) = seen(identity, "--os-cacert", authority.ca_file)
    assert tls["status"] == "FAIL"
    assert "it has expired" in tls["found"]
    assert f"Here it is {datetime.now(UTC):%Y-%m-%d}" in tls["found"]


def test_one_that_is_not_valid_yet_is_told_with_its_beginning(seen, authority):
    identity = authority.issue("new", begins=DAY, ends=3 * DAY)
    (tls, _) = seen(identity, "--os-cacert", authority.ca_file)
    begins = f"{identity.certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC"
    assert f"it is not valid before {begins}" in tls["found"]


def test_one_of_another_host_is_told_with_its_names(seen, authority):
    identity = authority.issue("other", names=["keystone.example", "10.0.0.1"])
    (tls, _) = seen(identity, "--os-cacert", authority.ca_file)
    assert "it is for keystone.example, 10.0.0.1, and not for 127.0.0.1." in tls["found"]


def test_insecure_is_a_warning_and_what_it_hides_another(seen, authority):
    unchecked, hidden, http = seen(authority.issue("ours"), "--insecure")
    assert unchecked["status"] == hidden["status"] == "WARN"
    assert unchecked["found"].startswith("No certificate is checked, by --insecure.")
    assert "its authority is not known" in hidden["found"]
    assert http["status"] == "OK"


def test_a_bundle_of_the_environment_is_named(seen, authority, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.ca_file)
    (tls, _) = seen(authority.issue("good", ends=90 * DAY))
    assert tls["status"] == "OK"
    assert tls["found"].endswith(f"{authority.ca_file} (the environment: REQUESTS_CA_BUNDLE).")


def test_a_folder_of_authorities_will_do(seen, authority):
    (tls, _) = seen(authority.issue("good", ends=90 * DAY), "--os-cacert", authority.ca_folder())
    assert tls["status"] == "OK"


def test_a_bundle_that_is_none_is_told_by_its_path(seen, authority, tmp_path):
    (tmp_path / "empty.pem").write_text("nothing")
    (tls, _) = seen(authority.issue("good"), "--os-cacert", str(tmp_path / "empty.pem"))
    assert tls["status"] == "FAIL"
    assert tls["found"].startswith(f"{tmp_path}/empty.pem, by --os-cacert, has no certificates")


def test_a_client_certificate_that_is_none_is_told_apart_from_the_bundle(seen, authority, tmp_path):
    (tmp_path / "empty.pem").write_text("nothing")
    words = ("--os-cacert", authority.ca_file, "--os-cert", str(tmp_path / "empty.pem"))
    (tls, _) = seen(authority.issue("good"), *words)
    assert tls["found"].startswith(f"The client certificate {tmp_path}/empty.pem cannot be used: ")


def test_an_encrypted_key_asks_nobody(seen, authority):
    locked = authority.issue("locked", password=b"secret")
    words = ("--os-cacert", authority.ca_file, "--os-cert", locked.both_file)
    (tls, _) = seen(authority.issue("good"), *words)
    assert tls["found"] == (
        f"The client certificate {locked.both_file} cannot be used: the key is encrypted."
    )


def test_a_port_without_tls_is_told(at):
    with answering() as url:
        row = at(url.replace("http:", "https:") + "/v2.0").worst("TLS")
    assert row["status"] == "FAIL"
    assert row["advice"].startswith("That port does not speak TLS.")


def test_a_server_that_hangs_up_is_told(at):
    with saying(b"") as url:
        row = at(url.replace("http:", "https:") + "/v2.0").worst("TLS")
    assert row["status"] == "FAIL"
    assert row["advice"].startswith("The server hangs up")


def test_a_handshake_without_end_is_given_up(at):
    with silent() as url:
        row = at(url.replace("http:", "https:") + "/v2.0", "--timeout", "0.2").worst("TLS")
    assert "accepts connections, and does not shake hands." in row["found"]


def test_a_proxy_that_refuses_the_tunnel_is_told(at, monkeypatch):
    with answering(407) as url:
        monkeypatch.setenv("https_proxy", url)
        row = at("https://keystone.example:5000/v2.0").worst("TLS")
    assert "Tunnel connection failed: 407" in row["found"]
    assert row["advice"].startswith("That is what the proxy says.")


def test_http_is_a_warning_but_within_one_machine(case):
    from ksclient.cli.doctor import certificate

    (far,) = certificate.look(case("http://keystone.example:5000/v2.0"))
    (near,) = certificate.look(case("http://127.0.0.1:5000/v2.0"))
    assert (far.status, near.status) == ("WARN", "OK")
