# shellcheck shell=bash
# Its worker and its states are real; what would make machines and ports does nothing (README.md).
mkdir -p "$STATE/octavia/certificates"
if [ ! -e "$STATE/etc/octavia/ca.pem" ]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=bed \
    -keyout "$STATE/etc/octavia/ca.key" -out "$STATE/etc/octavia/ca.pem" 2>/dev/null
fi
cat > "$STATE/etc/octavia/octavia.conf" <<EOF
[DEFAULT]
transport_url = $RABBIT
log_dir = $STATE/log
[api_settings]
bind_host = $IP
bind_port = 9876
auth_strategy = keystone
api_handler = queue_producer
default_provider_driver = amphora
enabled_provider_drivers = amphora: 'Octavia amphora driver', octavia: 'alias of amphora'
[database]
connection = $(database octavia)
[health_manager]
bind_ip = $IP
heartbeat_key = insecure
[controller_worker]
client_ca = $STATE/etc/octavia/ca.pem
workers = 1
amp_image_tag = amphora
amphora_driver = amphora_noop_driver
compute_driver = compute_noop_driver
network_driver = network_noop_driver
volume_driver = volume_noop_driver
image_driver = image_noop_driver
amp_boot_network_list = 00000000-0000-0000-0000-000000000001
loadbalancer_topology = SINGLE
[certificates]
cert_generator = local_cert_generator
cert_manager = local_cert_manager
storage_path = $STATE/octavia/certificates
ca_certificate = $STATE/etc/octavia/ca.pem
ca_private_key = $STATE/etc/octavia/ca.key
[oslo_messaging]
topic = octavia_prov
rpc_thread_pool_size = 2
[driver_agent]
status_socket_path = $STATE/octavia/status.sock
stats_socket_path = $STATE/octavia/stats.sock
get_socket_path = $STATE/octavia/get.sock
$(client service_auth octavia)
$(authtoken octavia)
EOF
