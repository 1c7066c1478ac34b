/** What the simulator's tests share. */
@NullMarked
package io.caisson.simulator;

import org.jspecify.annotations.NullMarked;
