/**
 * The data centre as in-process ports: what a driver would be, without HTTP and without threads.
 */
@NullMarked
package io.caisson.simulator.direct;

import org.jspecify.annotations.NullMarked;
