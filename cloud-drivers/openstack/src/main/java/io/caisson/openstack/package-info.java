/**
 * The ports to a cloud and its identity service, spoken to OpenStack. Begin at {@link
 * OpenStackSite}, or at {@link OpenStackCloud} for one project.
 */
@NullMarked
package io.caisson.openstack;

import org.jspecify.annotations.NullMarked;
