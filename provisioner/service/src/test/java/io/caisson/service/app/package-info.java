@NullMarked
package io.caisson.service.app;

import org.jspecify.annotations.NullMarked;
