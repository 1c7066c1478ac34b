/** HTTPS as the programs on a simulated machine speak it: blocking, one connection per call. */
@NullMarked
package io.caisson.simulator.guest.http;

import org.jspecify.annotations.NullMarked;
