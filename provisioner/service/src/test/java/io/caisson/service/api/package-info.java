/** The APIs as callers meet them: over HTTP, on the memory store, with a fake cloud. */
@NullMarked
package io.caisson.service.api;

import org.jspecify.annotations.NullMarked;
