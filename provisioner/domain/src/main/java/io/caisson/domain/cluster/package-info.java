/**
 * What a cluster, a node group, a machine, a resource and a revision are, and the records that
 * change them.
 */
@NullMarked
package io.caisson.domain.cluster;

import org.jspecify.annotations.NullMarked;
