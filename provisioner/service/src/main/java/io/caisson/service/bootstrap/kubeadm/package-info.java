/** What kubeadm is told, in the dialect of the Kubernetes version that it installs. */
@NullMarked
package io.caisson.service.bootstrap.kubeadm;

import org.jspecify.annotations.NullMarked;
