/** Plays the software inside the servers of a real OpenStack whose hypervisor is fake. */
@NullMarked
package io.caisson.simulator.guest.cloud;

import org.jspecify.annotations.NullMarked;
