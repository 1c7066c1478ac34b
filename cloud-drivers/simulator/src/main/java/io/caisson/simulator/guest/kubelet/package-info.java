/** The kubelet of a simulated machine. */
@NullMarked
package io.caisson.simulator.guest.kubelet;

import org.jspecify.annotations.NullMarked;
