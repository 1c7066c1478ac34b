@NullMarked
package io.caisson.simulator.machines;

import org.jspecify.annotations.NullMarked;
