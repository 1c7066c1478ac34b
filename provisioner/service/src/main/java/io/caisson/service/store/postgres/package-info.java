/**
 * The stores in PostgreSQL, and PostgreSQL itself for those who have none: {@link
 * io.caisson.service.store.postgres.EmbeddedDatabase} gives a {@link
 * io.caisson.service.store.postgres.DatabaseAddress}, {@link
 * io.caisson.service.store.postgres.ConnectionPool} a data source, on which the stores work.
 */
@NullMarked
package io.caisson.service.store.postgres;

import org.jspecify.annotations.NullMarked;
