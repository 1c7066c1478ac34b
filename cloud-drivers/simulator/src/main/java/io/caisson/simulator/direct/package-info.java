/**
 * The data centre in-process: the ports of the SPI on the model, in whatever time the model has.
 * The only package of the simulator that knows anything of Caisson.
 */
@NullMarked
package io.caisson.simulator.direct;

import org.jspecify.annotations.NullMarked;
