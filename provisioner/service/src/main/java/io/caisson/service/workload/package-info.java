/** What is done inside tenants' clusters. */
@NullMarked
package io.caisson.service.workload;

import org.jspecify.annotations.NullMarked;
