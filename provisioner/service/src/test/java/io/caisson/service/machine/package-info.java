/** Tests of what machines are told. */
@NullMarked
package io.caisson.service.machine;

import org.jspecify.annotations.NullMarked;
