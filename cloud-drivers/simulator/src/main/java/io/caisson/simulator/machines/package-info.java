/**
 * Real machines as the instances of a data centre: namespaces of this Linux kernel with systemd,
 * cloud-init and kubeadm in them, made by the scripts in {@code cloud-drivers/kubernetes-bed}. They
 * read their user-data from a metadata service, as in a real cloud. Needs root.
 */
@NullMarked
package io.caisson.simulator.machines;

import org.jspecify.annotations.NullMarked;
