/** Kubernetes versions and the rules between them. */
@NullMarked
package io.caisson.domain.catalogue;

import org.jspecify.annotations.NullMarked;
