/** A cluster's certificate authorities and what they sign. Keys leave it as PEM texts only. */
@NullMarked
package io.caisson.service.bootstrap.pki;

import org.jspecify.annotations.NullMarked;
