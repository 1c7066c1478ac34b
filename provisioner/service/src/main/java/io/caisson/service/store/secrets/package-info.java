/**
 * Envelope encryption: secrets are sealed under a fresh data key each, and that under a key of the
 * ring, which never is in the database.
 */
@NullMarked
package io.caisson.service.store.secrets;

import org.jspecify.annotations.NullMarked;
