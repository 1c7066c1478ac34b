/** How our log lines look: one each, without secrets. */
@NullMarked
package io.caisson.service.logging;

import org.jspecify.annotations.NullMarked;
