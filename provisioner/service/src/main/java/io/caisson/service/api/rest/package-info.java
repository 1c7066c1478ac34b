/**
 * Caisson's own API below {@code /api/v1}: what Magnum's cannot tell. Errors are problems of RFC
 * 9457; {@code docs/api.md} is its reference.
 */
@NullMarked
package io.caisson.service.api.rest;

import org.jspecify.annotations.NullMarked;
