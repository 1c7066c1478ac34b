/** Who a caller is, and the credentials that a cluster lives on. */
@NullMarked
package io.caisson.spi.identity;

import org.jspecify.annotations.NullMarked;
