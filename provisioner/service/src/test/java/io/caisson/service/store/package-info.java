/** The contracts of the store's ports and what they need. */
@NullMarked
package io.caisson.service.store;

import org.jspecify.annotations.NullMarked;
