@NullMarked
package io.caisson.simulator.guest;

import org.jspecify.annotations.NullMarked;
