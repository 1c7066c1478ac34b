/** One HTTP exchange with an OpenStack service, and what its answer means as a fault. */
@NullMarked
package io.caisson.openstack.wire;

import org.jspecify.annotations.NullMarked;
