@NullMarked
package io.caisson.domain.disruption;

import org.jspecify.annotations.NullMarked;
