// Runs kube-proxy where the kernel's table of connections belongs to somebody else: outside the first network namespace its
// size cannot be written, and kube-proxy ends when it cannot. It is shown files of its own instead.
package main

import (
	"fmt"
	"os"
	"syscall"
)

var global = map[string]string{
	"/proc/sys/net/netfilter/nf_conntrack_max":     "131072\n",
	"/sys/module/nf_conntrack/parameters/hashsize": "1048576\n",
}

func main() {
	for path, value := range global {
		own, err := os.CreateTemp("/run", "sysctl-")
		if err == nil {
			_, err = own.WriteString(value)
		}
		if err == nil {
			err = syscall.Mount(own.Name(), path, "", syscall.MS_BIND, "")
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s stays as it is: %v\n", path, err)
		}
	}
	err := syscall.Exec("/usr/local/libexec/kube-proxy", os.Args, os.Environ())
	fmt.Fprintln(os.Stderr, "kube-proxy does not start:", err)
	os.Exit(1)
}
