/** The stores in memory: for the simulation and for tests; nothing outlives the process. */
@NullMarked
package io.caisson.service.store.memory;

import org.jspecify.annotations.NullMarked;
