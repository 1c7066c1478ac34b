/**
 * Whole lives of clusters in virtual time: the real planner, engine parts and model, and an oracle.
 */
@NullMarked
package io.caisson.lives;

import org.jspecify.annotations.NullMarked;
