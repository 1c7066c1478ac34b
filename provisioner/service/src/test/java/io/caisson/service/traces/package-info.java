@NullMarked
package io.caisson.service.traces;

import org.jspecify.annotations.NullMarked;
