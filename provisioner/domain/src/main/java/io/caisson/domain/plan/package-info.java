/** The pure planner: from a cluster and what was seen of it to the records to commit. */
@NullMarked
package io.caisson.domain.plan;

import org.jspecify.annotations.NullMarked;
