# shellcheck shell=bash
# [trustee] takes no project: the trust brings its own.
mkdir -p "$STATE/heat"
cp /etc/heat/api-paste.ini "$STATE/etc/heat/"
cp -r /etc/heat/environment.d /etc/heat/templates "$STATE/etc/heat/"
cat > "$STATE/etc/heat/heat.conf" <<EOF
$(head_of heat)
num_engine_workers = ${OSBED_HEAT_WORKERS:-2}
region_name_for_services = RegionOne
heat_metadata_server_url = http://$IP:8000
heat_waitcondition_server_url = http://$IP:8000/v1/waitcondition
stack_user_domain_name = heat
stack_domain_admin = heat_domain_admin
stack_domain_admin_password = $PASSWORD
environment_dir = $STATE/etc/heat/environment.d
template_dir = $STATE/etc/heat/templates
max_stacks_per_tenant = -1
max_resources_per_stack = -1
max_template_size = 10485760
max_json_body_size = 10485760
auth_encryption_key = 0123456789abcdef0123456789abcdef
deferred_auth_method = trusts
convergence_engine = true
[paste_deploy]
api_paste_config = $STATE/etc/heat/api-paste.ini
[database]
connection = $(database heat)
max_pool_size = 30
max_overflow = 100
[clients_keystone]
auth_uri = http://$IP:5000
[ec2authtoken]
auth_uri = http://$IP:5000/v3
$(authtoken heat)
$(client trustee heat | grep -v '^project_')
$(tail_of)
EOF
