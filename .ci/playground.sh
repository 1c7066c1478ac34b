# shellcheck shell=bash
# For steps that drive a playground by its REST API. Source it after lib.sh.

# playground NAME [OPTION...]: starts one; afterwards its variables are set, and it ends with the step
playground() {
  play=$CI_WORK/$1
  shift
  install jq curl bc
  ./caisson up --data "$play" --env "$play.env" "$@"
  # shellcheck disable=SC1091
  . "$play.env"
  trap './caisson down --data "$play"' EXIT
  own=$(token "")
}

# token PREFIX: of the user of the variables with that prefix
token() {
  local user=$1OS_USERNAME password=$1OS_PASSWORD project=$1OS_PROJECT_NAME
  jq -n --arg u "${!user}" --arg p "${!password}" --arg j "${!project}" '{auth: {
    identity: {methods: ["password"], password: {user: {name: $u, password: $p, domain: {name: "Default"}}}},
    scope: {project: {name: $j, domain: {name: "Default"}}}}}' |
    curl -sf -D - -o /dev/null -H 'Content-Type: application/json' -d @- "$OS_AUTH_URL/auth/tokens" |
    sed -n 's/\r$//; s/^[Xx]-[Ss]ubject-[Tt]oken: //p'
}

ask() { curl -sf -H "X-Auth-Token: $own" -H 'Content-Type: application/json' "$@"; }

# new_cluster NAME WORKERS: makes a template and a cluster of it; prints the cluster's id
new_cluster() {
  local template
  template=$(jq -n --arg n "$1" --arg i "$CAISSON_IMAGE" --arg f "$CAISSON_FLAVOR" --arg e "$CAISSON_EXTERNAL_NETWORK" \
    --arg net "$CAISSON_NETWORK" \
    '{name: $n, coe: "kubernetes", image_id: $i, flavor_id: $f, master_flavor_id: $f, external_network_id: $e,
      fixed_network: $net, network_driver: "flannel", labels: {kube_tag: "v1.34.4"}}' |
    ask -d @- "$MAGNUM_URL/clustertemplates" | jq -r .uuid)
  ask -d "{\"name\": \"$1\", \"cluster_template_id\": \"$template\", \"node_count\": $2}" "$MAGNUM_URL/clusters" | jq -r .uuid
}

status_of() { ask "$CAISSON_URL/api/v1/clusters/$1" | jq -r .cluster.state.status; }

# await_end ID SECONDS: waits while the cluster is IN_PROGRESS; prints the status that it has then
await_end() {
  local status end=$((SECONDS + $2))
  while status=$(status_of "$1"); [ "${status%IN_PROGRESS}" != "$status" ] && [ $SECONDS -lt $end ]; do sleep 1; done
  echo "$status"
}
