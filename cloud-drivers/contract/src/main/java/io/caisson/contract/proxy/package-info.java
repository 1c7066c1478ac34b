/**
 * A small HTTP/1.1 reverse proxy that stands in front of any cloud, spoils chosen exchanges on
 * command, and records all of them.
 */
@NullMarked
package io.caisson.contract.proxy;

import org.jspecify.annotations.NullMarked;
