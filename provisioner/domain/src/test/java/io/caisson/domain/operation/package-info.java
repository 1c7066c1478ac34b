/** Tests of what a user sees. */
@NullMarked
package io.caisson.domain.operation;

import org.jspecify.annotations.NullMarked;
