/**
 * kubeadm as a simulated machine runs it: it reads its configuration as strictly, checks the same,
 * and fails with the same words.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">kubeadm
 *     v1beta4</a>
 */
@NullMarked
package io.caisson.simulator.guest.kubeadm;

import org.jspecify.annotations.NullMarked;
