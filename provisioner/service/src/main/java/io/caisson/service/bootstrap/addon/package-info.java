/**
 * What is put into a cluster before its nodes can be ready, as typed documents: ordered lists for
 * server-side apply.
 */
@NullMarked
package io.caisson.service.bootstrap.addon;

import org.jspecify.annotations.NullMarked;
