/**
 * What a machine's operating system is told before and beside kubeadm, as files: kernel, runtime,
 * registries, proxies, time, and the address of the control plane.
 */
@NullMarked
package io.caisson.service.bootstrap.node;

import org.jspecify.annotations.NullMarked;
