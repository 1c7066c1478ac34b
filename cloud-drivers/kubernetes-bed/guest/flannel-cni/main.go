// The network plugin "flannel", as flannel's manifest puts it on every node: it reads the node's subnet, which flanneld wrote down,
// and hands over to the plugin bridge with addresses from that subnet. (github.com/flannel-io/cni-plugin does the same; its
// module cannot be had from the Go module proxy everywhere.)
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

type object = map[string]any

func main() {
	if os.Getenv("CNI_COMMAND") == "VERSION" {
		fmt.Println(`{"cniVersion":"1.0.0","supportedVersions":["0.3.0","0.3.1","0.4.0","1.0.0"]}`)
		return
	}
	if err := delegate(); err != nil {
		json.NewEncoder(os.Stdout).Encode(object{"cniVersion": "0.3.1", "code": 100, "msg": err.Error()})
		os.Exit(1)
	}
}

func delegate() error {
	given, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	conf := object{}
	if err := json.Unmarshal(given, &conf); err != nil {
		return err
	}
	env, err := subnet(conf)
	if err != nil {
		return err
	}
	next, _ := conf["delegate"].(object)
	if next == nil {
		next = object{}
	}
	next["name"], next["cniVersion"] = conf["name"], conf["cniVersion"]
	fill(next, "type", "bridge")
	if next["type"] == "bridge" {
		fill(next, "ipMasq", env["FLANNEL_IPMASQ"] != "true") // else flanneld does it
		fill(next, "mtu", number(env["FLANNEL_MTU"]))
		fill(next, "isGateway", true)
	}
	fill(next, "ipam", object{"type": "host-local",
		"ranges": [][]object{{{"subnet": env["FLANNEL_SUBNET"]}}},
		"routes": []object{{"dst": env["FLANNEL_NETWORK"]}}})
	for _, key := range []string{"prevResult", "runtimeConfig"} {
		if value, there := conf[key]; there {
			next[key] = value
		}
	}
	return become(next)
}

// subnet reads NAME=VALUE lines. FLANNEL_SUBNET is the bridge's own address with the subnet's prefix.
func subnet(conf object) (map[string]string, error) {
	file, _ := conf["subnetFile"].(string)
	if file == "" {
		file = "/run/flannel/subnet.env"
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("flanneld has not written its subnet yet: %w", err)
	}
	env := map[string]string{}
	for _, line := range strings.Split(string(text), "\n") {
		if name, value, found := strings.Cut(strings.TrimSpace(line), "="); found {
			env[name] = value
		}
	}
	// host-local wants the network, not an address in it
	if ip, prefix, found := strings.Cut(env["FLANNEL_SUBNET"], "/"); found {
		env["FLANNEL_SUBNET"] = ip[:strings.LastIndex(ip, ".")] + ".0/" + prefix
	}
	return env, nil
}

func fill(conf object, key string, value any) {
	if _, there := conf[key]; !there {
		conf[key] = value
	}
}

func number(text string) int {
	n := 1450
	fmt.Sscan(text, &n)
	return n
}

// become runs the next plugin in this process' place, with its configuration as standard input.
func become(conf object) error {
	text, err := json.Marshal(conf)
	if err != nil {
		return err
	}
	input, err := os.CreateTemp("", "cni-")
	if err != nil {
		return err
	}
	os.Remove(input.Name())
	if _, err := input.Write(text); err != nil {
		return err
	}
	if _, err := input.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := syscall.Dup2(int(input.Fd()), 0); err != nil {
		return err
	}
	plugin, _ := conf["type"].(string)
	for _, folder := range filepath.SplitList(os.Getenv("CNI_PATH")) {
		path := filepath.Join(folder, plugin)
		if _, err := os.Stat(path); err == nil {
			return syscall.Exec(path, []string{path}, os.Environ())
		}
	}
	return fmt.Errorf("no plugin %q in %s", plugin, os.Getenv("CNI_PATH"))
}
