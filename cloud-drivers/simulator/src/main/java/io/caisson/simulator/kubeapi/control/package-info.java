/** What a control plane does by itself: the loops of its controller manager and scheduler. */
@NullMarked
package io.caisson.simulator.kubeapi.control;

import org.jspecify.annotations.NullMarked;
