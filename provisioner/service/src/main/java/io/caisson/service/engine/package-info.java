/** Observe, decide, commit, effect, settle: the loop of every cluster. */
@NullMarked
package io.caisson.service.engine;

import org.jspecify.annotations.NullMarked;
