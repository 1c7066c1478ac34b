/** What a user sees of a change: derived, never read by the planner. */
@NullMarked
package io.caisson.domain.operation;

import org.jspecify.annotations.NullMarked;
