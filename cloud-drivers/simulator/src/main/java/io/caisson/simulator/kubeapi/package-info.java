/**
 * The Kubernetes API face of the simulated data centre: one small API server per cluster, over TLS,
 * with raw JSON objects.
 */
@NullMarked
package io.caisson.simulator.kubeapi;

import org.jspecify.annotations.NullMarked;
