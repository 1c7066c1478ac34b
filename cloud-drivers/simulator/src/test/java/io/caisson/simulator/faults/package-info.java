/** Faults that the data centre's faces can be told to show. */
@NullMarked
package io.caisson.simulator.faults;

import org.jspecify.annotations.NullMarked;
