@NullMarked
package io.caisson.service.api.magnum;

import org.jspecify.annotations.NullMarked;
