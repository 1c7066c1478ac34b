/**
 * What Caisson and its users expect of any Kubernetes API, spoken in raw JSON over HTTPS. A real
 * kube-apiserver with its controllers passes it; a simulated one has to. A test class implements
 * {@link io.caisson.contract.kubernetes.KubernetesContract} and names its {@link
 * io.caisson.contract.kubernetes.ClusterUnderTest}; all cases are inherited.
 */
@NullMarked
package io.caisson.contract.kubernetes;

import org.jspecify.annotations.NullMarked;
