/** What is counted and timed, for whoever runs the service; {@code docs/metrics.md} lists it. */
@NullMarked
package io.caisson.service.meters;

import org.jspecify.annotations.NullMarked;
