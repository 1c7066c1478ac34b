/** The simulator as a program. */
@NullMarked
package io.caisson.simulator.app;

import org.jspecify.annotations.NullMarked;
