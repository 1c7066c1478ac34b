/** Clusters' API servers by the fabric8 client; no other package knows it. */
@NullMarked
package io.caisson.service.workload.fabric8;

import org.jspecify.annotations.NullMarked;
