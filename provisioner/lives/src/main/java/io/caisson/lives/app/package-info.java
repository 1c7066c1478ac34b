/** Lives as a program. */
@NullMarked
package io.caisson.lives.app;

import org.jspecify.annotations.NullMarked;
