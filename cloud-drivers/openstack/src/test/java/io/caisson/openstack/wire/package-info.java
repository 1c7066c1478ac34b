/** Exchanges, faults and what may not be told. */
@NullMarked
package io.caisson.openstack.wire;

import org.jspecify.annotations.NullMarked;
