/** The simulated data centre behind its OpenStack face, under the contract of every cloud. */
@NullMarked
package io.caisson.simulator.contract;

import org.jspecify.annotations.NullMarked;
