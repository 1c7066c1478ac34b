@NullMarked
package io.caisson.service.workload;

import org.jspecify.annotations.NullMarked;
