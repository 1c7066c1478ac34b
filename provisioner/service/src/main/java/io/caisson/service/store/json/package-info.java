/** How the domain's records are written as JSON and read again. */
@NullMarked
package io.caisson.service.store.json;

import org.jspecify.annotations.NullMarked;
