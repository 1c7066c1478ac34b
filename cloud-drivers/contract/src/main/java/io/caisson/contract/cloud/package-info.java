/**
 * The suite that every cloud adapter and every fake cloud must pass. A test class implements {@link
 * io.caisson.contract.cloud.CloudContract} and names its {@link
 * io.caisson.contract.cloud.Environment}; all cases are inherited.
 */
@NullMarked
package io.caisson.contract.cloud;

import org.jspecify.annotations.NullMarked;
