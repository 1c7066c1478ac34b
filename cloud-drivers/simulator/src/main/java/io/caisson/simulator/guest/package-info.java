/**
 * What runs inside simulated instances: cloud-init, the bootstrap script, kubeadm and the kubelet,
 * played as strictly as the real ones would take their input.
 */
@NullMarked
package io.caisson.simulator.guest;

import org.jspecify.annotations.NullMarked;
