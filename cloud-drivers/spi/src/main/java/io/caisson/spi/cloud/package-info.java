/** An IaaS as Caisson needs it: small blocking ports for one project of one cloud. */
@NullMarked
package io.caisson.spi.cloud;

import org.jspecify.annotations.NullMarked;
