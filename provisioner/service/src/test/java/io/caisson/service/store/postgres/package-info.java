/** The store's contracts in PostgreSQL, and PostgreSQL under mistreatment. */
@NullMarked
package io.caisson.service.store.postgres;

import org.jspecify.annotations.NullMarked;
