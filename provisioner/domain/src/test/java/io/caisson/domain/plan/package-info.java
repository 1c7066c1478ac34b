/** Tests of the planner with sights made by hand. */
@NullMarked
package io.caisson.domain.plan;

import org.jspecify.annotations.NullMarked;
