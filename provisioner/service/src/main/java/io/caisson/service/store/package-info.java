/** The port to durable state; its adapters pass one contract. */
@NullMarked
package io.caisson.service.store;

import org.jspecify.annotations.NullMarked;
