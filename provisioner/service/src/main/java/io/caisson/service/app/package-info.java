/** Wiring only: from the configuration to a running service. */
@NullMarked
package io.caisson.service.app;

import org.jspecify.annotations.NullMarked;
