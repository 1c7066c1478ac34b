/** What connections to clouds and clusters are made of. */
@NullMarked
package io.caisson.spi.net;

import org.jspecify.annotations.NullMarked;
