@NullMarked
package io.caisson.service.traffic;

import org.jspecify.annotations.NullMarked;
