@NullMarked
package io.caisson.contract.kubernetes;

import org.jspecify.annotations.NullMarked;
