/** Sealing under attack. */
@NullMarked
package io.caisson.service.store.secrets;

import org.jspecify.annotations.NullMarked;
