/** The Kubernetes API of one tenant cluster as Caisson needs it. */
@NullMarked
package io.caisson.spi.kubernetes;

import org.jspecify.annotations.NullMarked;
