@NullMarked
package io.caisson.simulator.kubeapi;

import org.jspecify.annotations.NullMarked;
