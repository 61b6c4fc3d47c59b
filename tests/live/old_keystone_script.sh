#!/bin/sh
# A script as it was written for the old command `keystone`: each of its commands, in its spellings.
# It needs OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_TENANT_NAME, and ADMIN_TOKEN with ADMIN_ENDPOINT.
set -eu
alias keystone=ksclient

get_id() {
    awk '/ id / { print $4 }'
}

says() {
    echo "== $*"
}

says tenants
TENANT_ID=$(keystone tenant-create --name=wonderland --description "beyond the mirror" | get_id)
keystone tenant-list | grep -q " wonderland "
keystone tenant-get wonderland | grep -q "beyond the mirror"
keystone tenant-get "$TENANT_ID" | grep -q " wonderland "
keystone tenant-update --description "a rabbit hole" --enabled true wonderland
keystone tenant-get "$TENANT_ID" | grep -q "a rabbit hole"

says users
USER_ID=$(keystone user-create --name=alice --pass=t3a-party --email alice@example.com \
    --tenant-id "$TENANT_ID" | get_id)
keystone user-list | grep -q " alice "
keystone user-list --tenant-id "$TENANT_ID" | grep -q " alice "
keystone user-get alice | grep -q "alice@example.com"
keystone user-update --email queen@example.com --enabled true "$USER_ID"
keystone user-get "$USER_ID" | grep -q "queen@example.com"
keystone user-password-update --pass m4d-hatter alice

says roles
ROLE_ID=$(keystone role-create --name=dreamer | get_id)
keystone role-list | grep -q " dreamer "
keystone role-get "$ROLE_ID" | grep -q " dreamer "
keystone user-role-add --user-id "$USER_ID" --role-id "$ROLE_ID" --tenant_id "$TENANT_ID"
keystone user-role-list --user alice --tenant wonderland | grep -q " dreamer "
keystone user-role-remove --user alice --role dreamer --tenant wonderland
if keystone user-role-list --user_id "$USER_ID" --tenant-id "$TENANT_ID" | grep -q " dreamer "; then
    echo "the role is still there" >&2
    exit 1
fi
keystone user-role-list | grep -q " admin "

says services and endpoints
SERVICE_ID=$(keystone service-create --name=nova --type=compute --description "Compute" | get_id)
keystone service-list | grep -q " compute "
keystone service-get nova | grep -q "$SERVICE_ID"
ENDPOINT_ID=$(keystone endpoint-create --region RegionOne --service-id="$SERVICE_ID" \
    --publicurl='http://nova.example:8774/v2/%(tenant_id)s' \
    --adminurl='http://nova.example:8774/v2/%(tenant_id)s' \
    --internalurl='http://nova.example:8774/v2/%(tenant_id)s' | get_id)
keystone endpoint-list | grep -q "$ENDPOINT_ID"
keystone catalog | grep -q "^Service: identity"
keystone catalog --service compute | grep -q "http://nova.example:8774/v2/"
keystone endpoint-get --service compute | grep -q " compute.publicURL "
keystone endpoint-get --service identity --endpoint_type adminURL --attr region --value RegionOne |
    grep -q " identity.adminURL "

says EC2 credentials
ACCESS=$(keystone ec2-credentials-create --user-id "$USER_ID" --tenant-id "$TENANT_ID" |
    awk '/ access / { print $4 }')
keystone ec2-credentials-list --user_id "$USER_ID" | grep -q "$ACCESS"
keystone ec2-credentials-get --user-id "$USER_ID" --access "$ACCESS" | grep -q "$TENANT_ID"
keystone ec2-credentials-delete --user-id "$USER_ID" --access "$ACCESS"
if keystone ec2-credentials-get --user-id "$USER_ID" --access "$ACCESS" 2>/dev/null; then
    echo "the credentials are still there" >&2
    exit 1
fi

says alice herself
(
    export OS_USERNAME=alice OS_PASSWORD=m4d-hatter OS_TENANT_NAME=wonderland
    keystone token-get --wrap 64 | grep -q "$TENANT_ID"
    keystone password-update --current-password m4d-hatter --new-password d0rmouse
)
keystone --os-username alice --os_password d0rmouse --os_tenant_name wonderland \
    --os-identity-api-version 2.0 --os-auth-url "$OS_AUTH_URL" token-get | grep -q "$USER_ID"

says the server
keystone discover | grep -q "supports version v2.0"
keystone help | grep -q " user-list "
keystone help user-create | grep -q -e --tenant-id
keystone --version >/dev/null
keystone bash-completion | grep -q user-list

says deletions
keystone endpoint-delete "$ENDPOINT_ID"
keystone service-delete nova
keystone user-delete alice
keystone role-delete dreamer
keystone tenant-delete "$TENANT_ID"
if keystone tenant-get wonderland 2>/dev/null; then
    echo "the tenant is still there" >&2
    exit 1
fi

says a bootstrap
unset OS_USERNAME OS_PASSWORD OS_TENANT_NAME
export OS_SERVICE_TOKEN="$ADMIN_TOKEN" OS_SERVICE_ENDPOINT="$ADMIN_ENDPOINT"
keystone bootstrap --user-name hatter --pass t3a-party --role-name host --tenant-name teatime 2>/dev/null
keystone user-list 2>/dev/null | grep -q " hatter "
keystone user-delete hatter 2>/dev/null
keystone role-delete host 2>/dev/null
keystone tenant-delete teatime 2>/dev/null
says done
