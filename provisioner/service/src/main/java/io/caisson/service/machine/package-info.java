/**
 * From a cluster as it is recorded to what its machines are given, and back from what they tell.
 */
@NullMarked
package io.caisson.service.machine;

import org.jspecify.annotations.NullMarked;
