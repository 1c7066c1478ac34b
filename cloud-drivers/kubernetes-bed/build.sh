#!/bin/bash
# build.sh [-f] TARGET...   TARGET: k8s:1.34.4 | etcd:3.6.5 | kwok:0.7.0 | cni:1.7.1 | crictl:1.34.0 | coredns:1.12.1 | flannel:0.28.4 | pause | guest:1
#   guest:1 = our own small programs for machines (guest/)
#   cp:1.34.4 = k8s + its etcd + kwok (what up.sh needs);  all:1.34.4 = k8s + the etcd and coredns that its kubeadm wants + kwok, cni, crictl, pause
# Each target is built from its Go module (module proxy as configured for `go`) with a wrapper go.mod made here,
# into KBED_HOME/bin/<target>/. A target whose directory has .done is left alone (-f rebuilds).
set -euo pipefail
. "$(dirname "$0")/lib.sh"
export CGO_ENABLED=0 GOWORK=off GOTOOLCHAIN=local
force=; [ "${1:-}" = -f ] && { force=1; shift; }
[ $# -gt 0 ] || set -- all:$KBED_K8S

# gobuild NAME MODULE VERSION LDFLAGS OUTDIR PKG[=BINARY]...
gobuild() {
  local name=$1 mod=$2 ver=$3 ld=$4 out=$5; shift 5
  local w=$KBED_HOME/src/$name gm p
  mkdir -p "$w" "$out"; cd "$w"
  gm=$(go mod download -json "$mod@$ver" | tee mod.json | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p') || true
  [ -n "$gm" ] || die "no module $mod@$ver: $(sed -n 's/.*"Error": "\(.*\)".*/\1/p' mod.json)"
  { echo "module kubernetes-bed/$name"; echo
    grep -E '^(go|godebug) ' "$gm"; echo
    echo "require $mod $ver"; echo "${KBED_REPLACE:-}"
    # staging modules: kubernetes replaces them by directories; the published v0.X.Y are the same sources
    sed -n 's#^[[:space:]]*\(k8s.io/[a-z0-9-]*\) => ./staging.*#replace \1 => \1 v0.'"${ver#v1.}"'#p' "$gm"
    # other projects' own pins
    awk '/^replace \(/{b=1;next} b&&/^\)/{b=0} b&&/=>/&&!/=> *\./{print "replace",$0} /^replace [^(]/&&!/=> *\./{print}' "$gm"
  } > go.mod
  for p in "$@"; do
    nice -n 10 go build -mod=mod -p "$KBED_JOBS" -trimpath -buildvcs=false -ldflags "-s -w $ld" -o "$out/${p#*=}" "${p%%=*}"
  done
}
target() {
  local kind=${1%%:*} ver=${1#*:} out t0 c0; out=$KBED_HOME/bin/$kind-$ver
  [ "$kind" = pause ] && out=$KBED_HOME/bin/pause
  if [ -f "$out/.done" ] && [ -z "$force" ]; then return; fi
  log "building $kind $ver"; t0=$(date +%s)
  case $kind in
  k8s) local v ld= k=k8s.io/kubernetes/cmd; IFS=. read -r _ v _ <<<"$ver"
    for p in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
      ld+=" -X $p.gitVersion=v$ver -X $p.gitMajor=1 -X $p.gitMinor=$v -X $p.gitTreeState=clean -X $p.gitCommit=$(printf %s "$ver" | sha1sum | cut -c1-40) -X $p.buildDate=2026-01-01T00:00:00Z"
    done
    gobuild "k8s-$ver" k8s.io/kubernetes v$ver "$ld" "$out" ${KBED_K8S_CMDS:-$k/kube-apiserver=kube-apiserver $k/kube-controller-manager=kube-controller-manager \
      $k/kube-scheduler=kube-scheduler $k/kubectl=kubectl $k/kubeadm=kubeadm $k/kubelet=kubelet $k/kube-proxy=kube-proxy} ;;
  etcd) gobuild "etcd-$ver" go.etcd.io/etcd/server/v3 v$ver "" "$out" go.etcd.io/etcd/server/v3=etcd
        # not every etcdctl version is on the module proxy; a later patch of the same minor will do
        (gobuild "etcdctl-$ver" go.etcd.io/etcd/etcdctl/v3 v$ver "" "$out" go.etcd.io/etcd/etcdctl/v3=etcdctl) ||
          gobuild "etcdctl-$ver" go.etcd.io/etcd/etcdctl/v3 "v$(go list -m -versions go.etcd.io/etcd/etcdctl/v3 | tr ' ' '\n' | sed -n "s/^v\(${ver%.*}\.[0-9]*\)$/\1/p" | tail -1)" "" "$out" go.etcd.io/etcd/etcdctl/v3=etcdctl ;;
  kwok) gobuild "kwok-$ver" sigs.k8s.io/kwok v$ver "-X sigs.k8s.io/kwok/pkg/consts.Version=v$ver" "$out" sigs.k8s.io/kwok/cmd/kwok=kwok
        cp -r "$(cd "$KBED_HOME/src/kwok-$ver" && go list -mod=mod -m -f '{{.Dir}}' sigs.k8s.io/kwok)/kustomize/stage" "$out/"; chmod -R u+w "$out/stage" ;;
  cni) local P=github.com/containernetworking/plugins
       gobuild "cni-$ver" $P v$ver "" "$out" $P/plugins/main/bridge=bridge $P/plugins/main/ptp=ptp $P/plugins/main/loopback=loopback $P/plugins/ipam/host-local=host-local $P/plugins/meta/portmap=portmap ;;
  crictl) gobuild "crictl-$ver" sigs.k8s.io/cri-tools v$ver "-X sigs.k8s.io/cri-tools/pkg/version.Version=v$ver" "$out" sigs.k8s.io/cri-tools/cmd/crictl=crictl ;;
  coredns) gobuild "coredns-$ver" github.com/coredns/coredns v$ver "" "$out" github.com/coredns/coredns=coredns ;;
  flannel) # without the back ends of public clouds, whose modules are not on every proxy, and udp, which needs a C compiler
       local m=github.com/flannel-io/flannel d=$KBED_HOME/src/flannel-$ver/module
       rm -rf "$d"; mkdir -p "$d"; cp -r "$(go mod download -json $m@v$ver | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')/." "$d"; chmod -R u+w "$d"
       sed -i '/backend\/\(alivpc\|awsvpc\|tencentvpc\|udp\)"/d' "$d/main.go"
       KBED_REPLACE="replace $m => ./module" gobuild "flannel-$ver" $m v$ver "-X $m/pkg/version.Version=v$ver" "$out" $m=flanneld ;;
  pause) mkdir -p "$out"; (cd "$KBED_DIR/pause" && go build -trimpath -buildvcs=false -ldflags "-s -w" -o "$out/pause" .) ;;
  guest) mkdir -p "$out"; for p in flannel-cni kube-proxy; do (cd "$KBED_DIR/guest/$p" && go build -trimpath -buildvcs=false -ldflags "-s -w" -o "$out/$p" .); done ;;
  *) die "unknown target $1" ;;
  esac
  touch "$out/.done"
  log "built $kind $ver in $(( $(date +%s) - t0 )) s: $(cd "$out" && ls -s --block-size=M | grep -v total | tr -s ' \n' ' ')"
}
# versions that the kubeadm of this Kubernetes expects
kubeadm_const() { sed -n "s/.*[^a-zA-Z]$2 *= *\"v\{0,1\}\([^\"]*\)\".*/\1/p" "$(go mod download -json k8s.io/kubernetes@v$1 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')/cmd/kubeadm/app/constants/constants.go" | head -1; }
for t in "$@"; do
  case $t in
  all:*) v=${t#all:}
    target k8s:$v; e=$(kubeadm_const $v DefaultEtcdVersion)
    target etcd:${e%-*}; target coredns:$(kubeadm_const $v CoreDNSVersion); target kwok:$KBED_KWOK; target cni:$KBED_CNI; target crictl:$KBED_CRITOOLS; target pause:1 ;;
  cp:*) v=${t#cp:}; target k8s:$v; e=$(kubeadm_const $v DefaultEtcdVersion); target etcd:${e%-*}; target kwok:$KBED_KWOK ;;
  *) target "$t" ;;
  esac
done
