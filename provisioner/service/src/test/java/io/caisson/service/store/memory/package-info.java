/** The store's contracts in memory. */
@NullMarked
package io.caisson.service.store.memory;

import org.jspecify.annotations.NullMarked;
