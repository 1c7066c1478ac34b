/** How the variables name a cloud. */
@NullMarked
package io.caisson.contract.cloud.openstack;

import org.jspecify.annotations.NullMarked;
