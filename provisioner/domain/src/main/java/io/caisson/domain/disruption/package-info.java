/** Whether something may be interrupted now: pure rules over what was seen. */
@NullMarked
package io.caisson.domain.disruption;

import org.jspecify.annotations.NullMarked;
