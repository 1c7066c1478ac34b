/** From a request to the Ready Node that it asked for, as spans of one trace. */
@NullMarked
package io.caisson.service.traces;

import org.jspecify.annotations.NullMarked;
